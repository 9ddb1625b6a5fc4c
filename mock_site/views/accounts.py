"""Accounts: opening one; the e-mail that verifies it goes out, and whoever owns the inbox can log in."""

import secrets
from http import HTTPStatus
from urllib.parse import quote, urlencode

from aiohttp import web

from mock_site import keys
from mock_site.forms.account_form import AccountForm, read_account
from mock_site.forms.submission import filled_in, submitted
from mock_site.metrics import AccountLabel
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal
from mock_site.views.counting import failures_counted
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import CHECK_EMAIL_PATH
from mock_site.views.rendering import page, see_other


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    return page(request, "account.html", {"form": filled_in(request)}, refusal=refusal)


show_form = first_shown(_form)


@shown_again(_form)
async def open_account(request: web.Request) -> web.Response:
    """Open an account, or seem to: who has one already learns it from their inbox alone.

    Raises:
        Refusal: 400 for a wrong form.
        StoreError: it could not be written.
    """
    counters = request.app[keys.METRICS].accounts
    with failures_counted(
        invalid=counters[AccountLabel.INVALID],
        busy=counters[AccountLabel.BUSY],
        failed=counters[AccountLabel.FAILED],
    ):
        form = read_account(await submitted(request), request.app[keys.READING])
        account_id = await _opened(request, form)
    label = AccountLabel.ALREADY_REGISTERED if account_id is None else AccountLabel.CREATED
    counters[label].inc()
    if wants_html(request):
        return see_other(f"{CHECK_EMAIL_PATH}?{urlencode({'to': form.email})}")
    content = {"account_id": account_id or secrets.token_hex(16), "inbox": inbox(request, form.email)}
    return json_answer(content, HTTPStatus.CREATED)


def inbox(request: web.Request, to: str) -> str:
    """Give the address of an inbox at the post office of the rehearsal; empty where there is none."""
    post_office = request.app[keys.SETTINGS].inboxes_url
    return f"{post_office}/inboxes/{quote(to, safe='')}" if post_office else ""


async def _opened(request: web.Request, form: AccountForm) -> str | None:
    """Open the account; where there is one, remind its owner, unless that was done too often."""
    store = request.app[keys.STORE]
    password = await request.app[keys.PASSWORDS].hashed(form.password)
    account_id = await store.open_account(form.email, password)
    if account_id is None and request.app[keys.REMINDERS].take(form.email):
        await store.remind(form.email)
    return account_id
