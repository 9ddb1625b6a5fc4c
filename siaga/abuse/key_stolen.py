"""The key of another: somebody asks with it for what its owner was given."""

from siaga.abuse.case import TAKEN, Answers, Case, Tag

CASE = Case(
    name="key-of-another",
    title="somebody who may not join sends the key by which another has joined",
    good="refuses, and shows nothing of the other's seat",
    item="API1:2023 Broken Object Level Authorization",
    requirement="ASVS 8.2.2",
    tag=Tag.INTRUSIVE,
    answers={
        "join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), idle=TAKEN),
        "theft": Answers(statuses=frozenset({400, 401, 403, 404, 409, 410, 422, 429})),
    },
    seats_each=1,
    needs=("to_join", "to_session", "join", "receipt"),
)
