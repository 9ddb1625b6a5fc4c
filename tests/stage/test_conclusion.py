"""Claims about reading the roll around a run: at the right time, and no run is begun without it."""

import os
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import yaml

from siaga.errors import UsageError
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.roll.reading import readings
from siaga.scenario.load import loads
from siaga.stage.conclusion import RollReader, read_after
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


def day(roll: dict[str, object]) -> str:
    """Give the gate's day with another roll."""
    content = yaml.safe_load(shipped("gate"))
    content["site"]["roll"] = roll
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
