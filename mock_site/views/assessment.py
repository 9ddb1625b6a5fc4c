"""Assessment: the timed test, which the evaluator grades later."""

import math
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.forms.assessment_form import answers_in, read_answers
from mock_site.forms.fields import Fields
from mock_site.forms.questions import DRAWN, Question, drawn
from mock_site.forms.submission import is_form, submitted
from mock_site.layers import Layer, Level
from mock_site.pages.answers import json_answer
from mock_site.pages.days import moment
from mock_site.pages.negotiation import language_of, wants_html
from mock_site.pages.refusals import Refusal
from mock_site.settings import WAVE
from mock_site.store.progress import Account, Assessment, Step, StepResult
from mock_site.store.steps import HandInAssessment, StartAssessment, StepTaken
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import STEP_PATHS
from mock_site.views.rendering import see_other
from mock_site.views.step_page import step_page
from mock_site.views.stepping import taken
from mock_site.views.visitor import account_before

LASTS_S = 15 * 60.0
LEAST_S = 2.0
"""Who is quicker has read no question. Most people take seconds for each; this is for programmes."""

FIRST_S, POLL_S = 12.0, 5.0
"""When to look for the result after handing in, and how soon again at the soonest: it takes half a
minute or so, and whoever asked every other second would ask fifteen times."""
AGE_SHARE = 0.5
"""Whoever has waited so long looks after half of that again, as the site itself asks the evaluator."""


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    account = await account_before(request, Step.ASSESSMENT)
    state = state_of(account.assessment, request.app[keys.CLOCK]())
    if not wants_html(request):
        # To a programme a test that ran out is one that was never handed in.
        content = {"state": "none" if state == "late" else state}
        return json_answer(content, headers=_poll(request, account.assessment))
    ends_at_s = account.assessment.ends_at_s if account.assessment else 0.0
    context = {
        "state": state,
        "questions": _questions(request, account) if state == "started" else [],
        "ends_at": moment(ends_at_s),
        "question_count": DRAWN,
        "minutes": f"{_lasts_s(request) / 60:g}",
        "wave": WAVE,
        "refresh_s": _poll_s(request, account.assessment) or 0,
    }
    return step_page(request, Step.ASSESSMENT, context, refusal)


show = first_shown(_form)


@shown_again(_form)
async def start(request: web.Request) -> web.Response:
    """Start the test, or show the one that is under way.

    Raises:
        Refusal: 401 and 403 without session or earlier step, 409 where answers wait to be graded, or
            the test is passed.
        StoreError: it could not be written.
    """
    account = (await taken(request, Step.ASSESSMENT, _started(request))).account
    now_s = request.app[keys.CLOCK]()
    if wants_html(request):
        return see_other(STEP_PATHS[Step.ASSESSMENT])
    if account.assessment is None or state_of(account.assessment, now_s) != "started":
        raise Refusal(HTTPStatus.CONFLICT, "handed-in")
    content = {
        "questions": [question.content() for question in _questions(request, account)],
        "ends_in": account.assessment.ends_at_s - now_s,
    }
    return json_answer(content, HTTPStatus.CREATED)


@shown_again(_form)
async def hand_in(request: web.Request) -> web.Response:
    """Take the answers, once.

    Raises:
        Refusal: 400 for answers to something else, 401 and 403 without session or earlier step, 403
            after the end, 409 where no test was started, 429 before anybody can have read it.
        StoreError: they could not be written.
    """
    outcome = await taken(request, Step.ASSESSMENT, _handed_in(request))
    if outcome.result is StepResult.LATE:
        raise Refusal(HTTPStatus.FORBIDDEN, "late")
    if outcome.result is StepResult.WRONG:
        raise Refusal(HTTPStatus.CONFLICT, "not-started")
    if wants_html(request):
        return see_other(STEP_PATHS[Step.ASSESSMENT])
    assessment = outcome.account.assessment
    state = state_of(assessment, request.app[keys.CLOCK]())
    return json_answer({"state": state}, HTTPStatus.ACCEPTED, _poll(request, assessment))


def state_of(assessment: Assessment | None, now_s: float) -> str:
    """Tell how a test stands at a time in Unix seconds."""
    if assessment is None:
        return "none"
    if assessment.passed is not None:
        return "passed" if assessment.passed else "failed"
    if assessment.handed_in_at_s is not None:
        return "pending"
    return "started" if now_s < assessment.ends_at_s else "late"


async def _started(request: web.Request) -> StepTaken:
    account = await account_before(request, Step.ASSESSMENT)
    Fields(await submitted(request), ()).settle()
    return StartAssessment(account_id=account.account_id, lasts_s=_lasts_s(request))


async def _handed_in(request: web.Request) -> StepTaken:
    account = await account_before(request, Step.ASSESSMENT)
    content = await submitted(request)
    answers = content if is_form(request) else answers_in(content)
    _refuse_haste(request, account.assessment)
    is_started = account.assessment is not None
    text = read_answers(answers, _questions(request, account)) if is_started else ""
    return HandInAssessment(account_id=account.account_id, answers=text)


def _refuse_haste(request: web.Request, assessment: Assessment | None) -> None:
    """Refuse answers that come sooner after the questions than anybody can read one.

    Raises:
        Refusal: 429.
    """
    settings, now_s = request.app[keys.SETTINGS], request.app[keys.CLOCK]()
    if settings.layers.level(Layer.TEMPO) is not Level.HARDENED:
        return
    if assessment is None or state_of(assessment, now_s) != "started":
        return
    left_s = assessment.ends_at_s - _lasts_s(request) + LEAST_S * settings.time_scale - now_s
    if left_s > 0:
        headers = {"Retry-After": str(max(1, math.ceil(left_s)))}
        raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, "too-fast", headers=headers)


def _questions(request: web.Request, account: Account) -> Sequence[Question]:
    ends_at_s = account.assessment.ends_at_s if account.assessment else 0.0
    return drawn(account.account_id, ends_at_s, language_of(request))


def _lasts_s(request: web.Request) -> float:
    return LASTS_S * request.app[keys.SETTINGS].time_scale


def _poll(request: web.Request, assessment: Assessment | None) -> Mapping[str, Any] | None:
    after_s = _poll_s(request, assessment)
    return None if after_s is None else {"Retry-After": str(after_s)}


def _poll_s(request: web.Request, assessment: Assessment | None) -> int | None:
    """Give when to look again, in whole seconds, as a header says it; None: no result is to come."""
    now_s, scale = request.app[keys.CLOCK](), request.app[keys.SETTINGS].time_scale
    if assessment is None or state_of(assessment, now_s) != "pending":
        return None
    since_s = now_s - (assessment.handed_in_at_s or now_s)
    return max(1, round(max(FIRST_S * scale - since_s, POLL_S * scale, since_s * AGE_SHARE)))
