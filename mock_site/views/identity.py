"""Identity: who a person says they are, which the identity registry is asked about."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.forms.identity_form import read_identity
from mock_site.forms.submission import filled_in, submitted
from mock_site.journey_metrics import StepLabel
from mock_site.layers import Layer, Level
from mock_site.outside.role import Answer
from mock_site.pages.answers import json_answer
from mock_site.pages.days import today
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import RETRY_AFTER_S, Refusal
from mock_site.store.progress import Account, Identity, Step, StepResult
from mock_site.store.steps import FileIdentity, StepTaken
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import PROGRESS_PATH
from mock_site.views.progress import state_of
from mock_site.views.rendering import see_other
from mock_site.views.step_page import step_page
from mock_site.views.stepping import taken
from mock_site.views.visitor import account_before

_STATES = {"done": "verified", "pending": "pending", "todo": "none"}
POLL_S = 5


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    account = await account_before(request, Step.IDENTITY)
    state = _state(account)
    if not wants_html(request):
        return json_answer({"state": state}, headers=_poll(state))
    context = {
        "state": "none" if refusal else state,
        "form": filled_in(request),
        "refresh_s": POLL_S if state == "pending" and refusal is None else 0,
    }
    return step_page(request, Step.IDENTITY, context, refusal)


show = first_shown(_form)


@shown_again(_form)
async def file(request: web.Request) -> web.Response:
    """File an identity: verified where the registry agrees, pending where it cannot say now.

    Raises:
        Refusal: 400 for a wrong form, 401 and 403 without session or earlier step, 409 where
            another account has the NIK, 422 where the registry does not agree, 503 where it cannot
            say and the site does not wait for it.
        StoreError: it could not be written.
    """
    outcome = await taken(request, Step.IDENTITY, _filed(request))
    if outcome.result is StepResult.TAKEN:
        raise Refusal(HTTPStatus.CONFLICT, "identity-taken")
    state = _state(outcome.account)
    if state == "pending":
        request.app[keys.METRICS].journey.steps[Step.IDENTITY][StepLabel.PENDING].inc()
    if wants_html(request):
        return see_other(PROGRESS_PATH)
    status = HTTPStatus.ACCEPTED if state == "pending" else HTTPStatus.OK
    return json_answer({"state": state}, status, _poll(state))


async def _filed(request: web.Request) -> StepTaken:
    account, app = await account_before(request, Step.IDENTITY), request.app
    regions = app[keys.REGIONS]
    content = await submitted(request)
    identity = read_identity(content, today(app[keys.CLOCK]()), regions, app[keys.READING])
    if Step.IDENTITY in account.done_at_s:
        answer = Answer.MATCH
    else:
        answer = await _answer(request, identity)
    return FileIdentity(
        account_id=account.account_id, identity=identity, verified=answer is Answer.MATCH
    )


async def _answer(request: web.Request, identity: Identity) -> Answer:
    """Ask the registry; a naive site has no answer of its own where the registry has none."""
    app = request.app
    answer = await app[keys.REGISTRY].lookup(identity.nik, identity.kk, identity.birth_date)
    if answer is Answer.MISMATCH:
        raise Refusal(HTTPStatus.UNPROCESSABLE_ENTITY, "identity-mismatch")
    waits = app[keys.SETTINGS].layers.level(Layer.BREAKERS) is Level.HARDENED
    if answer is Answer.UNAVAILABLE and not waits:
        headers = {"Retry-After": str(RETRY_AFTER_S)}
        raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "identity-unavailable", headers=headers)
    return answer


def _state(account: Account) -> str:
    return _STATES[state_of(account, Step.IDENTITY)]


def _poll(state: str) -> Mapping[str, Any] | None:
    return {"Retry-After": str(POLL_S)} if state == "pending" else None
