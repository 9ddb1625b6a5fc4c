"""The WalkOrder: what a process that walks is told to do, as JSON in a file."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siaga.crowd.walk.walker import Chances


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkOrder:
    """What to walk.

    Attributes:
        scenario: the resolved scenario as YAML.
        locustfile: path of the journeys.
        host: base URL of the site.
        ledger: folder of the ledgers, one a walk.
        visitors: number of the visitor who walks, by population.
        epoch: number of the run from which identities are made.
        run_id: that every request names.
        addresses: to which the site's name was resolved; empty: it has none.
        feeds: which files the feeds of the scenario are.
        hosts: further ones of the site, as `SiteHost` writes them down.
        pace: factor of the pauses in which a journey thinks, 0 to 1.
        chances: what becomes of what can go either way.
        within_s: how long each journey may take.
        most_requests: how many requests each journey may send.
    """

    scenario: str
    locustfile: str
    host: str
    ledger: str
    visitors: dict[str, int]
    epoch: int
    run_id: str
    addresses: tuple[str, ...] = ()
    feeds: tuple[dict[str, Any], ...] = ()
    hosts: tuple[dict[str, Any], ...] = ()
    pace: float = 0.0
    chances: Chances = "yes"
    within_s: float
    most_requests: int

    @classmethod
    def read(cls, path: Path) -> "WalkOrder":
        """Read an order.

        Raises:
            OSError: it cannot be read.
            ValueError: it is none.
        """
        text = path.read_text(encoding="utf-8")
        try:
            given: dict[str, Any] = json.loads(text)
            lists = {name: tuple(given[name]) for name in ("addresses", "feeds", "hosts")}
            return cls(**{**given, **lists})
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError(f"order {path}: is none ({error})") from None
