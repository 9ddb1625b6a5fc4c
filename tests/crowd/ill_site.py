"""The ill site: answers by a table without any network, so that an attack can be watched."""

import json
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from siaga.abuse.catalogue import CASES
from siaga.crowd.abuser import Abuser
from siaga.crowd.address import Address
from siaga.crowd.answer import Answer
from siaga.crowd.browsers import Browsers
from siaga.crowd.call import Call
from siaga.crowd.cookies import Cookies
from siaga.crowd.headers import Headers
from siaga.crowd.surface import Surface
from siaga.crowd.uncounted import Uncounted
from siaga.crowd.visitor import Visitor
from siaga.crowd.world import World
from siaga.ledger.journal import Journal
from siaga.ledger.misdeed import Misdeed
from siaga.record.json_lines import whole_lines
from siaga.scenario.abuse import Intrusion
from tests.closing import closed_with
from tests.crowd.visitor_stage import PEOPLE

Reply = tuple[int, Mapping[str, Any]]
Table = Mapping[str, Callable[[int, Mapping[str, Any]], Reply]]
"""By path: what is answered to the n-th request, of which the options are given."""

CLOSES_S = 20.0


def _well(_n: int, _options: Mapping[str, Any]) -> Reply:
    return 200, {}


def _to_anywhere(me: Visitor) -> None:
    """Be there, with a session and a pass."""
    me.browser.cookies.put("session", "0123456789abcdef.4711-mark")
    me.browser.cookies.put("pass", "mine")


SURFACE = Surface(
    to_account=_to_anywhere,
    to_session=_to_anywhere,
    to_documents=_to_anywhere,
    to_phone=_to_anywhere,
    to_test=_to_anywhere,
    to_join=_to_anywhere,
    account=lambda person: Call(path="/account", json={"email": person.email}),
    log_in=lambda email, password: Call(path="/log-in", json={"email": email, "with": password}),
    letters=lambda me: me.browser.request("GET", "/letters").json().get("letters", 0),
    log_out=Call(path="/log-out", json={}),
    identity=lambda person: Call(path="/identity", json={"nik": person.nik}),
    upload=lambda _me, file: Call(path="/upload", form={"kind": "x"}, files={"file": file}),
    uploads=lambda me: me.browser.request("GET", "/uploads").json().get("many", 0),
    ask_code=lambda phone: Call(path="/phone", json={"phone": phone}),
    code=lambda code: Call(path="/code", json={"code": code}),
    sent_codes=lambda _me, answer: answer.json().get("codes", ["123456"]),
    start_test=Call(path="/test", json={}),
    hand_in=lambda _answer: Call(path="/answers", json={}),
    join=lambda key: Call(path="/join", json={}, headers={"Idempotency-Key": key}),
    join_form=lambda key: Call(path="/join-form", form={"key": key}),
    receipt="id",
    own=Call(method="GET", path="/own"),
    registration=lambda name: Call(method="GET", path=f"/registration/{name}"),
    guesses=("1", "2"),
    queue=Call(path="/queue", json={}),
    look=Call(method="GET", path="/look"),
    admitted=lambda answer: answer.said("state") == "admitted",
    position=lambda answer: answer.json().get("ahead"),
    behind=Call(method="GET", path="/behind"),
    private=Call(method="GET", path="/private"),
    pass_cookies=("pass", "ticket"),
    forged_passes=lambda _browser: [{"pass": "forged"}, {"position": "0"}],
    session_cookies=("session",),
)


@dataclass(slots=True)
class IllBrowser:
    """Asks the table."""

    site: "IllSite"
    cookies: Cookies = field(default_factory=lambda: Cookies(host="site", secure=False))

    def request(self, method: str, path: str, *, cut: object = None, **options: Any) -> Answer:  # noqa: ANN401, ARG002 - the browser's
        """Give what the table says."""
        return self.site.answer(method, path, options)

    def close(self) -> None:
        """Close nothing."""

    def hang_up(self) -> None:
        """Close nothing."""


@dataclass(slots=True, weakref_slot=True)
class IllSite:
    """A site that is a table, its browsers, and its clock."""

    path: Path
    table: Table
    at_s: float = 10.0
    host: str = "192.0.2.1"
    places: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    sent: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        """Open the ledger."""
        self.journal = closed_with(self, Journal(self.path / "ledger.jsonl", 0))

    def answer(self, _method: str, path: str, options: Mapping[str, Any]) -> Answer:
        """Answer as the table says; 200 where it says nothing."""
        name = "/" + path.split("/")[1]
        place = self.asked[name]
        self.asked[name] += 1
        self.sent.append((path, options))
        status, body = self.table.get(name, _well)(place, options)
        return Answer(
            status=status,
            headers=Headers([]),
            body=json.dumps(body).encode(),
            path=path,
            connect_s=0,
            first_byte_s=0,
            total_s=0,
            sent_bytes=1,
            received_bytes=1,
            requests=1,
        )

    def at_site(self, _link: object = None) -> IllBrowser:
        """Open a browser."""
        return IllBrowser(self)

    def within(self, _deadline_s: float) -> "IllSite":
        """Open the same: nothing takes time here."""
        return self

    def address(self) -> Address:
        """Be where it is said to be."""
        return Address(family=socket.AF_INET, place=(self.host, 80))

    def coming_from(self, address: str) -> "IllSite":
        """Open the same, and note from where."""
        self.places.append(address)
        return self

    def pass_by(self, pause_s: float) -> None:
        """Let time go by at once."""
        self.at_s += pause_s

    def world(self) -> World:
        """Give what its visitors share."""
        return World(
            seed=1,
            epoch=2,
            time_scale=0.1,
            now_s=lambda: self.at_s,
            browsers=cast("Browsers", self),
            people=PEOPLE,
            recorder=Uncounted(),
            journal=self.journal,
            outcomes=(),
        )

    def abuser(self, case: str, number: int = 0, surface: Surface = SURFACE) -> Abuser:
        """Let somebody in who means harm."""
        return Abuser(self.world(), intrusion(case, number), CASES[case], surface, CLOSES_S)

    def facts(self, kind: str) -> list[dict[str, Any]]:
        """Give the records of a kind."""
        return [one for one in whole_lines(self.path / "ledger.jsonl") if one["e"] == kind]

    def tried(self) -> list[Misdeed]:
        """Give what was tried."""
        return [Misdeed.from_json(one) for one in self.facts("misdeed")]


def intrusion(case: str, number: int = 0, at_s: float = 0.0, within_s: float = 60.0) -> Intrusion:
    """Plan one who is to come."""
    return Intrusion(number=number, case=case, at_s=at_s, limit_s=5.0, within_s=within_s)
