"""The FaultSpan: from when until when something harmed the site on purpose.

The file is only ever appended to: a fault writes its span when it begins, with no end, and once more
when it is healed, with its end. So a fault whose injector was killed is there, as one that never ended.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from siaga.record.json_lines import JsonLines, whole_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSpan:
    """One fault.

    Attributes:
        kind: what was done, such as "kill" or "slow-store".
        target: to whom: a process, a layer, a neighbour.
        from_s: when it began, run seconds.
        until_s: when it was healed, run seconds, not before it began; None: it never was.
    """

    kind: str
    target: str
    from_s: float
    until_s: float | None = None

    def __post_init__(self) -> None:
        """Refuse a fault without a name, or one that ends before it begins."""
        if not self.kind:
            raise ValueError("fault: has no kind; a name is allowed")
        until_s = self.from_s if self.until_s is None else self.until_s
        if not (math.isfinite(self.from_s) and self.from_s <= until_s < math.inf):
            raise ValueError(
                f"fault {self.kind!r}: from {self.from_s} s to {until_s} s; it ends after it began"
            )

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> Self:
        """Read a line of the file.

        Raises:
            ValueError: the fact is no span.
        """
        try:
            until_s = fact.get("until_s")
            return cls(
                kind=str(fact["kind"]),
                target=str(fact["target"]),
                from_s=float(fact["from_s"]),
                until_s=None if until_s is None else float(until_s),
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"fault: {str(fact)[:60]!r} is none ({error}); it is damaged") from None

    def write(self, path: Path) -> None:
        """Append the span to a file; one with an end takes the place of the same without.

        Raises:
            OSError: the file cannot be written.
        """
        lines = JsonLines(path)
        try:
            lines.append(asdict(self))
        finally:
            lines.close()


def fault_spans(path: Path) -> tuple[FaultSpan, ...]:
    """Give the spans of a file in the order in which they began to stand there; no file has none.

    Raises:
        ValueError: a whole line is no span.
    """
    spans: dict[tuple[str, str, float], FaultSpan] = {}
    for fact in whole_lines(path):
        span = FaultSpan.from_json(fact)
        spans[span.kind, span.target, span.from_s] = span
    return tuple(spans.values())
