"""The Scrape: one attempt to read the site's metrics page, as a line of the log tells it.

The log holds one JSON object a line and attempt, times in Unix seconds:

    {"at":1700000000.25,"up":1,"new":[["site_seats",{"state":"left"}]],"i":[0],"v":[120]}
    {"at":1700000001.25,"up":1,"i":[0],"v":[118]}
    {"at":1700000002.25,"up":0,"error":"status 503; 200 is expected"}

`new` names series as they first appear; they are numbered from 0 in that order. `i` and `v` are the
numbers and values of the series that changed since the last good scrape; null means that the series
is there no longer. A value that is not finite is no measurement: its series counts as not there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class SeriesKey(NamedTuple):
    """What tells a series from every other: its name and its labels, sorted by their names."""

    name: str
    labels: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, name: str, labels: Mapping[str, str]) -> "SeriesKey":
        """Give the key of a name and its labels."""
        return cls(name, tuple(sorted(labels.items())))

    def matches(self, name: str, labels: Mapping[str, str]) -> bool:
        """Tell whether this is a series of that name that has at least those labels."""
        return self.name == name and labels.items() <= dict(self.labels).items()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrape:
    """One attempt and what changed since the last good one.

    Attributes:
        at_s: when it began, Unix seconds.
        up: whether the page was read.
        error: why not; empty where it was.
        new: series seen for the first time.
        ids: numbers of the series that changed.
        values: their values, as many; None: the series is there no longer.
    """

    at_s: float
    up: bool
    error: str
    new: tuple[SeriesKey, ...]
    ids: Sequence[int]
    values: Sequence[float | None]

    def __post_init__(self) -> None:
        """Refuse changes that are no pairs."""
        if len(self.ids) != len(self.values):
            raise ValueError(
                f"{len(self.ids)} series have {len(self.values)} values; as many are allowed"
            )

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> "Scrape":
        """Read a line of the log.

        Raises:
            ValueError: the fact is no scrape.
        """
        try:
            return cls(
                at_s=float(fact["at"]),
                up=bool(fact["up"]),
                error=fact.get("error", ""),
                new=tuple(SeriesKey.of(name, labels) for name, labels in fact.get("new", [])),
                ids=fact.get("i", ()),
                values=fact.get("v", ()),
            )
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"scrape: {str(fact)[:60]!r} is none ({error}); it is damaged") from None
