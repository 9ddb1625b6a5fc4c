"""Profile: where and how a person lives, in versions, so that nothing unseen is overwritten."""

import re
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.defects import Defect
from mock_site.forms.profile_form import FIELDS, read_profile
from mock_site.forms.submission import filled_in, is_form, submitted
from mock_site.pages.answers import json_answer
from mock_site.pages.negotiation import wants_html
from mock_site.pages.refusals import Refusal, invalid
from mock_site.store.progress import Account, Step, StepResult
from mock_site.store.steps import StepTaken, WriteProfile
from mock_site.views.form_page import first_shown, shown_again
from mock_site.views.paths import PROGRESS_PATH
from mock_site.views.rendering import see_other
from mock_site.views.step_page import step_page
from mock_site.views.stepping import taken
from mock_site.views.visitor import account_before, account_id_of

VERSION_FIELD = "version"
_VERSION = re.compile(r'(")?([0-9]{1,9})(?(1)")')


async def _form(request: web.Request, refusal: Refusal | None) -> web.Response:
    account = await account_before(request, Step.PROFILE)
    if not wants_html(request):
        content = {"version": account.profile_version, "profile": _fields(account) or None}
        return json_answer(content, headers=_etag(account.profile_version))
    context = {
        "form": filled_in(request) or _fields(account),
        "version": account.profile_version,
        "provinces": list(request.app[keys.PROVINCES].items()),
    }
    return step_page(request, Step.PROFILE, context, refusal)


show = first_shown(_form)


@shown_again(_form)
async def write(request: web.Request) -> web.Response:
    """Write the whole profile on top of the version that the person has seen.

    A programme names it in `If-Match`, `*` for whatever there is; a form in a field.

    Raises:
        Refusal: 400 for a wrong form, 401 and 403 without session or earlier step, 412 where there
            is a newer version, 428 where no version is named.
        StoreError: it could not be written.
    """
    outcome = await taken(request, Step.PROFILE, _written(request))
    version = outcome.account.profile_version
    if outcome.result is StepResult.STALE:
        raise Refusal(
            HTTPStatus.PRECONDITION_FAILED, "stale", {"version": version}, headers=_etag(version)
        )
    if wants_html(request):
        return see_other(PROGRESS_PATH)
    return json_answer({"version": version}, headers=_etag(version))


async def _written(request: web.Request) -> StepTaken:
    account_id = account_id_of(request)
    content = dict(await submitted(request))
    seen = content.pop(VERSION_FIELD, "") if is_form(request) else request.headers.get("If-Match")
    provinces = request.app[keys.PROVINCES]
    profile = read_profile(content, provinces, request.app[keys.READING])
    version = _version(seen)
    if Defect.LOST_UPDATE in request.app[keys.SETTINGS].defects:
        version = None
    return WriteProfile(account_id=account_id, profile=profile, version=version)


def _version(seen: str | None) -> int | None:
    if seen is None:
        raise Refusal(HTTPStatus.PRECONDITION_REQUIRED, "precondition-required")
    if seen.strip() == "*":
        return None
    found = _VERSION.fullmatch(seen.strip())
    if found is None:
        raise invalid("If-Match", "is not a version of the profile")
    return int(found[2])


def _fields(account: Account) -> dict[str, Any]:
    profile = account.profile
    return {name: getattr(profile, name) for name in FIELDS} if profile else {}


def _etag(version: int) -> dict[str, str]:
    return {"ETag": f'"{version}"'}
