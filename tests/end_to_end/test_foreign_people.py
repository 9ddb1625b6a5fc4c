"""Claims about a whole run with people of another country, at a site of two hosts."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from siaga.errors import ExitCode
from siaga.people.shipped_rules import SHIPPED
from tests.end_to_end.conftest import HERE, TOKEN
from tests.served import served

DAY = """\
name: small-day
description: Forty people join a club.
seed: 7
locustfile: club_day.py
people: {locale: nl_NL, id-rule: "numbers.py:Member"}
traffic:
  arrivals: even
  phases: [{name: doors, for: 8 s, rate: 5/s}]
  populations: [{name: members, journey: member}]
  patience: 10 s
  step-deadline: 5 s
site:
  metrics: null
  roll: {path: /roll, person: number, operation: key, content: [name, born]}
  hosts: [DESK]
objectives: [{id: joined, expect: availability of join >= 90 %, key: true}]
evidence: {acknowledged: 30, offered: 80 %, loop-lag: 2 s, clock-offset: 1 s, cpu: 100 %}
"""
RULE = '''\
class Member:
    """Numbers of a club: M and nine digits. The club has given none that begins with 9."""

    capacity = 100_000_000

    def id_number(self, number, born, gender):
        """Give the number of a person."""
        return f"M9{number:08d}"
'''
NUMBER = re.compile(r"M9\d{8}")


class Club:
    """Who has joined, and what was asked of each of its hosts."""

    def __init__(self) -> None:
        self.members: list[dict[str, str]] = []
        self.asked: dict[str, int] = {"news": 0, "desk": 0}


@pytest.fixture
def club() -> Club:
    """A club without members."""
    return Club()


@pytest.fixture
def hosts(club: Club) -> Iterator[tuple[str, str]]:
    """Its hosts: news and roll at the one, the desk at the other."""

    class Host(BaseHTTPRequestHandler):
        """Answers without a word in the log."""

        protocol_version = "HTTP/1.1"

        def _say(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class News(Host):
        """The page, and the roll."""

        def do_GET(self) -> None:
            """Answer with either."""
            club.asked["news"] += self.path == "/"
            rows = "".join(f"{json.dumps(one)}\n" for one in club.members)
            self._say(200, rows if self.path == "/roll" else "Welkom")

    class Desk(Host):
        """Takes members; whoever has no number of the club is sent away."""

        def do_POST(self) -> None:
            """Answer with the number of the member."""
            club.asked["desk"] += 1
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not NUMBER.fullmatch(told["number"]):
                self._say(422, "{}")
                return
            club.members.append({**told, "key": self.headers["Idempotency-Key"]})
            self._say(201, json.dumps({"member": len(club.members)}))

    with ExitStack() as stack:
        yield stack.enter_context(served(News)), stack.enter_context(served(Desk))


@pytest.mark.slow
@pytest.mark.parametrize("rule", ["numbers.py:Member", "us-ssn"])
def test_a_day_of_people_of_another_country_is_judged_by_their_own_numbers(
    start: Callable[..., Any], tmp_path: Path, club: Club, hosts: tuple[str, str], rule: str
) -> None:
    """By a rule of the team's own all of them join; by one that the site does not know nobody does."""
    news, desk = hosts
    port = desk.rpartition(":")[2]
    journeys = (HERE / "club_day.py").read_text(encoding="utf-8").replace("DESK", port)
    (tmp_path / "club_day.py").write_text(journeys, encoding="utf-8")
    (tmp_path / "numbers.py").write_text(RULE, encoding="utf-8")
    day = DAY.replace("DESK", f'"{desk}"').replace('"numbers.py:Member"', f'"{rule}"')
    (tmp_path / "club-day.yaml").write_text(day, encoding="utf-8")
    options = ("--host", news, "--scale", "1", "--workers", "2", "--exporter-port", "0")
    run = start(
        sys.executable,
        "-m",
        "siaga",
        "run",
        str(tmp_path / "club-day.yaml"),
        *options,
        SITE_ADMIN_TOKEN=TOKEN,
    )
    code, verdict = run.end(), run.verdict()
    assert club.asked == {"news": 40 + 1, "desk": 40}  # one to see whether the site is there
    if rule in SHIPPED:
        assert (code, club.members) == (ExitCode.INCONCLUSIVE, []), run.said()
        return
    assert code == ExitCode.GO, run.said()
    assert verdict["audit"]["acknowledged"] == len({one["number"] for one in club.members}) == 40
    assert len({one["name"] for one in club.members}) > 30
    assert (run.folder / "numbers.py").read_text() == RULE
