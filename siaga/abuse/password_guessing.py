"""The guessed password: one account, one try after the other, from one place and then from many."""

from siaga.abuse.case import Answers, Case, Tag

TRIES, TAKEN = 40, 18
HITS, LUCKY = 3, 2
"""Times that the right password is given just after a wrong one; a try may be due at one, not at all."""
CROWD, TAKEN_OF_CROWD = 120, 90
LASTS_S = {"log-in": 80.0, "hit": 10.0, "crowd": 40.0}
"""Seconds of the day in which no more are taken, at one in 10 s after 10 of an account's tries at one
address, and one in 2 s after 50 of all strangers'; tries under way at the end are counted in."""

_REFUSED = frozenset({401, 403, 429})
_IN = frozenset({200, 201, 204, 302, 303})
_BUSY = frozenset({503})

CASE = Case(
    name="password-guessing",
    title=f"somebody tries {TRIES} passwords of one account, then the right one, then {CROWD} elsewhere",
    good="slows them down, right or wrong, wherever they are, and keeps the owner in",
    item="OAT-007 Credential Cracking",
    requirement="ASVS 6.3.1",
    tag=Tag.INTRUSIVE,
    answers={
        "log-in": Answers(statuses=_REFUSED | _BUSY, most={401: TAKEN}, least={429: 1}),
        "hit": Answers(statuses=_REFUSED | _IN | _BUSY, most=dict.fromkeys(_IN, LUCKY), idle=_BUSY),
        "owner": Answers(statuses=_IN | _BUSY, idle=_BUSY),
        "elsewhere": Answers(statuses=_IN | _BUSY | {429}, idle=_BUSY),
        "crowd": Answers(
            statuses=_REFUSED | _BUSY, most={401: TAKEN_OF_CROWD}, least={429: 1}, idle=_BUSY
        ),
    },
    needs=("to_account", "to_session", "log_in"),
)
