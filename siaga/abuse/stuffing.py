"""The stuffed credentials: pairs of e-mail and password that were stolen elsewhere."""

from siaga.abuse.case import Answers, Case, Tag

PAIRS, KNOWN = 20, 2

CASE = Case(
    name="credential-stuffing",
    title=f"somebody tries {PAIRS} pairs of e-mail and password, of which a few have an account",
    good="says the same to all of them",
    item="OAT-008 Credential Stuffing",
    requirement="ASVS 6.3.8",
    tag=Tag.PASSIVE,
    answers={"log-in": Answers(statuses=frozenset({401, 403, 429}))},
    needs=("to_account", "account", "log_in"),
)
