"""Stepping: a step that was asked for, brought to the store, counted, and refused where it must be."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass

from aiohttp import web

from mock_site import keys
from mock_site.journey_metrics import StepLabel
from mock_site.pages.refusals import BUSY, NO_SESSION, STEP_MISSING, no_session, step_missing
from mock_site.store.progress import Account, Step, StepResult
from mock_site.store.steps import StepTaken
from mock_site.views.counting import failures_counted

_LABELS: Mapping[str, StepResult | StepLabel] = {
    "identity-mismatch": StepLabel.MISMATCH,
    "identity-unavailable": StepLabel.UNAVAILABLE,
    BUSY: StepLabel.BUSY,
    NO_SESSION: StepResult.NO_ACCOUNT,
    STEP_MISSING: StepResult.STEP_MISSING,
}
"""Refusals of a wish that are no fault of what was sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A step that the store has looked at.

    Attributes:
        result: how it ended.
        account: after it.
    """

    result: StepResult
    account: Account


async def taken(request: web.Request, step: Step, wish: Awaitable[StepTaken]) -> Taken:
    """Bring a step to the store and count what becomes of it.

    Args:
        request: that asks.
        step: that it belongs to.
        wish: reads the request, and who it comes from.

    Raises:
        Refusal: what the wish refuses; 401 and 403 where account or earlier step are missing.
        StoreError: it could not be written.
    """
    counters = request.app[keys.METRICS].journey.steps[step]
    with failures_counted(
        invalid=counters[StepLabel.INVALID],
        busy=counters[StepLabel.BUSY],
        failed=counters[StepLabel.FAILED],
        named=lambda error: counters[_LABELS[error]] if error in _LABELS else None,
    ):
        outcome = await request.app[keys.STORE].take(await wish)
    counters[outcome.result].inc()
    if outcome.account is None:
        raise no_session()
    if outcome.missing is not None:
        raise step_missing(outcome.missing)
    return Taken(result=outcome.result, account=outcome.account)
