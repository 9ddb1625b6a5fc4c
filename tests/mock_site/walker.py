"""The Walker: somebody who goes through the journey as a programme, one call a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from mock_site import keys
from mock_site.store.message import MessageKind
from mock_site.testing import SiteInProcess, form, picture
from tests.mock_site.around import Around

Answered = tuple[int, Any]


@dataclass(slots=True)
class Walker:
    """The numbered person.

    Attributes:
        site: that they register at.
        around: its neighbours.
        number: theirs.
        session: header of their session; empty before they log in.
        csrf: token of their forms.
        headers: of the last answer.
    """

    site: SiteInProcess
    around: Around
    number: int = 1
    session: Mapping[str, str] = field(default_factory=dict)
    csrf: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    async def call(self, method: str, path: str, **options: Any) -> Answered:  # noqa: ANN401 - of aiohttp
        """Send a request with the session, and give status and body."""
        headers = {**self.session, **options.pop("headers", {})}
        async with self.site.client.request(
            method, path, headers=headers, allow_redirects=False, **options
        ) as answer:
            self.headers = answer.headers
            if "session" in answer.cookies:
                self.session = {"Cookie": f"session={answer.cookies['session'].value}"}
            return answer.status, await answer.json()

    async def post(self, path: str, **content: Any) -> Answered:  # noqa: ANN401 - any JSON
        """Post JSON."""
        return await self.call("POST", path, json=content)

    async def get(self, path: str) -> Answered:
        """Get JSON."""
        return await self.call("GET", path)

    async def open(self) -> Answered:
        """Open the account."""
        return await self.post("/accounts", **self.said("email", "password"))

    async def verify_email(self) -> Answered:
        """Follow the link in the last e-mail."""
        return await self.post("/accounts/verify-email", token=self.link_token())

    def link_token(self) -> str:
        """Give the token of the link in the last e-mail."""
        message = self.around.post.last(form(self.number)["email"])
        assert message.kind is MessageKind.VERIFY_EMAIL
        links = self.site.client.app[keys.EMAIL_LINKS]
        return links.token(message.account_id, message.at_s)

    async def log_in(self) -> Answered:
        """Log in."""
        status, body = await self.post("/sessions", **self.said("email", "password"))
        self.csrf = body.get("csrf", "")
        return status, body

    async def identity(self, **other: str) -> Answered:
        """Say who they are."""
        return await self.post("/identity", **{**self.said("nik", "kk", "name", "birth_date"), **other})

    async def profile(self, version: str = '"0"', **other: str) -> Answered:
        """Write the profile."""
        content = {
            "address": "Jalan Melati 5",
            "region": "97",
            "education": "diploma",
            "employment": "seeking",
        }
        headers = {"If-Match": version}
        return await self.call("PUT", "/profile", json={**content, **other}, headers=headers)

    async def document(self, kind: str, content: bytes = b"") -> Answered:
        """Hand in a picture."""
        body = aiohttp.FormData(quote_fields=False)
        body.add_field("csrf", self.csrf)
        body.add_field("kind", kind)
        body.add_field("file", content or picture(kind), filename="foto.jpg", content_type="image/jpeg")
        return await self.call("POST", "/documents", data=body)

    async def phone(self, **other: str) -> Answered:
        """Ask for a code."""
        return await self.post("/phone", **{**self.said("phone"), **other})

    def code(self) -> str:
        """Give the code in the last message to their phone."""
        return self.around.post.last(form(self.number)["phone"]).body

    async def verify_phone(self, code: str = "") -> Answered:
        """Give the code back."""
        return await self.post("/phone/verify", code=code or self.code())

    async def start(self) -> Answered:
        """Start the test."""
        return await self.post("/assessment/start")

    async def hand_in(self, questions: list[dict[str, Any]]) -> Answered:
        """Answer every question with its first option."""
        answers = {one["id"]: one["options"][0]["id"] for one in questions}
        return await self.post("/assessment/answers", answers=answers)

    async def walk_to(self, step: str) -> None:
        """Do everything before a step."""
        walked = ("open", "verify_email", "log_in", "identity", "profile", "documents", "phone", "rest")
        for name in walked[: walked.index(step)]:
            if name == "documents":
                await self.document("ktp")
                status, _ = await self.document("selfie")
            elif name == "phone":
                await self.phone()
                status, _ = await self.verify_phone()
            else:
                status, _ = await getattr(self, name)()
            assert status < 300, (name, status)

    def said(self, *names: str) -> dict[str, str]:
        """Give some of what the person would fill in."""
        return {name: form(self.number)[name] for name in names}
