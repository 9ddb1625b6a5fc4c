"""A Toxic of a proxy: what is done to a share of the connections, in one direction."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from siaga.faults.proxy.counts import ToxicCounts
from siaga.faults.proxy.ending import Ending
from siaga.faults.proxy.stream import Outlet, Stream
from siaga.scenario.part import Part

Attributes = TypeVar("Attributes", bound=Part)
Direction = Literal["upstream", "downstream"]
"""From the client to the upstream, or back."""

_DRAW_BYTES = 8
_DRAWS = 256.0**_DRAW_BYTES


class Toxic(Generic[Attributes]):
    """One toxic.

    Args:
        name: of this one, among those of its proxy.
        kind: what it does.
        direction: which of the two streams it acts on.
        attributes: what its kind has to know.
        toxicity: share of the connections that it strikes, 0 to 1; of requests, where its kind says so.
        counts: of what it does.
        seed: of what it draws.

    Attributes:
        name: as given.
        kind: as given.
        direction: as given.
        attributes: as given, or as changed since.
        toxicity: as given, or as changed since.
        counts: as given.
    """

    def __init__(
        self,
        *,
        name: str,
        kind: "ToxicKind[Attributes]",
        direction: Direction,
        attributes: Attributes,
        toxicity: float,
        counts: ToxicCounts,
        seed: str,
    ) -> None:
        self.name, self.kind, self.direction = name, kind, direction
        self.attributes, self.toxicity = attributes, toxicity
        self.counts = counts
        self._seed = f"{seed}/{name}"

    def strikes(self, connection: int) -> bool:
        """Tell whether it strikes a connection: always the same one, for one seed and one name."""
        return self.kind.by_request or self.drawn(str(connection))

    def drawn(self, subject: str) -> bool:
        """Draw whether something is struck; more toxicity strikes the same and others."""
        digest = hashlib.blake2b(f"{self._seed}/{subject}".encode(), digest_size=_DRAW_BYTES).digest()
        return int.from_bytes(digest) < self.toxicity * _DRAWS

    def document(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "name": self.name,
            "type": self.kind.name,
            "stream": self.direction,
            "toxicity": self.toxicity,
            "attributes": self.attributes.model_dump(),
            "counts": self.counts.document(),
        }


class Stage(Generic[Attributes]):
    """A toxic at work on one stream; by itself it lets everything pass.

    Args:
        toxic: at work.
        stream: on which.

    Attributes:
        toxic: as given.
        stream: as given.
        following: where what passes goes next.
    """

    __slots__ = ("_struck", "following", "stream", "toxic")

    def __init__(self, toxic: Toxic[Attributes], stream: Stream) -> None:
        self.toxic = toxic
        self.stream = stream
        self.following: Outlet = stream.exit
        self._struck = False

    def take(self, chunk: bytes) -> None:
        """Take bytes."""
        self.toxic.counts.bytes_passed += len(chunk)
        self.following.take(chunk)

    def end(self, ending: Ending) -> None:
        """Take an ending."""
        self.following.end(ending)

    def renew(self) -> None:
        """Take note that the attributes have changed."""

    def release(self) -> None:
        """Hand on all that is held; the toxic is gone."""

    def drop(self) -> None:
        """Forget all that is held; the connection is over."""

    def strike(self) -> None:
        """Count the connection as struck, once."""
        if not self._struck:
            self._struck = True
            self.toxic.counts.struck += 1

    @property
    def struck(self) -> bool:
        """Whether it did anything to the connection yet."""
        return self._struck


@dataclass(frozen=True, slots=True, kw_only=True)
class ToxicKind(Generic[Attributes]):
    """One kind of toxic.

    Attributes:
        name: toxiproxy's, where it has it.
        attributes: what a toxic of this kind has to know.
        stage: puts one to work.
        by_request: whether its share is one of requests, not of connections.
        directions: in which it can act; none named: in both.
    """

    name: str
    attributes: type[Attributes]
    stage: Callable[[Toxic[Attributes], Stream], Stage[Attributes]]
    by_request: bool = False
    directions: tuple[Direction, ...] = ()
