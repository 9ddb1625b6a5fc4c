"""An undertaking: something that is done with the workers, beside the supervisor's usual work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mock_site.process.crew import Crew


class Undertaking(Protocol):
    """What is under way."""

    def step(self) -> bool:
        """Go on with it, without waiting, and tell whether it is over."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaken:
    """What can be begun, by a signal.

    Attributes:
        begin: begins it with the crew of a site.
        is_urgent: whether it does not wait until another is over, and ends that instead.
    """

    begin: Callable[[Crew], Undertaking]
    is_urgent: bool = False


class Nothing:
    """What is over at once, where it cannot be done."""

    def step(self) -> bool:
        """Tell that it is over."""
        return True
