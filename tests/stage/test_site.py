"""Claims about the built-in site as processes, played by a small program in its place."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siaga.errors import ExitCode, SiagaError, UsageError
from siaga.scenario.model import Applied, Site
from siaga.stage import site as module
from siaga.stage.site import BuiltInSite, pace
from siaga.stage.timetable import WAVE
from siaga.stage.ways import Ways
from siaga.web import Web, WebError

STAND_IN = """
import json, os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

mode, arguments = os.environ["MODE"], sys.argv[1:]
print("arguments", json.dumps(arguments), flush=True)
if mode == "refuses":
    print("mock_site: --quota: 0 is no quota", flush=True)
    sys.exit(64)
if mode == "breaks":
    sys.exit(1)
if mode == "silent":
    import time
    time.sleep(60)

class Page(BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        Page.asked += 1
        self.answer(200 if mode == "ready" and Page.asked > 1 else 503)
    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        print("put", self.path, self.headers["Authorization"], body, flush=True)
        known = self.headers["Authorization"] == "Bearer " + os.environ["SITE_ADMIN_TOKEN"]
        self.answer(200 if known else 401)
    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()
    def log_message(self, *_): pass

try:
    server = HTTPServer(("127.0.0.1", int(arguments[1])), Page)
except OSError as error:
    print("mock_site: port in use:", error.strerror, flush=True)
    sys.exit(64)
print("mock_site post office on http://127.0.0.1:4711", flush=True)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever(poll_interval=0.01)
"""
Make = Callable[..., BuiltInSite]


@pytest.fixture
def said() -> list[str]:
    """What was logged."""
    return []


@pytest.fixture
def make(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Make a site whose `python -m mock_site` is the stand-in, and stop it after the test."""
    monkeypatch.setattr(module, "READY_DEADLINE_S", 1.0)
    monkeypatch.chdir(tmp_path)  # where `python -m` looks first
    (tmp_path / "mock_site.py").write_text(STAND_IN, encoding="utf-8")
    made: list[BuiltInSite] = []

    def start(mode: str, *arguments: str, site: Site | None = None, **environ: str) -> BuiltInSite:
        inherited = {key: value for key, value in os.environ.items() if key != "SITE_ADMIN_TOKEN"}
        given = {**inherited, "MODE": mode, **environ}
        ways = Ways(0, given, said.append)
        one = BuiltInSite(site or Site(), arguments, tmp_path / "scratch", given, said.append, ways)
        made.append(one)
        return one

    yield start
    for one in made:
        one.stop()


def test_a_site_is_started_when_it_is_ready(make: Make, said: list[str], tmp_path: Path) -> None:
    """It has a port of its own, one store, and what the scenario says of it; then what was asked for."""
    site = make("ready", "--profile", "naive", site=Site(quota=5, processes=3))
    assert site.code() is None
    site.start()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", site.url)
    assert Web(site.url).status("/readyz") == 200
    store = f"sqlite:///{tmp_path}/scratch/site.db"
    expected = [
        "--port",
        "0",
        "--processes",
        "3",
        "--store",
        store,
        "--quota",
        "5",
        "--profile",
        "naive",
    ]
    assert said[0] == f"site: arguments {expected!r}".replace("'", '"')


def test_the_site_keeps_the_pace_of_the_day() -> None:
    """A hundredth of the people five times as fast ask its neighbours a twentieth as often."""
    applied = Applied(scale=0.01, time_scale=0.2)
    assert pace(applied) == ("--time-scale", "0.2", "--rate-scale", "0.05")
    assert pace(Applied()) == ("--time-scale", "1", "--rate-scale", "1")


def test_the_waiting_room_lets_in_as_many_as_the_scenario_promises(make: Make, said: list[str]) -> None:
    """What the audit holds it to is what it was told."""
    make("ready", site=Site.model_validate({"waiting-room": {"admits": "32.5/s"}})).start()
    assert '"--room-admits-per-s", "32.5"' in said[0]
    assert "--room-looks-per-s" not in said[0]
    assert "--room-capacity" not in said[0]


def test_the_waiting_room_asks_people_to_look_as_often_as_the_scenario_says(
    make: Make, said: list[str]
) -> None:
    """Tens of thousands who wait would ask more than everybody else does."""
    room = {"waiting-room": {"admits": "20/s", "looks": "30/s", "turn": "5 min", "inside": 4_000}}
    make("ready", site=Site.model_validate(room)).start()
    told = '"--room-admits-per-s", "20", "--room-capacity", "4000", "--room-looks-per-s", "30"'
    assert f'{told}, "--room-turn-s", "300"' in said[0]


def test_the_site_has_the_room_that_the_scenario_gives_it(make: Make, said: list[str]) -> None:
    """Any, unless it says how much."""
    make("ready", site=Site.model_validate({"capacity": "220/s"})).start()
    assert '"--capacity-per-s", "220"' in said[0]


def test_the_site_holds_as_many_connections_as_the_scenario_says(make: Make, said: list[str]) -> None:
    """Each of its processes."""
    make("ready", site=Site(connections=250)).start()
    assert '"--connections", "250"' in said[0]


def test_a_site_without_a_quota_is_given_none(make: Make, said: list[str]) -> None:
    """It has its own."""
    make("ready").start()
    assert "--quota" not in said[0]
    assert "--room" not in said[0]
    assert "--capacity" not in said[0]
    assert "--connections" not in said[0]


def test_a_restarted_site_has_the_same_address_and_store(make: Make, said: list[str]) -> None:
    """The roll is read again where it was read before."""
    site = make("ready")
    site.start()
    first = site.url
    site.stop()
    assert site.code() is not None
    site.start()
    assert site.url == first
    first_said, second_said = [line for line in said if "arguments" in line]
    assert first_said.partition('"--store"')[2].rstrip("]") in second_said
    assert second_said.endswith('"--post-office-port", "4711"]')


def test_a_site_is_told_a_change_with_its_token(make: Make, said: list[str]) -> None:
    """A token is drawn where none is given, and a given one is used."""
    drawn = make("ready")
    drawn.start()
    drawn.tell(WAVE, {"opens_at": 1.5, "closes_at": 2.5})
    given = make("ready", SITE_ADMIN_TOKEN="of-the-run")
    given.start()
    given.tell(WAVE, {"quota": 7})
    given.stop()
    drawn.stop()
    assert len(drawn.token) >= 32
    assert given.token == "of-the-run"
    assert f'site: put /admin/wave Bearer {drawn.token} {{"opens_at":1.5,"closes_at":2.5}}' in [
        line.replace('": ', '":') for line in said
    ]


def test_a_site_that_refuses_a_change_is_an_error(make: Make) -> None:
    """The run goes on and says so."""
    site = make("ready")
    site.start()
    site.token = "another"
    with pytest.raises(WebError, match="PUT /admin/wave: status 401"):
        site.tell(WAVE, {"quota": 7})


def test_refused_arguments_are_bad_usage_with_the_sites_own_words(make: Make) -> None:
    """Its last line says why."""
    message = "site: ended with code 64 before it was ready: mock_site: --quota: 0 is no quota"
    with pytest.raises(UsageError, match=message) as refused:
        make("refuses").start()
    assert refused.value.exit_code is ExitCode.USAGE


def test_a_port_in_use_is_bad_usage(make: Make) -> None:
    """Somebody took it while the site was down."""
    site, other = make("ready"), make("ready")
    site.start()
    other._port = site.url.rpartition(":")[2]
    with pytest.raises(
        UsageError, match=r"site: ended with code 64 .*port in use: Address already in use"
    ):
        other.start()


def test_a_site_that_breaks_is_an_error_of_ours(make: Make) -> None:
    """Code 1 is nobody's usage."""
    with pytest.raises(SiagaError, match="site: ended with code 1 before it was ready") as refused:
        make("breaks").start()
    assert refused.value.exit_code is ExitCode.INTERNAL


@pytest.mark.parametrize("mode", ["silent", "never ready"])
def test_a_site_that_is_not_ready_in_time_is_stopped(make: Make, mode: str) -> None:
    """Whether it never listened, or listens and never gets ready."""
    site = make(mode)
    with pytest.raises(SiagaError, match=r"site: was not ready within 1 s; log\.txt has its words"):
        site.start()
    assert site.code() is not None


def test_a_dead_site_has_its_code_and_can_be_stopped(make: Make) -> None:
    """The conductor notes it; the end of the run stops what is no more."""
    site = make("ready")
    site.start()
    assert site._child is not None
    site._child.kill()
    assert site.code() == -9
    site.stop()
    assert site.code() == -9


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ((), "{scratch}/site.db"),
        (("--store", "sqlite:////s/other.db"), "/s/other.db"),
        (("--store", "postgresql://db.test/site"), ""),
    ],
)
def test_faults_find_the_file_of_the_store_that_the_site_uses(
    make: Make, tmp_path: Path, given: tuple[str, ...], path: str
) -> None:
    """None where it is no file."""
    found = make("ready", *given).place().store_path
    assert found == path.format(scratch=tmp_path / "scratch")
