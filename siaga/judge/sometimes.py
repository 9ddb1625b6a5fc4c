"""What happens sometimes: moments that a run has to have seen before it proves anything about them."""

from collections.abc import Mapping
from types import MappingProxyType

from siaga.judge.books import Books

MOMENTS: Mapping[str, str] = MappingProxyType(
    {
        "sold-out": """FROM (SELECT count(*) AS given FROM entries
              WHERE reading = (SELECT arg_max(reading, place) FROM readings))
            WHERE given >= getvariable('last_quota')""",
        "refusal": "FROM operations WHERE outcome = 'refused'",
        "unknown": "FROM operations WHERE outcome = 'unknown'",
        "recovery": "FROM people p SEMI JOIN last USING (person) WHERE p.outcome = 'unknown'",
        "replay": """FROM (SELECT key FROM operations WHERE outcome = 'ok'
            GROUP BY person, key HAVING count(*) > 1)""",
    }
)
"""For each moment a query that gives a row where it was seen."""


def seen(books: Books) -> tuple[str, ...]:
    """Give the moments that a run has seen, in the order of `MOMENTS`."""
    return tuple(name for name, question in MOMENTS.items() if books.count(question))
