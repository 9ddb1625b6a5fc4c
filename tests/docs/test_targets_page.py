"""Claims about the page on targets: what it has people write agrees with siaga."""

import json
import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from siaga.stage.agreement import PATH, Agreement
from siaga.stage.examination import Examination
from tests.stage.agreeing_target import KEY, body

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "targets.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
NONCE = "0123456789abcdef" * 2
HOST = "staging.example.org"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run what the page has people write, Django's part left out."""
    monkeypatch.setenv("SITE_TARGET_KEY", KEY)
    names: dict[str, Any] = {}
    for block in BLOCKS:
        if "django" not in block:
            exec(block, names)  # noqa: S102 - a page of our own
    return names


def test_the_page_shows_a_part_for_each(written: dict[str, Any]) -> None:
    """Plain Python, aiohttp and Django."""
    assert len(BLOCKS) == 3
    assert "urlpatterns" in BLOCKS[2]
    assert written["agreement"]("x") is None


async def test_what_aiohttp_is_shown_to_answer_is_believed(written: dict[str, Any]) -> None:
    """Signed for each question; a nonce that is none is not."""
    async with TestClient(TestServer(written["application"])) as client:
        answer = await client.get(f"/.well-known/siaga?nonce={NONCE}")
        agreement = Agreement.read(await answer.read())
        assert (await client.get("/.well-known/siaga?nonce=x%0a")).status == 400
    assert agreement.is_signed_with(KEY)
    assert (agreement.nonce, agreement.host, agreement.env) == (NONCE, HOST, "staging")
    assert not agreement.stop
    stopping = json.dumps(written["agreement"](NONCE, stop=True)).encode()
    assert Agreement.read(stopping).is_signed_with(KEY)


class _JsonResponse:
    """What Django makes of an answer, as far as the page uses it."""

    status_code = 200

    def __init__(self, content: dict[str, Any], headers: dict[str, str]) -> None:
        self.content, self.headers = json.dumps(content).encode(), headers


class _BadRequest:
    """Django's answer to what is none of its questions."""

    status_code = 400


def test_what_django_is_shown_to_answer_is_believed(
    written: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the one path, signed for each question, kept by no cache; a nonce that is none is not."""
    http, urls = ModuleType("django.http"), ModuleType("django.urls")
    vars(http).update(HttpResponseBadRequest=_BadRequest, JsonResponse=_JsonResponse)
    vars(urls).update(path=lambda route, view: (route, view))
    for module in (ModuleType("django"), http, urls):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(BLOCKS[2], written)  # noqa: S102 - a page of our own
    ((route, view),) = written["urlpatterns"]
    answer = view(SimpleNamespace(GET={"nonce": NONCE}))
    agreement = Agreement.read(answer.content)
    assert agreement.is_signed_with(KEY)
    assert (f"/{route}", agreement.nonce, agreement.host) == (PATH, NONCE, HOST)
    assert answer.headers == {"Cache-Control": "no-store"}
    refused = [view(SimpleNamespace(GET=one)).status_code for one in ({"nonce": f"{NONCE}\n"}, {})]
    assert refused == [400, 400]


def test_the_page_names_every_step_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that `siaga target verify` takes, and the look-up before them."""
    monkeypatch.setattr("socket.create_connection", lambda *_: _Closed())
    one = Examination(
        url="http://x",
        host=HOST,
        port=1,
        addresses=("127.0.0.1",),
        key=KEY,
        ask=lambda _url, _sender, nonce: body(nonce, host=HOST),
    )
    taken = ["resolve", *(step.name for step in one.steps())]
    assert re.findall(r"^\| `([a-z]+)` \|", PAGE, re.MULTILINE) == taken


class _Closed:
    """A connection that can be closed."""

    def close(self) -> None:
        """Do so."""
