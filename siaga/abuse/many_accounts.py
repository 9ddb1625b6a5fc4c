"""The person of many accounts: one identity, filed in all of them at once."""

from siaga.abuse.case import Answers, Case, Tag

ACCOUNTS = 4

CASE = Case(
    name="one-person-many-accounts",
    title=f"{ACCOUNTS} accounts say at once that they are the same person",
    good="believes one of them",
    item="OAT-019 Account Creation",
    requirement="ASVS 2.3.4",
    tag=Tag.INTRUSIVE,
    answers={
        "identity": Answers(
            statuses=frozenset({200, 202, 400, 403, 409, 422, 429, 503}),
            idle=frozenset({400, 403, 409, 422, 429, 503}),
        )
    },
    needs=("to_session", "identity"),
)
