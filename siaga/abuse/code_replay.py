"""The code twice: at five moments at once, and once more when it was used."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="code-replay",
    title="a right code is given five times at once, and again later",
    good="takes it once",
    item="OAT-002 Token Cracking",
    requirement="ASVS 6.5.1",
    tag=Tag.INTRUSIVE,
    answers={
        "code": Answers(
            statuses=frozenset({200, 400, 401, 403, 404, 409, 410, 422, 429}),
            most={200: 1},
            idle=frozenset({400, 401, 403, 404, 409, 410, 422, 429}),
        ),
        "replay": Answers(statuses=frozenset({400, 401, 403, 404, 409, 410, 422, 429})),
    },
    needs=("to_phone", "ask_code", "code", "sent_codes"),
)
