"""The Recorded way of tests: entries of a HAR, written with as few words as a test needs."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

SITE = "https://shop.example.org"
NOON = datetime(2026, 11, 29, 12, tzinfo=UTC)


def page(path: str, html: str = "<p>hello", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as `entry`
    """Give an entry that fetched a page."""
    return entry(path, kind="text/html; charset=utf-8", text=html, resource="document", **more)


def call(path: str, answer: object = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as `entry`
    """Give an entry of a script that was answered with JSON."""
    return entry(path, kind="application/json", text=json.dumps(answer), resource="xhr", **more)


def entry(  # noqa: PLR0913 - an entry has as many parts
    path: str,
    *,
    method: str = "GET",
    at_s: float = 0.0,
    took_s: float = 0.1,
    status: int = 200,
    kind: str = "",
    text: str = "",
    resource: str = "",
    form: Sequence[tuple[str, str]] | None = None,
    sends: object = None,
    headers: dict[str, str] | None = None,
    answered: Sequence[tuple[str, str]] = (),
    location: str = "",
) -> dict[str, Any]:
    """Give any entry; a path that begins with a stroke is of the site."""
    request: dict[str, Any] = {
        "method": method,
        "url": f"{SITE}{path}" if path.startswith("/") else path,
        "headers": [{"name": name, "value": value} for name, value in (headers or {}).items()],
    }
    if form is not None:
        kind_sent = "application/x-www-form-urlencoded"
        request |= {"method": "POST", "postData": {"mimeType": kind_sent, "text": urlencode(form)}}
    if sends is not None:
        body = {"mimeType": "application/json", "text": json.dumps(sends)}
        request |= {"method": "POST" if method == "GET" else method, "postData": body}
    return {
        "startedDateTime": (NOON + timedelta(seconds=at_s)).isoformat(timespec="milliseconds"),
        "time": took_s * 1_000,
        "_resourceType": resource,
        "request": request,
        "response": {
            "status": status,
            "headers": [{"name": name, "value": value} for name, value in answered],
            "content": {"mimeType": kind, "text": text},
            "redirectURL": location,
        },
    }


def har(path: Path, entries: Sequence[dict[str, Any]]) -> Path:
    """Write a recording, and give where."""
    content = {
        "log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": entries}
    }
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
