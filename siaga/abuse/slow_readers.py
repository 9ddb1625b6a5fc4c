"""The slow reader: asks for much, and takes nothing of it."""

from siaga.abuse.case import Answers, Case, Tag
from siaga.abuse.slow_heads import PATIENCE_S

CONNECTIONS = 4


CASE = Case(
    name="slow-readers",
    title=f"{CONNECTIONS} connections each ask for the home page over and over, and take none of it",
    good=f"cuts them off after {PATIENCE_S:g} s or so, and answers everybody else meanwhile",
    item="OAT-015 Denial of Service",
    requirement="ASVS 15.2.2",
    tag=Tag.DESTRUCTIVE,
    answers={
        "page": Answers(statuses=frozenset({429}), closed=True),
        "aside": Answers(statuses=frozenset({200, 204, 301, 302, 303, 304, 307, 308, 401, 403, 429})),
    },
)
