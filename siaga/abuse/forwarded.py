"""The forged forwarding headers: each try says that it comes from another address."""

from siaga.abuse.case import Answers, Case, Tag

TRIES, TAKEN = 40, 15
LASTS_S = 50.0
"""Seconds of the day in which no more are taken, at one in 10 s after the first 10."""

CASE = Case(
    name="forged-forwarding",
    title=f"somebody tries {TRIES} passwords, each as if from another address",
    good="believes no such header of a stranger, and slows them down",
    item="OAT-007 Credential Cracking",
    requirement="ASVS 4.1.3",
    tag=Tag.INTRUSIVE,
    answers={
        "log-in": Answers(statuses=frozenset({401, 403, 429, 503}), most={401: TAKEN}, least={429: 1})
    },
    needs=("to_account", "log_in"),
)
