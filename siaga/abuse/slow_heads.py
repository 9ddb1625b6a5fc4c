"""The slow head: a request that begins and does not end."""

from siaga.abuse.case import Answers, Case, Tag

CONNECTIONS = 20
PATIENCE_S = 10.0
"""How long a good site waits for what an honest visitor sends at once."""

CASE = Case(
    name="slow-heads",
    title=f"{CONNECTIONS} connections each send the head of a request line by line, one a second",
    good=f"closes them after {PATIENCE_S:g} s or so, and answers everybody else meanwhile",
    item="OAT-015 Denial of Service",
    requirement="ASVS 15.2.2",
    tag=Tag.DESTRUCTIVE,
    answers={
        "head": Answers(statuses=frozenset({400, 408, 431}), closed=True),
        "aside": Answers(statuses=frozenset({200, 204, 301, 302, 303, 304, 307, 308, 401, 403, 429})),
    },
)
