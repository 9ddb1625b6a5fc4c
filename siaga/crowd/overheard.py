"""What is Overheard of a stock Locust file: a request that Locust's own event tells of, as a sample."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from locust.exception import CatchResponseError, LocustError

from siaga.crowd.exchange import REJECTIONS
from siaga.crowd.sample import Sample
from siaga.scenario.closed import EVERYBODY

CHECK = "check"
"""Why a request failed of which the Locust file says so, though it was answered well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overheard:
    """One request of a stock Locust file.

    Attributes:
        sample: what it comes to; its intended start is its own start, since nobody planned another.
        status: of the answer; 0 where there was none, or it has no status.
        told: what it was told if it failed; else empty.
    """

    sample: Sample
    status: int
    told: str

    @property
    def rejected(self) -> bool:
        """Whether the site turned it away."""
        return self.status in REJECTIONS


def overheard(told: dict[str, Any], now_s: Callable[[], float]) -> Overheard:
    """Take what Locust's event tells of a request.

    Args:
        told: as Locust, or a client of the file's own, tells it; any of it may be missing, or no number.
        now_s: run seconds.
    """
    ended_s, took_ms = now_s(), told.get("response_time")
    timed = isinstance(took_ms, int | float) and math.isfinite(took_ms)
    started_s = ended_s - max(float(took_ms or 0.0), 0.0) / 1000 if timed else ended_s
    status, failure = _status(told.get("response")), told.get("exception")
    sample = Sample(
        step=step_of(told.get("request_type"), told.get("name")),
        method=str(told.get("request_type") or ""),
        intended_s=started_s,
        started_s=started_s,
        ended_s=ended_s,
        reason="" if not failure else _reason(failure, status),
        received_bytes=_length_bytes(told.get("response_length")),
        population=EVERYBODY,
        timed=timed,
    )
    said = str(failure) if failure else ""
    return Overheard(sample=sample, status=status, told=said)


def step_of(method: object, name: object) -> str:
    """Give the step of a request: its method and its name, as Locust's table shows both."""
    return " ".join(f"{method or ''} {name or ''}".split()) or "unnamed"


def _length_bytes(told: Any) -> int:  # noqa: ANN401 - whatever the file's own client tells
    try:
        return int(told or 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def _status(response: object) -> int:
    status = getattr(response, "status_code", 0)
    return status if isinstance(status, int) else 0


def _reason(failure: object, status: int) -> str:
    """Give the kind of a failure: few kinds, since reports count by it."""
    if status >= 400:  # noqa: PLR2004 - where HTTP's errors begin
        return f"status-{status}"
    if isinstance(failure, CatchResponseError | LocustError | str):
        return CHECK
    return type(failure).__name__
