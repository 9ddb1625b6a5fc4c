"""The account of many people: who has said who they are says that they are others, and joins."""

from siaga.abuse.case import TAKEN, Answers, Case, Tag

CASE = Case(
    name="many-people-one-account",
    title="somebody who is verified files three other identities, and joins",
    good="keeps to the first, and gives them the seat",
    item="OAT-005 Scalping",
    requirement="ASVS 2.3.1",
    tag=Tag.INTRUSIVE,
    answers={
        "identity": Answers(statuses=frozenset({200, 202, 400, 403, 409, 422, 429, 503})),
        "join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), idle=TAKEN),
    },
    seats_each=1,
    needs=("to_join", "identity", "join"),
)
