"""Refusals: answers that say no, each with its status, its JSON body and its headers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from mock_site.store.progress import Step

NOT_PROCESSED = "X-Not-Processed"
RETRY_AFTER_S = 1
BUSY = "busy"
NO_SESSION = "no-session"
STEP_MISSING = "step-missing"
HOLD_EXPIRED = "hold-expired"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, no error of the program
    """The request is answered with a no.

    Args:
        status: of the answer.
        error: short name of the reason, lower case with hyphens.
        details: further members of the body.
        headers: further headers.
        faults: every field that is wrong, with the reason, for a page that shows them all.
        certain: whether the request has certainly changed nothing; said in a header.
    """

    def __init__(
        self,
        status: HTTPStatus,
        error: str,
        details: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        faults: Mapping[str, str] | None = None,
        certain: bool = True,
    ) -> None:
        super().__init__(f"{status.value} {error}")
        self.status = status
        self.error = error
        self.faults = dict(faults or {})
        self.body = {"error": error, **(details or {})}
        marker = {NOT_PROCESSED: "1"} if certain else {}
        self.headers = {**marker, **(headers or {})}


def refusal_of(error: web.HTTPException) -> Refusal:
    """Give what aiohttp refuses by itself as a refusal."""
    status = HTTPStatus(error.status)
    name = status.phrase.lower().replace(" ", "-")
    allow = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    return Refusal(status, name, headers=allow)


def invalid(field: str, reason: str, headers: Mapping[str, str] | None = None) -> Refusal:
    """Give the refusal of a field with a wrong value."""
    return invalid_fields({field: reason}, headers)


def invalid_fields(faults: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Refusal:
    """Give the refusal of fields with wrong values, at least one; the first is named."""
    field, reason = next(iter(faults.items()))
    details = {"field": field, "reason": reason}
    return Refusal(HTTPStatus.BAD_REQUEST, "invalid", details, headers, faults=faults)


def step_missing(step: Step) -> Refusal:
    """Give the refusal of what can only be done after a step that is not done."""
    return Refusal(HTTPStatus.FORBIDDEN, STEP_MISSING, {"step": step.value})


def busy(reason: str, *, certain: bool = True) -> Refusal:
    """Give the refusal of a site that cannot do it now."""
    return Refusal(
        HTTPStatus.SERVICE_UNAVAILABLE,
        BUSY,
        {"reason": reason},
        {"Retry-After": str(RETRY_AFTER_S)},
        certain=certain,
    )


def no_session() -> Refusal:
    """Give the refusal of a visitor whom the site does not know."""
    return Refusal(
        HTTPStatus.UNAUTHORIZED, NO_SESSION, headers={"WWW-Authenticate": 'Session realm="site"'}
    )
