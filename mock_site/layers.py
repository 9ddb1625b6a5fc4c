"""Layers of protection: which the site has, and how well each of them is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Self, TypeVar

_One = TypeVar("_One", bound=Enum)


class Layer(Enum):
    """What stands between the visitors and the site's own work, each switched by itself."""

    WAITING_ROOM = "waiting-room"
    ADMISSION = "admission"
    RATE_LIMITS = "rate-limits"
    CODES = "codes"
    OWNERSHIP = "ownership"
    ORIGIN = "origin"
    TEMPO = "tempo"
    SESSIONS = "sessions"
    BODY_DEADLINE = "body-deadline"
    BODY_LIMIT = "body-limit"
    STRICT_INPUT = "strict-input"
    SLOW_LINES = "slow-lines"
    KEEP_ALIVE = "keep-alive"
    IDEMPOTENCY = "idempotency"
    BREAKERS = "breakers"
    CACHE = "cache"
    DRAIN = "drain"
    READINESS = "readiness"
    DURABILITY = "durability"
    STORE_ACCESS = "store-access"
    SUPERVISION = "supervision"


class Level(Enum):
    """How well a layer is made."""

    OFF = "off"
    NAIVE = "naive"
    """As it is often made, with the faults that are known of it."""
    HARDENED = "hardened"


class Profile(Enum):
    """The level of all layers that are not switched off."""

    HARDENED = "hardened"
    NAIVE = "naive"


SUMMARIES = {
    Layer.WAITING_ROOM: "a place in the queue, a pass to go in",
    Layer.ADMISSION: "bounded work, the rest refused at once",
    Layer.RATE_LIMITS: "so many requests by account, phone, address",
    Layer.CODES: "a code that was sent stays good, and few are; few may be tried",
    Layer.OWNERSHIP: "a registration is shown to whom it belongs",
    Layer.ORIGIN: "forms that no page of the site has shown are refused",
    Layer.TEMPO: "nothing is done faster than a person can",
    Layer.SESSIONS: "a session that was ended is worth nothing",
    Layer.BODY_DEADLINE: "how long a request's body may take",
    Layer.BODY_LIMIT: "how large a body may be, told before it is read",
    Layer.STRICT_INPUT: "what is sent has one meaning and one spelling",
    Layer.SLOW_LINES: "how long a head may take, and an answer to be taken",
    Layer.KEEP_ALIVE: "how long an idle connection is kept, and how many",
    Layer.IDEMPOTENCY: "a repeated request gets the first one's answer",
    Layer.BREAKERS: "deadline, bulkhead and breaker towards neighbours",
    Layer.CACHE: "home page and announcements handed out ready-made",
    Layer.DRAIN: "requests finished before a process ends",
    Layer.READINESS: "a readiness that means what it says",
    Layer.DURABILITY: "on the disk before it is acknowledged",
    Layer.STORE_ACCESS: "reading apart from writing, and no write waits long",
    Layer.SUPERVISION: "a worker that dies is started again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The layers of one site.

    Attributes:
        profile: level of every layer.
        without: layers that are off instead.
    """

    profile: Profile = Profile.HARDENED
    without: frozenset[Layer] = frozenset()

    @classmethod
    def named(cls, profile: str, without: Sequence[str] = ()) -> Self:
        """Give the layers that are named.

        Args:
            profile: name of a profile.
            without: names of layers.

        Raises:
            ValueError: a name is none.
        """
        return cls(
            profile=_named(Profile, "profile", profile),
            without=frozenset(_named(Layer, "without", name) for name in without),
        )

    def level(self, layer: Layer) -> Level:
        """Give a layer's level."""
        return Level.OFF if layer in self.without else Level(self.profile.value)

    def label(self) -> str:
        """Give the profile's name, or `mixed` where a layer has another level."""
        return "mixed" if self.without else self.profile.value


def listing() -> str:
    """Give a line for each layer: its name and what it is."""
    width = max(len(layer.value) for layer in Layer)
    return "".join(f"{layer.value:{width}}  {SUMMARIES[layer]}\n" for layer in Layer)


def _named(kind: type[_One], subject: str, name: str) -> _One:
    try:
        return kind(name)
    except ValueError:
        allowed = ", ".join(str(one.value) for one in kind)
        raise ValueError(f"{subject}: is '{name}'; {allowed} are allowed") from None
