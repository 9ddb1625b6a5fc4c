"""The guessed code: one six-digit number after the other."""

from siaga.abuse.case import Answers, Case, Tag

TRIES, TAKEN = 30, 10

CASE = Case(
    name="code-guessing",
    title=f"somebody guesses {TRIES} codes for a phone",
    good="takes a few, then none",
    item="OAT-002 Token Cracking",
    requirement="ASVS 6.6.3",
    tag=Tag.INTRUSIVE,
    answers={
        "guess": Answers(
            statuses=frozenset({400, 401, 403, 409, 410, 422, 429}),
            most={400: TAKEN, 401: TAKEN, 422: TAKEN},
            least={429: 1},
        )
    },
    needs=("to_phone", "ask_code", "code"),
)
