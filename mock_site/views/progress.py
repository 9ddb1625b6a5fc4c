"""Progress: how far an account has got, and where its person goes from here."""

from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.forms.submission import csrf_anchor
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.settings import WAVE
from mock_site.store.hold import Hold
from mock_site.store.progress import Account, Step
from mock_site.store.records import Registration
from mock_site.views.paths import STEP_PATHS
from mock_site.views.rendering import page
from mock_site.views.visitor import account_of

HOLD = "hold"
JOIN = "join"
REFRESH_S = 5


async def show(request: web.Request) -> web.Response:
    """Show every step, when it was done, and what comes next.

    Raises:
        Refusal: 401 without a session.
        StoreError: the account could not be read.
    """
    account = await account_of(request)
    missing = account.missing()
    held = await hold_of(request, account.account_id) if missing is None else None
    is_page, holds_seats = wants_html(request), request.app[keys.SETTINGS].holds_seats
    own: Sequence[Registration] = ()
    if is_page or (missing is None and holds_seats):
        own = await request.app[keys.STORE].registrations_of(account.account_id)
    needs_hold = holds_seats and held is None and not own
    next_step = (HOLD if needs_hold else JOIN) if missing is None else missing.value
    if not is_page:
        content = {
            "account_id": account.account_id,
            "email": account.email,
            "steps": step_lines(account),
            "next": next_step,
            "csrf": request.app[keys.CSRF].token(csrf_anchor(request)),
        }
        return json_answer(content)
    context = {
        **_progress(account),
        "next": next_step,
        "next_path": "" if missing is None else STEP_PATHS[missing],
        "registration_id": own[0].registration_id if own else "",
        "standing": own[0].standing.value if own else "",
        "draws_lots": request.app[keys.SETTINGS].draws_lots,
        "hold": held,
        "wave": WAVE,
        "email": account.email,
    }
    return page(request, "progress.html", context)


async def hold_of(request: web.Request, account_id: str) -> Hold | None:
    """Find the hold that an account has now; None: it has none.

    Raises:
        StoreError: it could not be read.
    """
    if not request.app[keys.SETTINGS].holds_seats:
        return None
    held = await request.app[keys.STORE].hold_of(account_id, WAVE)
    return held if held is not None and held.is_live(request.app[keys.CLOCK]()) else None


def step_lines(account: Account) -> Sequence[Mapping[str, Any]]:
    """Give every step in order, with when it was done."""
    return [
        {
            "step": step.value,
            "done": step in account.done_at_s,
            "at": account.done_at_s.get(step),
            "state": state_of(account, step),
        }
        for step in Step
    ]


def state_of(account: Account, step: Step) -> str:
    """Tell whether a step is done, waits for a neighbour's word, or is still to do."""
    if step in account.done_at_s:
        return "done"
    if step is Step.IDENTITY and account.identity is not None:
        return "pending"
    taken = account.assessment
    if step is Step.ASSESSMENT and taken is not None and taken.handed_in_at_s is not None:
        return "todo" if taken.passed is False else "pending"
    return "todo"


def _progress(account: Account) -> Mapping[str, Any]:
    missing = account.missing()
    waits = missing is not None and state_of(account, missing) == "pending"
    return {
        "steps": [
            {**line, "path": STEP_PATHS[step] if step is missing or _stays_open(step, line) else ""}
            for step, line in zip(Step, step_lines(account), strict=True)
        ],
        "step_count": len(Step),
        "done_count": len(account.done_at_s),
        "refresh_s": REFRESH_S if waits else 0,
    }


def _stays_open(step: Step, line: Mapping[str, Any]) -> bool:
    """Tell whether a person may change a step after it is done."""
    return bool(line["done"]) and step in (Step.PROFILE, Step.DOCUMENTS)
