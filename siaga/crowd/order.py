"""The Order: what the master tells each worker to do."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from siaga.crowd.lifeline import HERE_S
from siaga.record.site_host import SiteHost


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One worker's part of a run.

    Attributes:
        folder: path of the run folder, on the master's machine.
        token: what the mark in that folder says.
        scenario: the resolved scenario as YAML.
        host: base URL of the site.
        via: base URL of the proxy that connections to the site go by; empty: none.
        rank: which share, 0 to workers - 1.
        workers: how many share the plan.
        t0_s: wall time of the first phase, Unix seconds.
        seed: seed of the run.
        epoch: number of the run from which identities are made.
        only: numbers of the visitors who come; empty for everybody.
        run_id: of the run, which every request names.
        addresses: to which the site's name was resolved; empty: it has none.
        hosts: further ones of the site, as `SiteHost` writes them down.
        lifeline_s: how long nothing may be heard of the master.
        leased_until_s: run second with which the first lease ends.
        feeds: which file each feed is, on the master's machine, as `FeedSource` writes it down.
        locustfile_digest: SHA-256 of the master's Locust file; empty: nobody knows it.
    """

    folder: str
    token: str
    scenario: str
    host: str
    rank: int
    workers: int
    t0_s: float
    seed: int
    epoch: int
    only: tuple[int, ...] = ()
    via: str = ""
    run_id: str = ""
    addresses: tuple[str, ...] = ()
    lifeline_s: float = HERE_S
    leased_until_s: float = math.inf
    feeds: tuple[Mapping[str, Any], ...] = ()
    hosts: tuple[Mapping[str, Any], ...] = ()
    locustfile_digest: str = ""

    @property
    def site_hosts(self) -> tuple[SiteHost, ...]:
        """Further hosts of the site.

        Raises:
            ValueError: one of them can be none.
        """
        return tuple(map(SiteHost.from_json, self.hosts))

    def as_message(self) -> dict[str, Any]:
        """Give the order as the payload of a Locust message."""
        return asdict(self)

    @classmethod
    def from_message(cls, payload: dict[str, Any]) -> "Order":
        """Read an order back."""
        lists = {name: tuple(payload[name]) for name in ("only", "addresses", "feeds", "hosts")}
        return cls(**{**payload, **lists})
