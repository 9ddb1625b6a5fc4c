"""The OpenAPI description tells of every call that a visitor can make, and of those that clean up."""

import json
from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web

from mock_site import keys
from mock_site.pages.description import read_description
from mock_site.store.progress import Step
from mock_site.testing import NOW_S, SiteInProcess

NOT_FOR_VISITORS = ("/.well-known", "/admin", "/assets", "/metrics")
CLEANS = {("GET", "/admin/roll"), ("DELETE", "/admin/registrations/{registration_id}")}
"""What `siaga clean` asks for, and may be known to whoever cleans up by other means."""

JSON = {"Accept": "application/json"}
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def routes_of(app: web.Application) -> set[tuple[str, str]]:
    """Give method and path of everything that visitors may call, and of what cleans up."""
    every = {
        (route.method, route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None and route.method in METHODS
    }
    return {one for one in every if one in CLEANS or not one[1].startswith(NOT_FOR_VISITORS)}


async def test_the_description_has_the_routes_that_there_are(site: SiteInProcess) -> None:
    """Nothing is missing and nothing is made up."""
    described = {
        (method.upper(), path)
        for path, methods in read_description()["paths"].items()
        for method in methods
    }
    assert described == routes_of(site.client.app)


async def test_a_line_of_the_roll_has_what_the_description_says(site: SiteInProcess) -> None:
    """Nothing else, and each of its kind."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    await site.join(await site.open_account(1), "k")
    async with site.client.get("/admin/roll", headers=site.admin) as answer:
        line = json.loads(await answer.text())
    schema = read_description()["components"]["schemas"]["RollLine"]
    assert list(line) == schema["required"] == list(schema["properties"])
    jsonschema.Draft202012Validator(schema).validate(line)


async def test_what_a_site_that_draws_answers_is_what_the_description_says(
    make_site: Callable[..., Awaitable[SiteInProcess]],
) -> None:
    """Home page, application, registrations and roll, before lots are drawn and afterwards."""
    site = await make_site(draws_lots=True)
    sessions = [await site.open_account(number) for number in range(2)]
    for session in sessions:
        valid("Application", (await site.join(session, "k"))[1])
    for closes_at in (NOW_S + 5, NOW_S):
        await site.set_wave({"quota": 1, "closes_at": closes_at})
        assert await site.store.draw("1") is (closes_at == NOW_S)
        await site.client.app[keys.WAVE_WATCH].refresh()
        async with site.client.get("/", headers=JSON) as answer:
            valid("Wave", await answer.json())
        for session in sessions:
            async with site.client.get("/registrations", headers={**session, **JSON}) as answer:
                valid("Registration", (await answer.json())[0])
        async with site.client.get("/admin/roll", headers=site.admin) as answer:
            for line in (await answer.text()).splitlines():
                valid("RollLine", json.loads(line))


def valid(name: str, value: object) -> None:
    """Complain of what is not as the description has it under a name."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    parts = {"components": read_description()["components"], "$ref": f"#/components/schemas/{name}"}
    jsonschema.Draft202012Validator(parts).validate(value)


def test_the_calls_that_clean_up_need_the_token_of_the_site() -> None:
    """A session is none."""
    paths = read_description()["paths"]
    assert [paths[path][method.lower()]["security"] for method, path in CLEANS] == [[{"admin": []}]] * 2


async def test_the_description_is_served_with_a_tag(site: SiteInProcess) -> None:
    """Programmes read it as JSON, and need not read it twice."""
    async with site.client.get("/openapi.json") as answer:
        assert (await answer.json())["openapi"].startswith("3.1")
        tag = answer.headers["ETag"]
    async with site.client.get("/openapi.json", headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")


def test_every_reference_leads_somewhere() -> None:
    """A schema that is named is there."""
    description = read_description()

    def follow(content: object) -> None:
        if isinstance(content, list):
            for one in content:
                follow(one)
        elif isinstance(content, dict):
            if "$ref" in content:
                found = description
                for name in str(content["$ref"]).removeprefix("#/").split("/"):
                    found = found[name]
            for one in content.values():
                follow(one)

    follow(description)


@pytest.mark.parametrize("step", Step)
def test_steps_are_the_ones_that_there_are(step: Step) -> None:
    """The closed set of the description is the site's."""
    line = read_description()["components"]["schemas"]["StepLine"]
    assert step.value in line["properties"]["step"]["enum"]
