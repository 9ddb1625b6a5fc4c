"""The terms of protection: the numbers that the layers of one site are set to."""

import ipaddress
import math
from dataclasses import dataclass

MOST_TURNS = 1.9
"""Times as long as a pass that a turn may last: the waiting room's book has room for two passes."""
LEAST_RATIO = 0.02
"""Of the most people let in per second, the least where nothing else is said."""
LEAST_TURN_S = 10.0
"""However short the day is made: lines and browsers do not get faster with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the layers are set to. Durations are those of a day that is not compressed.

    Attributes:
        room_capacity: people who may be inside at once, those whose turn it is included.
        room_admits_per_s: people let in per second, on average; None: as many as there is room for.
        room_measured: whether it is found by trying how many are let in per second, at most
            `room_admits_per_s`, which has to be given then.
        room_least_per_s: that are let in then, whatever the site bears; None: a fiftieth of the most.
        room_opens_at_s: when a new room opens, Unix seconds; None: at once.
        room_walk_in: whether whoever asks for a page while nobody waits gets a pass with it, without
            having asked for a ticket.
        room_tickets: tickets that a room can give out in its life.
        room_looks_per_s: looks that all who wait are asked to take together; None: each
            looks as often as is good for itself.
        turn_s: how long a turn is kept for whoever is called.
        pass_s: how long a pass that is not used stays good. The timed test takes 15 minutes, in
            which a person need not ask for anything.
        trusted_proxies: networks of the proxies whose `X-Forwarded-For` is believed.
        unlimited_networks: networks whose addresses are not limited as addresses, for a load
            generator has but one.
        patience_s: how long a request may wait for its start.
        latency_target_s: what a request may take on average before fewer are let start at once.
        body_s: how long a small body may take to arrive.
        connections: that a process may have open; None: as many as the system gives it.
        connections_of_address: of them, that one address may have; None: an eighth.
        accounts_of_address: that may be opened at once from one address; in the long run a hundredth of
            them a second.
    """

    room_capacity: int = 20_000
    room_admits_per_s: float | None = None
    room_measured: bool = False
    room_least_per_s: float | None = None
    room_opens_at_s: float | None = None
    room_walk_in: bool = True
    room_tickets: int = 2_000_000
    room_looks_per_s: float | None = None
    turn_s: float = 120.0
    pass_s: float = 1_200.0
    trusted_proxies: tuple[str, ...] = ()
    unlimited_networks: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    patience_s: float = 2.0
    latency_target_s: float = 0.5
    body_s: float = 10.0
    connections: int | None = None
    connections_of_address: int | None = None
    accounts_of_address: int = 1_000

    def __post_init__(self) -> None:
        for name in ("room_capacity", "room_tickets", "accounts_of_address"):
            _require(name, getattr(self, name), at_least=1)
        for name in ("turn_s", "pass_s", "patience_s", "latency_target_s", "body_s"):
            _require_above_0(name, getattr(self, name))
        _refuse_long_turn(self.turn_s, self.pass_s * MOST_TURNS)
        for name in ("room_admits_per_s", "room_least_per_s", "room_looks_per_s"):
            if getattr(self, name) is not None:
                _require_above_0(name, getattr(self, name))
        self._refuse_bounds()
        for name in ("connections", "connections_of_address"):
            if getattr(self, name) is not None:
                _require(name, getattr(self, name), at_least=1)
        if self.room_opens_at_s is not None and not math.isfinite(self.room_opens_at_s):
            raise ValueError(f"room_opens_at_s: is {self.room_opens_at_s}; it must be finite")
        for name in ("trusted_proxies", "unlimited_networks"):
            for network in getattr(self, name):
                _require_network(name, network)

    @property
    def least_admits_per_s(self) -> float:
        """People let in per second at least where that is found by trying; 0 where it is not."""
        if not self.room_measured:
            return 0.0
        return self.room_least_per_s or LEAST_RATIO * (self.room_admits_per_s or 0.0)

    def _refuse_bounds(self) -> None:
        """Refuse a rate that cannot be found, or a bound for none."""
        most, least = self.room_admits_per_s, self.room_least_per_s
        if self.room_measured and most is None:
            raise ValueError("room_measured: has no room_admits_per_s; set that, the most that is tried")
        if least is not None and not self.room_measured:
            raise ValueError(f"room_least_per_s: is {least}; it needs room_measured")
        if least is not None and most is not None and least > most:
            raise ValueError(
                f"room_least_per_s: is {least}; it must be at most {most:g}, the room_admits_per_s"
            )


def _refuse_long_turn(turn_s: float, most_s: float) -> None:
    if turn_s > most_s:
        raise ValueError(
            f"turn_s: is {turn_s}; it must be at most {most_s:g}, {MOST_TURNS} times what a pass lasts"
        )


def _require(name: str, number: float, *, at_least: float) -> None:
    if number < at_least:
        raise ValueError(f"{name}: is {number}; it must be {at_least} or more")


def _require_above_0(name: str, number: float) -> None:
    if not 0 < number < math.inf:
        raise ValueError(f"{name}: is {number}; it must be above 0")


def _require_network(name: str, network: str) -> None:
    try:
        ipaddress.ip_network(network)
    except ValueError as error:
        raise ValueError(f"{name}: {error}; write e.g. 10.0.0.0/8") from None
