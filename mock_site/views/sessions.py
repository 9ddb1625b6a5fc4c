"""Sessions: logging in and out."""

from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.forms.account_form import read_log_in
from mock_site.forms.fields import Fields
from mock_site.forms.submission import filled_in, submitted
from mock_site.journey_metrics import LogInLabel
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal, busy, step_missing
from mock_site.protection.rate_limits.log_ins import note_success
from mock_site.protection.waiting_room.shared_words import WordsBusyError
from mock_site.store.progress import Account, Step
from mock_site.trust.cookie_jar import cookies_of
from mock_site.views.counting import failures_counted
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import PROGRESS_PATH
from mock_site.views.progress import step_lines
from mock_site.views.rendering import language_query, page, see_other
from mock_site.views.visitor import known_account_id


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    if refusal is None and known_account_id(request) is not None:
        return see_other(f"{PROGRESS_PATH}{language_query(request)}")
    return page(request, "log_in.html", {"form": filled_in(request)}, refusal=refusal)


show_form = first_shown(_form)


@shown_again(_form)
async def begin(request: web.Request) -> web.Response:
    """Begin a session for whoever has the password of an account whose e-mail is verified.

    Raises:
        Refusal: 400 for a wrong form, 401 for e-mail and password that do not belong together, 403
            where the e-mail is not verified.
        StoreError: the account could not be read.
    """
    counters = request.app[keys.METRICS].journey.log_ins
    with failures_counted(
        invalid=counters[LogInLabel.INVALID],
        busy=counters[LogInLabel.BUSY],
        failed=counters[LogInLabel.FAILED],
    ):
        account = await _known(request)
    if account is None:
        counters[LogInLabel.WRONG].inc()
        raise Refusal(HTTPStatus.UNAUTHORIZED, "wrong-log-in", headers=_CHALLENGE)
    if Step.EMAIL not in account.done_at_s:
        counters[LogInLabel.UNVERIFIED].inc()
        raise step_missing(Step.EMAIL)
    counters[LogInLabel.GRANTED].inc()
    note_success(request)
    return _begun(request, account)


async def end(request: web.Request) -> web.Response:
    """End the browser's session.

    Raises:
        Refusal: 400 for anything in the body, 403 for a form without its CSRF token, 503 where the end
            cannot be noted now.
    """
    Fields(await submitted(request), ()).settle()
    sessions = request.app[keys.SESSIONS]
    try:
        sessions.end(cookies_of(request).get(sessions.cookie), request.app[keys.CLOCK]())
    except WordsBusyError:
        raise busy("the end of the session cannot be noted now") from None
    answer = see_other("/") if wants_html(request) else json_answer({"state": "ended"})
    answer.set_cookie(
        sessions.cookie,
        "",
        path="/",
        max_age=0,
        httponly=True,
        samesite="Lax",
        secure=sessions.is_secure,
    )
    return answer


_CHALLENGE = {"WWW-Authenticate": 'Session realm="site"'}


async def _known(request: web.Request) -> Account | None:
    """Find the account with this e-mail and password; a password is hashed for everybody."""
    form = read_log_in(await submitted(request), request.app[keys.READING])
    account = await request.app[keys.STORE].account_by_email(form.email)
    kept = None if account is None else account.password
    matches = await request.app[keys.PASSWORDS].matches(form.password, kept)
    return account if matches else None


def _begun(request: web.Request, account: Account) -> web.Response:
    sessions, settings = request.app[keys.SESSIONS], request.app[keys.SETTINGS]
    token = sessions.begin(account.account_id, request.app[keys.CLOCK]())
    content = {
        "account_id": account.account_id,
        "steps": step_lines(account),
        "csrf": request.app[keys.CSRF].token(token),
        "hold_s": settings.hold_lasts_s if settings.holds_seats else None,
        "draw": settings.draws_lots,
    }
    answer = see_other(PROGRESS_PATH) if wants_html(request) else json_answer(content)
    answer.set_cookie(
        sessions.cookie,
        token,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=sessions.is_secure,
    )
    return answer
