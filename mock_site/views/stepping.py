"""Stepping: a step that was asked for, brought to the store, counted, and refused where it must be."""

from collections.abc import Awaitable
from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.journey_metrics import StepLabel
from mock_site.pages.refusals import Refusal, no_session, step_missing
from mock_site.store.progress import Step, StepOutcome, StepResult
from mock_site.store.steps import StepTaken
from mock_site.views.counting import failures_counted

_LABELS = {
    "identity-mismatch": StepLabel.MISMATCH,
    "identity-unavailable": StepLabel.UNAVAILABLE,
}


async def taken(request: web.Request, step: Step, wish: Awaitable[StepTaken]) -> StepOutcome:
    """Bring a step to the store and count what becomes of it.

    Args:
        request: that asks.
        step: that it belongs to.
        wish: reads the request.

    Raises:
        Refusal: what the wish refuses; 401 and 403 where account or earlier step are missing.
        StoreError: it could not be written.
    """
    counters = request.app[keys.METRICS].journey.steps
    try:
        asked = await wish
    except Refusal as refusal:
        counters[step, _LABELS.get(refusal.error, StepLabel.INVALID)].inc()
        raise
    with failures_counted(
        invalid=counters[step, StepLabel.INVALID],
        busy=counters[step, StepLabel.BUSY],
        failed=counters[step, StepLabel.FAILED],
    ):
        outcome = await request.app[keys.STORE].take(asked)
    counters[step, outcome.result].inc()
    if outcome.result is StepResult.NO_ACCOUNT:
        raise no_session()
    if outcome.result is StepResult.STEP_MISSING and outcome.missing is not None:
        raise step_missing(outcome.missing)
    return outcome


def is_done(outcome: StepOutcome) -> bool:
    """Tell whether a step is done, now or before."""
    return outcome.result in (StepResult.DONE, StepResult.REPEATED)


def too_many(retry_after_s: float) -> Refusal:
    """Give the refusal of what was asked for too often."""
    headers = {"Retry-After": str(max(1, round(retry_after_s)))}
    return Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too-many", headers=headers)
