"""Claims about reading the roll around a run: at the right time, and no run is begun without it."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from siaga.errors import UsageError
from siaga.ledger.journal import Journal
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.roll.reading import readings
from siaga.scenario.load import loads
from siaga.stage.conclusion import RollReader, read_after, read_before
from siaga.stage.conductor import conduct
from siaga.stage.request import Request
from tests.roll.listening_site import Site, body, requests_of
from tests.roll.postgres import PASSWORD, Postgres, running
from tests.scenario.days import shipped

CSV = "person,key,seat,at\nana,k1,1,1800000000\n"
SQL = "SELECT 'ana' AS person, NULL AS key, NULL AS seat, NULL AS at"
DATABASE = {"sql": SQL, "dsn": "${ROLL_DSN}"}
ENDED_S = 1_800_000_060

Dsn = Callable[[Postgres], str]


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """Run a PostgreSQL."""
    with running() as server:
        yield server


@pytest.fixture
def url() -> Iterator[str]:
    """Give the address of a site that answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), requests_of(lambda: site))
    site = Site(url=f"http://127.0.0.1:{server.server_port}", answers=[body(b"here")])
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield site.url
    server.shutdown()
    server.server_close()


@pytest.fixture
def lists() -> Iterator[Site]:
    """Start a site that serves its roll and its notices, and has no other page but the first."""
    served = {
        "/": b"here",
        "/roll": b'{"person": "ana", "at": 4}\n',
        "/notices": b'{"to": "ana", "sent_at": 5}\n',
    }

    def answer(request: BaseHTTPRequestHandler) -> None:
        """Answer by the path."""
        body(served.get(request.path, b""), 200 if request.path in served else 404)(request)

    server = ThreadingHTTPServer(("127.0.0.1", 0), requests_of(lambda: site))
    site = Site(url=f"http://127.0.0.1:{server.server_port}", answers=[answer])
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def day(roll: dict[str, object]) -> str:
    """Give the gate's day with another roll."""
    content = yaml.safe_load(shipped("gate"))
    content["site"] |= {"roll": roll, "notices": None}
    return yaml.safe_dump(content)


@pytest.mark.parametrize(
    ("roll", "dsn", "said"),
    [
        ({"csv": "none.csv"}, None, r"roll: none\.csv: does not exist; name the file .* from /"),
        (
            {"csv": "roll.csv", "person": "nik"},
            None,
            "roll: column 'nik' for person is not there; there are person, key, seat, at",
        ),
        (
            {**DATABASE, "seat": "chair"},
            lambda server: server.dsn(),
            "roll: column 'chair' for seat is not there; there are person, key, seat, at; write `seat: ",
        ),
        (
            DATABASE,
            lambda _server: f"postgresql://reader:{PASSWORD}@127.0.0.1:1/x",
            r"roll: \$\{ROLL_DSN\}: no server answers \(ConnectionRefusedError\)",
        ),
        (
            DATABASE,
            lambda server: server.dsn("reader", f"{PASSWORD}-old"),
            r"roll: \$\{ROLL_DSN\}: the server refuses this account or its password",
        ),
        (DATABASE, None, "environment: ROLL_DSN is not set, and the scenario refers to it; set it"),
    ],
)
def test_a_run_that_could_not_be_audited_is_not_begun(
    postgres: Postgres,
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    roll: dict[str, object],
    dsn: Dsn | None,
    said: str,
) -> None:
    """One sentence says what to mend, no password, and no display was ever asked for."""
    monkeypatch.chdir(tmp_path)
    Path("roll.csv").write_text(CSV)
    Path("day.yaml").write_text(day(roll))
    environ = dict(os.environ) | ({"ROLL_DSN": dsn(postgres)} if dsn else {})
    request = Request(scenario="day.yaml", host=url, out=tmp_path / "runs", environ=environ)
    with pytest.raises(UsageError, match=f"^{said}.*; nothing was sent") as refused:
        conduct(request, lambda title: pytest.fail(f"{title} was shown"))
    kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert PASSWORD not in str(refused.value) + kept


def reader(tmp_path: Path, ended_at: str) -> RollReader:
    """Give what reads the roll of a run that ended at some time."""
    folder = RunFolder(tmp_path / "run")
    RunRecord(
        run_id="r", scenario="gate", started_at="", host="", seed=1, epoch=1, scale=1.0, time_scale=1.0,
        workers=1, owned_site=False, ended_at=ended_at,
    ).write(folder.run)  # fmt: skip
    scenario = loads(day({"csv": str(tmp_path / "roll.csv"), "wait": 0}), "day")
    return RollReader(folder=folder, scenario=scenario, url="", environ={}, log=lambda _line: None)


@pytest.mark.parametrize(
    ("ended_at", "written_s", "whole"),
    [
        ("2027-01-15T08:01:00.000+00:00", ENDED_S, True),
        ("2027-01-15T08:01:00.000+00:00", ENDED_S - 1, False),
        ("", 1, False),
    ],
)
def test_a_file_from_before_the_end_of_the_run_is_read_before_it_only(
    tmp_path: Path, ended_at: str, written_s: int, *, whole: bool
) -> None:
    """A reading that fails leaves the verdict open; an old file would show acknowledged people as lost.

    A run of which nobody wrote down when it ended takes no file that is there already.
    """
    path = tmp_path / "roll.csv"
    path.write_text(CSV)
    os.utime(path, (written_s, written_s))
    of_the_run = reader(tmp_path, ended_at)
    of_the_run.read("before")
    read_after(of_the_run, restart=None)
    found = readings(of_the_run.folder)
    assert {name: one.whole for name, one in found.items()} == {
        "before": True,
        "first": whole,
        "second": whole,
    }


def logged(tmp_path: Path, url: str, notices: dict[str, object] | None) -> tuple[RollReader, list[str]]:
    """Give what reads roll and notices of a run whose roll is at `url`, and what it tells."""
    told: list[str] = []
    of_the_run = reader(tmp_path, "2027-01-15T08:01:00.000+00:00")
    content = yaml.safe_load(day({"path": "/roll"}))
    content["site"]["notices"] = notices
    scenario = loads(yaml.safe_dump(content), "day")
    environ = {"SITE_ADMIN_TOKEN": "never-shown"}
    return replace(of_the_run, scenario=scenario, url=url, environ=environ, log=told.append), told


def test_notices_are_read_with_the_first_look_and_once_before_a_restart(
    tmp_path: Path, lists: Site
) -> None:
    """From where they are, with their own columns; a restart may forget them, as it may the roll."""
    of_the_run, told = logged(tmp_path, lists.url, {"path": "/notices", "person": "to", "at": "sent_at"})
    read_before(of_the_run)
    read_after(of_the_run, restart=lambda: told.append("restart"))
    assert told == [
        "roll before: 1 entries",
        "roll notices-before: 1 entries",
        "roll first: 1 entries",
        "roll second: 1 entries",
        "roll notices: 1 entries",
        "restart",
        "roll restarted: 1 entries",
    ]
    kept = of_the_run.folder.roll_reading("notices").read_text(encoding="utf-8")
    assert json.loads(kept) == {"person": "ana", "operation": None, "seat": None, "at_s": 5.0}
    asked = [path for path, _authorization in lists.asked]
    assert asked == ["/", "/roll", "/notices", "/roll", "/roll", "/notices", "/roll"]


class _Growing:
    """A site whose roll gains Eka, and its notices hers, with so many seconds of a clock that sleeps."""

    def __init__(self, entry_s: float, notice_s: float) -> None:
        self.at_s = 0.0
        self._eka_s = {"/roll": entry_s, "/notices": notice_s}

    def sleep(self, pause_s: float) -> None:
        """Pass the time."""
        self.at_s += pause_s

    def now(self) -> float:
        """Tell the time; a thousandth passes."""
        self.at_s += 0.001
        return self.at_s

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer by the path; each answer takes a hundredth."""
        self.at_s += 0.01
        there = self.at_s >= self._eka_s.get(request.path, 0)
        body(b'{"person": "eka", "at": 4}\n' * there)(request)


@pytest.mark.parametrize(
    ("entry_s", "notice_s", "rounds", "eka"),
    [
        (0.0, 0.0, 1, (1, 1, 1)),
        (0.015, 0.025, 2, (1, 1, 1)),
        (0.025, 0.025, 2, (1, 1, 1)),
        (0.015, 1.5, 3, (1, 1, 1)),
        (0.0, 4.5, 6, (1, 1, 1)),
        (0.0, 1e9, 11, (1, 1, 0)),
        (1e9, 1e9, 1, (0, 0, 0)),
    ],
    ids=["there", "between", "after", "told-later", "told-late", "never-told", "never-comes"],
)
def test_a_site_that_settles_is_read_again_for_a_steps_deadline_at_most(
    tmp_path: Path, lists: Site, entry_s: float, notice_s: float, rounds: int, eka: tuple[int, ...]
) -> None:
    """Only the last readings count; the gate's steps have ten seconds."""
    site = _Growing(entry_s, notice_s)
    of_the_run, told = logged(tmp_path, lists.url, {"path": "/notices", "at": None})
    journal = Journal(of_the_run.folder.ledger(0), 0)
    journal.invoke(kind="join", person="eka", key="k", at_s=1.0)
    journal.close()
    lists.answers = [body(b"")]
    for name in ("before", "notices-before"):
        of_the_run.read(name)
    lists.answers = [site.answer]
    read_after(of_the_run, restart=None, now=site.now, sleep=site.sleep)
    assert sum(line.startswith("roll first") for line in told) == rounds
    found = readings(of_the_run.folder)
    assert tuple(found[name].entries for name in ("first", "second", "notices")) == eka


def test_without_notices_none_are_read(tmp_path: Path, lists: Site) -> None:
    """The scenario has to say where they are."""
    of_the_run, told = logged(tmp_path, lists.url, None)
    read_before(of_the_run)
    read_after(of_the_run, restart=None)
    assert told == ["roll before: 1 entries", "roll first: 1 entries", "roll second: 1 entries"]


def test_a_run_whose_notices_cannot_be_read_is_not_begun(tmp_path: Path, lists: Site) -> None:
    """A typo in a path would leave the rule without an answer when all is over."""
    of_the_run, _told = logged(tmp_path, lists.url, {"path": "/notes"})
    with pytest.raises(
        UsageError, match=r"^roll: .*/notes answers 404; 200 is needed; nothing was sent"
    ):
        read_before(of_the_run)


@pytest.mark.parametrize(
    ("written_s", "whole"), [(ENDED_S, True), (ENDED_S - 1, False)], ids=["newer", "older"]
)
def test_an_export_of_notices_from_before_the_end_of_the_run_is_too_old(
    tmp_path: Path, written_s: int, *, whole: bool
) -> None:
    """It would show as missing what was sent since; before the run any export will do."""
    of_the_run = reader(tmp_path, "2027-01-15T08:01:00.000+00:00")
    path = tmp_path / "notices.csv"
    path.write_text("to\nana\n")
    os.utime(path, (written_s, written_s))
    content = yaml.safe_load(day({"csv": str(tmp_path / "roll.csv")}))
    columns = {"person": "to", "operation": None, "seat": None, "at": None}
    content["site"]["notices"] = {"csv": str(path), "wait": 0, **columns}
    of_the_run = replace(of_the_run, scenario=loads(yaml.safe_dump(content), "day"))
    for name in ("notices-before", "notices"):
        of_the_run.read(name)
    found = readings(of_the_run.folder)
    assert {name: one.whole for name, one in found.items()} == {"notices-before": True, "notices": whole}
