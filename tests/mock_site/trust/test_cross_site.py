"""Requests that another site has sent change nothing here."""

from collections.abc import Awaitable, Callable

import pytest

from mock_site.layers import Layer, Layers, Profile
from mock_site.testing import SiteInProcess, form

SAID = {"email": form(1)["email"], "password": form(1)["password"]}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null"},
        {"Origin": "http://[broken"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://{host}"},
    ],
)
async def test_a_request_of_another_site_is_refused(
    site: SiteInProcess, headers: dict[str, str]
) -> None:
    """JSON or form, with a session or without: 403."""
    own = f"{site.client.host}:{site.client.port}"
    sent = {name: value.replace("{host}", own) for name, value in headers.items()}
    async with site.client.post("/accounts", json=SAID, headers=sent) as answer:
        assert (answer.status, await answer.json()) == (403, {"error": "cross-site"})
        assert answer.headers["X-Not-Processed"] == "1"
    assert site.metric("site_accounts_total", result="created") == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://{host}"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://{host}"},
        {"Sec-Fetch-Site": "none"},
    ],
)
async def test_the_sites_own_pages_and_programmes_are_answered(
    site: SiteInProcess, headers: dict[str, str]
) -> None:
    """A programme names no origin, and a person may type an address."""
    own = f"{site.client.host}:{site.client.port}"
    sent = {name: value.replace("{host}", own) for name, value in headers.items()}
    async with site.client.post("/accounts", json=SAID, headers=sent) as answer:
        assert answer.status == 201


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
async def test_every_method_that_changes_something_is_looked_at(
    site: SiteInProcess, method: str
) -> None:
    """Also where there is no such call."""
    headers = {"Sec-Fetch-Site": "cross-site"}
    async with site.client.request(method, "/profile", headers=headers) as answer:
        assert answer.status in {403, 405}


async def test_a_link_from_another_site_is_followed(site: SiteInProcess) -> None:
    """Reading changes nothing."""
    async with site.client.get("/", headers={"Sec-Fetch-Site": "cross-site"}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(
    "layers",
    [
        Layers(without=frozenset({Layer.WAITING_ROOM, Layer.ORIGIN})),
        Layers(profile=Profile.NAIVE, without=frozenset({Layer.WAITING_ROOM})),
    ],
)
async def test_without_hardened_origin_a_form_of_another_site_is_taken(
    make_site: Callable[..., Awaitable[SiteInProcess]], layers: Layers
) -> None:
    """Though no page of this one has shown it: there is no token in it."""
    site = await make_site(layers=layers)
    headers = {"Origin": "https://elsewhere.test", "Sec-Fetch-Site": "cross-site"}
    async with site.client.post("/accounts", data=SAID, headers=headers) as answer:
        assert answer.status == 201
