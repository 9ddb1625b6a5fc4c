"""Every neighbour says that it lives, what it counts, and what holds."""

import re
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families

from mock_site.neighbours.evaluator import app as evaluator
from mock_site.neighbours.post_office import app as post_office
from mock_site.neighbours.registry import app as registry
from tests.mock_site.neighbours.neighbour import ADMIN, Start


def _post_office(settings: Any, token: Any, timer: Any, sleep: Any) -> Any:  # noqa: ANN401 - adapts
    return post_office.make_app(settings, token, timer, timer, sleep)


ALL = [registry.make_app, _post_office, evaluator.make_app]


@pytest.mark.parametrize("make", ALL)
async def test_it_lives_counts_and_is_told(start: Start, make: object) -> None:
    """Health, metrics, and conditions that are read and changed."""
    neighbour = await start(make)
    assert await neighbour.get("/healthz") == (200, {"alive": True})
    status, shown = await neighbour.told({"limit": {"per_s": 3}})
    assert (status, shown["limit"]["per_s"]) == (200, 3.0)
    assert await neighbour.get("/admin/conditions", headers=ADMIN) == (200, shown)
    async with neighbour.client.get("/metrics") as answer:
        assert "_requests_total" in await answer.text()


@pytest.mark.parametrize("admin", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "ü"}])
async def test_without_the_token_nobody_is_told_anything(start: Start, admin: dict[str, str]) -> None:
    """Neither what holds nor to change it."""
    neighbour = await start(registry.make_app)
    assert (await neighbour.told({}, admin))[0] == 403
    assert (await neighbour.get("/admin/conditions", headers=admin))[0] == 403


@pytest.mark.parametrize("make", ALL)
async def test_what_it_counts_and_what_it_can_be_told_is_documented(start: Start, make: object) -> None:
    """docs/neighbours.md names every metric and every condition."""
    page = (Path(__file__).parents[3] / "docs" / "neighbours.md").read_text("utf-8")
    neighbour = await start(make)
    async with neighbour.client.get("/metrics") as answer:
        families = text_string_to_metric_families(await answer.text())
        counted = {one.name + ("_total" if one.type == "counter" else "") for one in families}
    own = {name for name in counted if not name.endswith("_created")}
    assert {name for name in own if f"`{name}`" not in page} == set()
    _, shown = await neighbour.told({})
    told = {name for part in shown.values() if isinstance(part, dict) for name in part} | set(shown)
    assert {name for name in told if not re.search(rf"[.`]{name}[.`]", page)} == set()


async def test_without_any_token_set_the_empty_one_is_none(start: Start) -> None:
    """A neighbour started without a token lets nobody change it."""
    neighbour = await start(registry.make_app, token="")
    assert (await neighbour.told({}, {"Authorization": "Bearer "}))[0] == 403


async def test_what_is_no_strict_json_or_no_page_is_refused_as_json(start: Start) -> None:
    """Names given twice, no JSON, no such page, another method."""
    neighbour = await start(registry.make_app)
    headers = {**ADMIN, "Content-Type": "application/json"}
    for body in (b'{"limit":{},"limit":{}}', b"[]", b"{", b'{"wrong_share": NaN}'):
        async with neighbour.client.put("/admin/conditions", data=body, headers=headers) as answer:
            assert (answer.status, (await answer.json())["error"]) == (400, "invalid")
    assert await neighbour.get("/nowhere") == (404, {"error": "not-found"})
    assert await neighbour.get("/lookups") == (405, {"error": "method-not-allowed"})
