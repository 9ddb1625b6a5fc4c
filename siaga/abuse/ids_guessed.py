"""The guessed ids: the registrations of others, by their names or by counting."""

from siaga.abuse.case import TAKEN, Answers, Case, Tag

CASE = Case(
    name="ids-guessed",
    title="somebody reads registrations that are another's, by a known id and by counting",
    good="shows nobody what is not theirs, nor whether it exists",
    item="API1:2023 Broken Object Level Authorization",
    requirement="ASVS 8.2.2",
    tag=Tag.PASSIVE,
    answers={
        "join": Answers(statuses=frozenset({201, 403, 409, 429, 503}), idle=TAKEN),
        "read": Answers(statuses=frozenset({401, 403, 404, 410, 429})),
    },
    seats_each=1,
    needs=("to_join", "to_session", "join", "receipt", "registration"),
)
