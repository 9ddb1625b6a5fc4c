"""The visitor: who a request comes from, as far as the site knows."""

from aiohttp import web

from mock_site import keys
from mock_site.pages.refusals import no_session, step_missing
from mock_site.store.progress import Account, Step
from mock_site.trust.cookie_jar import cookies_of

_KNOWN: web.RequestKey[tuple[str | None]] = web.RequestKey("known_account")


def account_id_of(request: web.Request) -> str:
    """Give the account that a request's session names.

    Raises:
        Refusal: 401 without a session.
    """
    account_id = known_account_id(request)
    if account_id is None:
        raise no_session()
    return account_id


def known_account_id(request: web.Request) -> str | None:
    """Give the account that a request's session names, as it was when first asked; None without one."""
    found = request.get(_KNOWN)
    if found is None:
        sessions = request.app[keys.SESSIONS]
        token = cookies_of(request).get(sessions.cookie)
        found = request[_KNOWN] = (sessions.account_id(token, request.app[keys.CLOCK]()),)
    return found[0]


async def account_of(request: web.Request) -> Account:
    """Read the account that a request's session names.

    Raises:
        Refusal: 401 without a session, or where the account is not there.
        StoreError: it could not be read.
    """
    account = await request.app[keys.STORE].account(account_id_of(request))
    if account is None:
        raise no_session()
    return account


async def account_before(request: web.Request, step: Step) -> Account:
    """Read the account of a request that wants to do a step.

    Raises:
        Refusal: 401 without a session, 403 if a step before is not done.
        StoreError: it could not be read.
    """
    account = await account_of(request)
    missing = account.missing_before(step)
    if missing is not None:
        raise step_missing(missing)
    return account
