"""Accounts: opening one, which also begins a session."""

import asyncio
import datetime as dt
import secrets
from http import HTTPStatus

from aiohttp import web

from mock_site import keys
from mock_site.account_form import AccountForm, read_form
from mock_site.answers import json_answer
from mock_site.metrics import AccountLabel
from mock_site.password import SALT_BYTES, hashed
from mock_site.refusals import Refusal
from mock_site.session import COOKIE
from mock_site.settings import ScryptCost
from mock_site.store.records import NewAccount
from mock_site.strict_json import json_object
from mock_site.views.counting import failures_counted


async def open_account(request: web.Request) -> web.Response:
    """Open an account and begin a session.

    Raises:
        Refusal: 400 for a wrong form, 409 where the person, e-mail or phone has an account.
        StoreError: it could not be written.
    """
    app = request.app
    counters = app[keys.METRICS].accounts
    with failures_counted(
        invalid=counters[AccountLabel.INVALID],
        busy=counters[AccountLabel.BUSY],
        failed=counters[AccountLabel.FAILED],
    ):
        form = read_form(await json_object(request), _today(app[keys.CLOCK]()))
        account = await _hashed(form, app[keys.SETTINGS].scrypt_cost)
        account_id = await app[keys.STORE].open_account(account)
    if account_id is None:
        counters[AccountLabel.ALREADY_REGISTERED].inc()
        raise Refusal(HTTPStatus.CONFLICT, "already-registered")
    counters[AccountLabel.CREATED].inc()
    answer = json_answer({"account_id": account_id}, HTTPStatus.CREATED)
    token = app[keys.SESSIONS].token(account_id)
    answer.set_cookie(COOKIE, token, path="/", httponly=True, samesite="Lax")
    return answer


async def _hashed(form: AccountForm, cost: ScryptCost) -> NewAccount:
    """Hash the password in a thread: at production cost it takes a quarter of a second."""
    loop = asyncio.get_running_loop()
    salt = secrets.token_bytes(SALT_BYTES)
    password = await loop.run_in_executor(None, hashed, form.password, salt, cost)
    return NewAccount(
        nik=form.nik,
        kk=form.kk,
        name=form.name,
        birth_date=form.birth_date,
        email=form.email,
        phone=form.phone,
        password=password,
    )


def _today(now_s: float) -> dt.date:
    return dt.datetime.fromtimestamp(now_s, dt.UTC).date()
