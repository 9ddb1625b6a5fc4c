"""E-mails: the link in one is followed, and another one is asked for."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from mock_site import keys
from mock_site.forms.account_form import read_email
from mock_site.forms.email_address import normalised_email
from mock_site.forms.fields import Fields
from mock_site.forms.submission import filled_in, submitted
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal, invalid
from mock_site.store.progress import Step
from mock_site.store.steps import StepTaken, VerifyEmail
from mock_site.views.accounts import inbox
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import CHECK_EMAIL_PATH
from mock_site.views.rendering import page, see_other
from mock_site.views.stepping import taken

VERIFIED_PATH = "/accounts/verify-email?done=1"


async def _link(request: web.Request, refusal: Refusal | None) -> web.Response:
    token = request.query.get("token", "") or filled_in(request).get("token", "")
    context = {
        "token": "" if refusal else token,
        "is_verified": refusal is None and request.query.get("done") == "1",
    }
    return page(request, "verify_email.html", context, refusal=refusal)


async def _check(request: web.Request, refusal: Refusal | None) -> web.Response:
    to = _address(request.query.get("to", ""))
    context = {
        "form": filled_in(request) or {"email": to},
        "was_sent": refusal is None and bool(to),
        "inbox": inbox(request, to) if to else "",
    }
    return page(request, "check_email.html", context, refusal=refusal)


show_link = first_shown(_link)
show_check = first_shown(_check)


@shown_again(_link)
async def verify(request: web.Request) -> web.Response:
    """Verify the e-mail of the account that a link was sent for; once more changes nothing.

    Raises:
        Refusal: 400 for a link that the site has not written, or that is too old.
        StoreError: it could not be written.
    """
    await taken(request, Step.EMAIL, _followed(request))
    if wants_html(request):
        return see_other(VERIFIED_PATH)
    return json_answer({"state": "verified"})


@shown_again(_check)
async def resend(request: web.Request) -> web.Response:
    """Send the link again; the answer is the same for an e-mail that nobody has registered.

    Raises:
        Refusal: 400 for what is no e-mail address.
        StoreError: it could not be written.
    """
    email = read_email(await submitted(request), request.app[keys.READING])
    if request.app[keys.REMINDERS].take(email):
        await request.app[keys.STORE].remind(email)
    request.app[keys.METRICS].journey.reminders.inc()
    if wants_html(request):
        return see_other(f"{CHECK_EMAIL_PATH}?{urlencode({'to': email})}")
    return json_answer({"inbox": inbox(request, email)}, HTTPStatus.ACCEPTED)


async def _followed(request: web.Request) -> StepTaken:
    token = _token(await submitted(request))
    account_id = request.app[keys.EMAIL_LINKS].account_id(token, request.app[keys.CLOCK]())
    if account_id is None:
        raise invalid("token", "is no link of this site, or too old")
    return VerifyEmail(account_id=account_id)


def _token(content: Mapping[str, Any]) -> str:
    fields = Fields(content, {"token"})
    token = fields.text("token", str)
    fields.settle()
    return token


def _address(text: str) -> str:
    """Give an address of the query, if it is one."""
    try:
        return normalised_email(text)
    except ValueError:
        return ""
