"""The code of another: it was sent to one phone, and another's account gives it."""

from siaga.abuse.case import Answers, Case, Tag

CASE = Case(
    name="code-of-another",
    title="an account gives the code that was sent to the phone of another",
    good="takes it from nobody else",
    item="OAT-002 Token Cracking",
    requirement="ASVS 6.6.2",
    tag=Tag.INTRUSIVE,
    answers={"code": Answers(statuses=frozenset({400, 401, 403, 404, 409, 410, 422, 429}))},
    needs=("to_phone", "ask_code", "code", "sent_codes"),
)
