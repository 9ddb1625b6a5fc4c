"""The guessed password: one account, one try after the other."""

from siaga.abuse.case import Answers, Case, Tag

TRIES, TAKEN = 40, 15

CASE = Case(
    name="password-guessing",
    title=f"somebody tries {TRIES} passwords of one account",
    good="slows them down",
    item="OAT-007 Credential Cracking",
    requirement="ASVS 6.3.1",
    tag=Tag.INTRUSIVE,
    answers={"log-in": Answers(statuses=frozenset({401, 403, 429}), most={401: TAKEN}, least={429: 1})},
    needs=("to_account", "log_in"),
)
