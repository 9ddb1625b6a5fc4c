"""A browser of the tests: keeps its cookies, and can lend them to another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient

HTML = {"Accept": "text/html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What came back.

    Attributes:
        status: of it.
        body: as JSON, if it is; else empty.
        text: as text.
        headers: of it.
    """

    status: int
    body: dict[str, Any]
    text: str
    headers: Mapping[str, str]


@dataclass(slots=True)
class Browser:
    """Speaks to a site as one person.

    Attributes:
        client: through which it does.
        cookies: that it keeps.
    """

    client: TestClient[web.Request, web.Application]
    cookies: dict[str, str] = field(default_factory=dict)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Mapping[str, Any] | None = None,
    ) -> Page:
        """Ask for something, and keep the cookies that come with it."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookie, **(headers or {})}
        call = self.client.request(method, path, headers=sent, json=json, allow_redirects=False)
        async with call as answer:
            for name, morsel in answer.cookies.items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
            is_json = answer.content_type == "application/json"
            return Page(
                status=answer.status,
                body=await answer.json() if is_json else {},
                text=await answer.text(),
                headers=answer.headers,
            )
