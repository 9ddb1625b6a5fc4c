"""The slow body: a form that is said to be long and comes a byte a second."""

from siaga.abuse.case import Answers, Case, Tag
from siaga.abuse.slow_heads import CONNECTIONS

CASE = Case(
    name="slow-bodies",
    title=f"{CONNECTIONS} connections each send the form of an account a byte a second",
    good="gives up on them soon, or refuses them unread, and answers everybody else meanwhile",
    item="OAT-015 Denial of Service",
    requirement="ASVS 15.2.2",
    tag=Tag.DESTRUCTIVE,
    answers={
        "body": Answers(statuses=frozenset({400, 401, 403, 408, 411, 413, 429, 503}), closed=True),
        "aside": Answers(statuses=frozenset({200, 204, 301, 302, 303, 304, 307, 308, 401, 403, 429})),
    },
    needs=("account",),
)
