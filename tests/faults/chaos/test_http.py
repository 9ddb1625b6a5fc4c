"""Claims about activities over HTTP: a site is harmed with what only the environment knows."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from siaga.faults.fault import FaultError
from tests.faults.chaos_kit import TOKEN, http, made, problems, process, python


class _Site(BaseHTTPRequestHandler):
    """A site that is paused and resumed over HTTP."""

    paused = False

    def _answer(self) -> None:
        known = self.headers["Authorization"] == f"Bearer {TOKEN}"
        if known and self.command != "GET":
            type(self).paused = self.command == "PUT"
        self.send_response(200 if known else 403)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(
            json.dumps({"paused": self.paused, "asked": self.headers["Authorization"]}).encode()
        )

    do_GET = do_PUT = do_DELETE = _answer  # noqa: N815 - named by the library

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """Give the address of such a site."""
    _Site.paused = False
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def over_http(**changes: object) -> dict[str, Any]:
    """Give the settings of a fault that pauses the site over HTTP."""
    return {
        "configuration": {"site": {"type": "env", "key": "SITE_URL"}},
        "secrets": {"site": {"password": {"type": "env", "key": "SITE_ADMIN_TOKEN"}}},
        "action": http("action", "pause", "PUT"),
        "proof": python(
            "probe",
            "it is paused",
            "tests.faults.chaos_parts:paused",
            {"url": "${site}"},
            tolerance=True,
        ),
        "rollback": http("action", "resume", "DELETE"),
        "healed": http("probe", "it answers", "GET", tolerance=200),
        **changes,
    }


def test_a_site_is_paused_over_http_with_what_only_the_environment_knows(
    tmp_path: Path, site: str
) -> None:
    """The address and the token of the site are the job's environment; nothing of it is kept."""
    assert problems("chaos", over_http()) == []
    fault = made("chaos", over_http(), tmp_path, url=site)
    memory = fault.look()
    fault.begin(memory)
    assert _Site.paused
    assert fault.proof(memory) == "it is paused: true"
    fault.heal(memory)
    assert not _Site.paused
    assert TOKEN not in json.dumps(memory)


def test_a_secret_in_an_answer_is_not_told(tmp_path: Path, site: str) -> None:
    """The server repeats it."""
    told = python("probe", "asks", "tests.faults.chaos_parts:asked", {"url": "${site}"}, tolerance="no")
    within = {"type": "regex", "pattern": "Bearer"}
    told = {**told, "tolerance": within, "provider": {**told["provider"], "secrets": ["site"]}}
    settings = over_http(action=process("action", "nothing", "true", []), proof=told)
    fault = made("chaos", settings, tmp_path, url=site)
    with pytest.raises(FaultError, match=r'proof .asks.: "Bearer \*\*\*" before anything was done'):
        fault.look()


def test_an_action_that_answers_with_an_error_has_not_begun(tmp_path: Path, site: str) -> None:
    """Chaos Toolkit itself takes a status of 403 for a success."""
    wrong = http("action", "pause", "PUT")
    wrong["provider"]["headers"] = {}
    fault = made("chaos", over_http(action=wrong), tmp_path, url=site)
    memory = fault.look()
    with pytest.raises(FaultError, match=r"action 'pause': status 403"):
        fault.begin(memory)
    assert not _Site.paused
    fault.heal(memory)
