"""The FeedSource of a run: which file a feed was, so that whoever reads it again knows that it is."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """What is known of the file of a feed; nothing of what is in it.

    Attributes:
        name: of the feed.
        file: its path: in run.json as seen from the run folder, in a worker's order on the master's
            machine.
        rows: how many it has, 1 or more.
        sha256: of the file.

    Raises:
        ValueError: there can be no such feed.
    """

    name: str
    file: str
    rows: int
    sha256: str

    def __post_init__(self) -> None:
        """Refuse what no feed is: it may have come over a network, or from a damaged file."""
        if not all(isinstance(one, str) and one for one in (self.name, self.file, self.sha256)):
            raise ValueError(f"feed {self.name!r}: has no name, file or sha256; it needs each")
        if type(self.rows) is not int or self.rows < 1:
            raise ValueError(f"feed {self.name!r}: has {self.rows!r} rows; 1 or more are allowed")

    def as_json(self) -> dict[str, Any]:
        """Give it as a JSON object."""
        return asdict(self)

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> "FeedSource":
        """Read one back.

        Raises:
            ValueError: the fact is none.
        """
        try:
            return cls(**fact)
        except TypeError as error:
            raise ValueError(f"feed: {str(fact)[:80]!r} is none ({error})") from None
