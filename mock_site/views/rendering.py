"""Rendering: pages for this visitor, with the site's frame, in the visitor's language."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site import keys
from mock_site.forms.submission import csrf_anchor
from mock_site.pages.negotiation import (
    HTML_TYPE,
    LANGUAGE_COOKIE,
    Language,
    asked_language,
    language_of,
)
from mock_site.pages.refusals import Refusal
from mock_site.store.progress import Step
from mock_site.trust.csrf import VISIT_COOKIE, visit
from mock_site.views.paths import STEP_PATHS
from mock_site.views.visitor import known_account_id

LANGUAGE_COOKIE_S = 365 * 24 * 3600


def page(
    request: web.Request,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    refusal: Refusal | None = None,
) -> web.Response:
    """Render a template as an answer to a request.

    Args:
        request: whose session, language and visit the page is for.
        template: its file.
        context: what it names besides the frame.
        refusal: that the page tells of, with its status and headers; None: 200.
    """
    anchor = csrf_anchor(request) or visit(None)
    frame = {
        **_frame(request, anchor),
        "faults": _faults(request, refusal),
        "fault_of_page": _fault_of_page(request, refusal),
    }
    app = request.app
    answer = web.Response(
        body=app[keys.PAGES].html(template, language_of(request), {**frame, **(context or {})}),
        status=HTTPStatus.OK if refusal is None else refusal.status,
        headers=None if refusal is None else refusal.headers,
        content_type=HTML_TYPE,
        charset="utf-8",
    )
    _remember(request, answer, anchor)
    return answer


def refusal_page(request: web.Request, refusal: Refusal) -> web.Response:
    """Render a refusal that no form can show."""
    step = refusal.body.get("step")
    context = {
        "reason": reason_of(request, refusal),
        "retry_after_s": refusal.headers.get("Retry-After"),
        "step": step,
        "step_path": STEP_PATHS[Step(step)] if step else "",
    }
    return page(request, "refusal.html", context, refusal=refusal)


def see_other(path: str) -> web.Response:
    """Send a browser on to a page, so that loading it again repeats nothing."""
    return web.Response(status=HTTPStatus.SEE_OTHER, headers={"Location": path})


def language_query(request: web.Request) -> str:
    """Give the query that asks for the language that the address has asked for; empty for none."""
    asked = asked_language(request)
    return f"?lang={asked.value}" if asked else ""


def words_of(request: web.Request) -> Mapping[str, Any]:
    """Give the catalogue of a visitor's language."""
    return request.app[keys.PAGES].words(language_of(request))


def reason_of(request: web.Request, refusal: Refusal) -> str:
    """Put a refusal into words."""
    words = words_of(request)
    text = str(words["refusals"].get(refusal.error, words["refusals"]["other"]))
    step = refusal.body.get("step")
    return text.format(step=words["steps"][step]) if step else text


def _frame(request: web.Request, anchor: str) -> Mapping[str, Any]:
    other = Language.ENGLISH if language_of(request) is Language.INDONESIAN else Language.INDONESIAN
    english = language_of(request) is Language.ENGLISH
    return {
        "csrf": request.app[keys.CSRF].token(anchor),
        "signed_in": known_account_id(request) is not None,
        "other_language": str(request.rel_url.update_query(lang=other.value)),
        "lang_query": f"?lang={Language.ENGLISH.value}" if english else "",
    }


def _faults(request: web.Request, refusal: Refusal | None) -> Sequence[Mapping[str, str]]:
    """Give every wrong field with its label and its reason, in words."""
    words = words_of(request)
    reasons, labels = words["reasons"], words["labels"]
    return [
        {
            "field": field,
            "label": labels.get(field, ""),
            "reason": reasons.get(reason, reasons["other"]),
        }
        for field, reason in (refusal.faults if refusal else {}).items()
    ]


def _fault_of_page(request: web.Request, refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    return str(words_of(request)["faults"]["invalid"]) if refusal.faults else reason_of(request, refusal)


def _remember(request: web.Request, answer: web.Response, anchor: str) -> None:
    """Set the cookies that the next request needs."""
    is_secure = request.app[keys.SESSIONS].is_secure
    if not csrf_anchor(request):
        answer.set_cookie(
            VISIT_COOKIE, anchor, path="/", httponly=True, samesite="Lax", secure=is_secure
        )
    asked = asked_language(request)
    if asked is not None:
        answer.set_cookie(
            LANGUAGE_COOKIE,
            asked.value,
            path="/",
            max_age=LANGUAGE_COOKIE_S,
            httponly=True,
            samesite="Lax",
            secure=is_secure,
        )
