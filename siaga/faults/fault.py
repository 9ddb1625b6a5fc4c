"""The role of a Fault: it harms, proves that it did, and undoes it."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from siaga.errors import SiagaError

Memory = Mapping[str, Any]
"""What a fault found before it began, as JSON: all that its proof and its way back need."""


class FaultError(SiagaError):
    """A fault cannot begin, or cannot be undone."""


class Fault(Protocol):
    """Something that harms.

    Its memory is on the disk before it begins, so that another process can undo it should the one
    that began it be killed: nothing that `heal` needs may be kept anywhere else.
    """

    def look(self) -> Memory:
        """Give what is there before it begins.

        Raises:
            FaultError: it cannot begin.
        """

    def begin(self, memory: Memory) -> None:
        """Begin.

        Raises:
            FaultError: it cannot.
        """

    def proof(self, memory: Memory) -> str:
        """Say what shows that it happened, such as "12 connections were reset"; empty: nothing does yet.

        Raises:
            FaultError: it cannot be seen.
        """

    def heal(self, memory: Memory) -> None:
        """Undo it, and see that it is undone; what was undone before is left as it is.

        Raises:
            FaultError: it cannot be undone, or is not.
        """


@runtime_checkable
class Following(Protocol):
    """A fault that harms also what has come since it began, such as a worker that was started anew."""

    def follow(self, memory: Memory) -> None:
        """Harm what has come; asked once a second while the fault lasts.

        Raises:
            FaultError: it cannot be harmed.
        """


@runtime_checkable
class Finite(Protocol):
    """A fault that may end by itself, before its time is over."""

    def over(self, memory: Memory) -> bool:
        """Tell whether it has; asked once a second while the fault lasts."""
