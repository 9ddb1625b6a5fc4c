"""The FaultSpan: from when until when something harmed the site on purpose.

The file is only ever appended to: a fault writes its span when it begins, with no end, again when
something proves that it happened, and once more when it is healed, with its end. So a fault whose
injector was killed is there, as one that never ended.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from siaga.record.json_lines import whole_lines
from siaga.record.line import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSpan(Line):
    """One fault; what a line says takes the place of what was said of it before.

    Attributes:
        kind: what was done, such as "kill" or "slow-store".
        target: to whom: a process, a layer, a neighbour.
        from_s: when it began, run seconds.
        until_s: when it was healed, run seconds, not before it began; None: it never was.
        proof: what showed that it happened: "12 connections were reset"; empty as long as nothing has.
        proven_s: when that was seen, run seconds, not before it began; None as long as nothing was.
        rolled_back_s: when its rollback was seen to have worked, run seconds, not before it was healed;
            None as long as nobody has seen it.
    """

    kind: str
    target: str
    from_s: float
    until_s: float | None = None
    proof: str = ""
    proven_s: float | None = None
    rolled_back_s: float | None = None

    def __post_init__(self) -> None:
        """Refuse a fault without a name, or one that ends before it begins."""
        if not self.kind:
            raise ValueError("fault: has no kind; a name is allowed")
        until_s = self.from_s if self.until_s is None else self.until_s
        if not (math.isfinite(self.from_s) and self.from_s <= until_s < math.inf):
            raise ValueError(
                f"fault {self.kind!r}: from {self.from_s} s to {until_s} s; it ends after it began"
            )
        if bool(self.proof) != (self.proven_s is not None):
            raise ValueError(f"fault {self.kind!r}: a proof has a time, and a time its proof; give both")
        self._refuse_early("proven", self.proven_s, self.from_s)
        self._refuse_early("rolled back", self.rolled_back_s, until_s)

    def _refuse_early(self, what: str, at_s: float | None, since_s: float) -> None:
        if at_s is not None and not since_s <= at_s < math.inf:
            raise ValueError(f"fault {self.kind!r}: {what} at {at_s} s; {since_s} s or later is allowed")

    @property
    def is_known(self) -> bool:
        """Whether it was seen to happen, and was healed: else nobody knows what a site withstood."""
        return self.proven_s is not None and self.until_s is not None

    def after(self, earlier: "FaultSpan") -> "FaultSpan":
        """Give the span with what an earlier line of the same fault knew and this one does not say."""
        proven = self if self.proof else earlier
        return replace(
            self,
            until_s=_known(self.until_s, earlier.until_s),
            proof=proven.proof,
            proven_s=proven.proven_s,
            rolled_back_s=_known(self.rolled_back_s, earlier.rolled_back_s),
        )

    @classmethod
    def from_json(cls, fact: Mapping[str, Any]) -> Self:
        """Read a line of the file.

        Raises:
            ValueError: the fact is no span.
        """
        try:
            times = {name: _number(fact.get(name)) for name in ("until_s", "proven_s", "rolled_back_s")}
            return cls(
                kind=str(fact["kind"]),
                target=str(fact["target"]),
                from_s=float(fact["from_s"]),
                proof=str(fact.get("proof", "")),
                **times,
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ValueError(f"fault: {str(fact)[:60]!r} is none ({error}); it is damaged") from None


def fault_spans(path: Path) -> tuple[FaultSpan, ...]:
    """Give the spans of a file in the order in which they began to stand there; no file has none.

    Raises:
        ValueError: a whole line is no span.
    """
    spans: dict[tuple[str, str, float], FaultSpan] = {}
    for fact in whole_lines(path):
        span = FaultSpan.from_json(fact)
        name = (span.kind, span.target, span.from_s)
        spans[name] = span.after(spans[name]) if name in spans else span
    return tuple(spans.values())


def _number(given: Any) -> float | None:  # noqa: ANN401 - whatever JSON holds
    return None if given is None else float(given)


def _known(later: float | None, earlier: float | None) -> float | None:
    return earlier if later is None else later
