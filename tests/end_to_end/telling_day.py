"""The opening day by visitors who tell a file of every secret that they are given or use."""

import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from siaga.crowd import plugin  # noqa: F401 - plugs siaga into Locust
from siaga.crowd.answer import Answer
from siaga.crowd.browser import Browser

SECRETS = "SECRETS_OF_THE_DAY"
"""Environment variable that names the file."""

OURS = Path(__file__).resolve().parents[2] / "locustfiles" / "opening_day.py"
sys.path.append(str(OURS.parent))
day = importlib.import_module(OURS.stem)

asked = Browser.request


def request(self: Browser, method: str, path: str, **options: Any) -> Answer:  # noqa: ANN401 - as the browser takes them
    """Send a request as ever, and tell its secrets."""
    answer = asked(self, method, path, **options)
    lines = "".join(f"{kind} {value}\n" for kind, value in secrets(answer, options))
    # One write each: workers share the file.
    with Path(os.environ[SECRETS]).open("a", buffering=max(len(lines), 2)) as file:
        file.write(lines)
    return answer


def secrets(answer: Answer, options: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give kind and value of each secret of an exchange."""
    for cookie in answer.headers.every("set-cookie"):
        yield "cookie", cookie.partition("=")[2].partition(";")[0]
    sent = options.get("json") or {}
    for kind in ("password", "code", "token"):
        if kind in sent:
            yield kind, str(sent[kind])
    if "csrf" in answer.body.decode("utf-8", "replace"):
        try:
            yield "csrf", str(json.loads(answer.body)["csrf"])
        except (ValueError, KeyError, TypeError):
            return


Browser.request = request  # type: ignore[method-assign] # these visitors tell
OpeningDay = day.OpeningDay
