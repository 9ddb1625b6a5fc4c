"""Phone: a code is sent to it, and given back."""

import secrets
from http import HTTPStatus
from typing import NoReturn

from aiohttp import web

from mock_site import keys
from mock_site.forms.phone_form import read_code, read_phone
from mock_site.forms.submission import filled_in, submitted
from mock_site.layers import Layer, Level
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal
from mock_site.store.progress import Step, StepResult
from mock_site.store.steps import AskPhone, StepTaken, VerifyPhone
from mock_site.views.accounts import inbox
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import PROGRESS_PATH, STEP_PATHS
from mock_site.views.rendering import see_other
from mock_site.views.step_page import step_page
from mock_site.views.stepping import Taken, taken
from mock_site.views.visitor import account_before, account_id_of

CODE_DIGITS = 6
CODE_VALID_S = 300.0
MOST_TRIES = 5
ANY_NUMBER = 10**CODE_DIGITS
"""Of tries: as many as there are codes."""

MOST_CODES = 3
WITHIN_S = 600.0


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    account = await account_before(request, Step.PHONE)
    verified = Step.PHONE in account.done_at_s
    state = "verified" if verified else "sent" if account.phone else "none"
    if not wants_html(request):
        return json_answer({"state": state, "phone": account.phone})
    context = {
        "state": state,
        "phone": account.phone,
        "form": filled_in(request),
        "inbox": inbox(request, account.phone) if account.phone else "",
    }
    return step_page(request, Step.PHONE, context, refusal)


show = first_shown(_form)


@shown_again(_form)
async def ask(request: web.Request) -> web.Response:
    """Send a code to a phone.

    Raises:
        Refusal: 400 for a wrong form, 401 and 403 without session or earlier step, 409 where another
            account has the phone or this one is verified, 429 for too many codes.
        StoreError: it could not be written.
    """
    outcome = await taken(request, Step.PHONE, _asked(request))
    if outcome.result is not StepResult.DONE:
        _refuse(request, outcome)
    request.app[keys.METRICS].journey.codes.inc()
    if wants_html(request):
        return see_other(STEP_PATHS[Step.PHONE])
    valid_s = CODE_VALID_S * request.app[keys.SETTINGS].time_scale
    content = {"expires_in": valid_s, "inbox": inbox(request, outcome.account.phone or "")}
    return json_answer(content, HTTPStatus.ACCEPTED)


@shown_again(_form)
async def verify(request: web.Request) -> web.Response:
    """Verify the phone that a code was sent to; a code is good once.

    Raises:
        Refusal: 400 for a wrong code, 401 and 403 without session or earlier step, 409 where the
            phone is verified or another account has it, 410 for a code that is too old, 429 after
            too many wrong ones.
        StoreError: it could not be written.
    """
    outcome = await taken(request, Step.PHONE, _verified(request))
    if outcome.result is not StepResult.DONE:
        _refuse(request, outcome)
    if wants_html(request):
        return see_other(PROGRESS_PATH)
    return json_answer({"state": "verified"})


async def _asked(request: web.Request) -> StepTaken:
    account_id = account_id_of(request)
    settings = request.app[keys.SETTINGS]
    is_lasting = settings.layers.level(Layer.CODES) is Level.HARDENED
    return AskPhone(
        account_id=account_id,
        phone=read_phone(await submitted(request)),
        code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}",
        valid_s=CODE_VALID_S * settings.time_scale,
        most=MOST_CODES if is_lasting else None,
        within_s=WITHIN_S * settings.time_scale,
        voids_earlier=not is_lasting,
    )


async def _verified(request: web.Request) -> StepTaken:
    account_id = account_id_of(request)
    code = read_code(await submitted(request))
    is_hardened = request.app[keys.SETTINGS].layers.level(Layer.CODES) is Level.HARDENED
    return VerifyPhone(account_id=account_id, code=code, most=MOST_TRIES if is_hardened else ANY_NUMBER)


def _refuse(request: web.Request, outcome: Taken) -> NoReturn:
    match outcome.result:
        case StepResult.TAKEN:
            raise Refusal(HTTPStatus.CONFLICT, "phone-taken")
        case StepResult.REPEATED:
            raise Refusal(HTTPStatus.CONFLICT, "already-verified")
        case StepResult.EXPIRED:
            raise Refusal(HTTPStatus.GONE, "expired-code")
        case StepResult.TOO_MANY:
            retry_after_s = WITHIN_S * request.app[keys.SETTINGS].time_scale
            headers = {"Retry-After": str(max(1, round(retry_after_s)))}
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too-many", headers=headers)
        case _:
            # The try is counted, so something has changed.
            raise Refusal(HTTPStatus.BAD_REQUEST, "wrong-code", certain=False)
