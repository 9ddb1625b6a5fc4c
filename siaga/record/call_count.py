"""The CallCount: samples of one step that were asked for with one method, in one second."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCount:
    """Samples of one step and one method that ended in one second.

    Attributes:
        good: ended with a status that the journey expects.
        failed: everything else.
        received_bytes: size of their answers; None where nobody counted it.
        errors: the failed ones by reason; those too many to keep apart are "other".
    """

    good: int = 0
    failed: int = 0
    received_bytes: int | None = None
    errors: Mapping[str, int] = field(default_factory=dict)

    def numbers(self) -> Iterator[object]:
        """Give every number in it that is known."""
        yield from (self.good, self.failed)
        if self.received_bytes is not None:
            yield self.received_bytes
        yield from self.errors.values()

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> Self:
        """Read one back.

        Raises:
            TypeError: it has other attributes, or its errors are not told by reason.
        """
        read = cls(**fact)
        if not isinstance(read.errors, dict):
            raise TypeError(f"call count: has the errors {read.errors!r}; numbers by reason are allowed")
        return read
