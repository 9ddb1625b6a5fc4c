"""The Cut of a request: when the visitor breaks it off, and why."""

from dataclasses import dataclass

from siaga.crowd.failure import BROKEN_OFF, Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """When a visitor waits no longer.

    Attributes:
        after_s: seconds from the start of the request; 0: as soon as it is on its way.
        reason: why, one of `BROKEN_OFF`.

    Raises:
        ValueError: it is before the start, or for a reason that is none of a visitor's.
    """

    after_s: float
    reason: Reason

    def __post_init__(self) -> None:
        """Refuse what no visitor does."""
        if not self.after_s >= 0:
            raise ValueError(f"after_s: is {self.after_s!r}; 0 or more is allowed")
        if self.reason not in BROKEN_OFF:
            allowed = ", ".join(sorted(BROKEN_OFF))
            raise ValueError(
                f"reason: {self.reason.value!r} is not the visitor's; {allowed} are allowed"
            )
