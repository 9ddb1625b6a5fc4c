"""Claims about the SQL roll: which database it is, and that its DSN is told to nobody."""

import logging
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from siaga.roll.reading import take
from siaga.roll.sql_roll import SqlRoll
from siaga.scenario.roll_source import SqlSource
from tests.roll.postgres import PASSWORD, Postgres

SOURCE = SqlSource(sql="SELECT 'ana' AS person", dsn="${ROLL_DSN}", operation=None, seat=None, at=None)
WRONG = "wrong-8d20"
SECRETS = (PASSWORD, WRONG, "reader")


def closed_port() -> int:
    """Give a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return int(closed.getsockname()[1])


Dsn = Callable[[Postgres], str]
CASES: list[tuple[Dsn, str]] = [
    (lambda server: server.dsn("reader", WRONG), "the server refuses this account or its password"),
    (lambda server: server.dsn("nobody", WRONG), "the server refuses this account or its password"),
    (lambda server: server.dsn("reader", PASSWORD, "none"), "the server has no such database"),
    (
        lambda _server: f"postgresql://reader:{WRONG}@127.0.0.1:{closed_port()}/x",
        "no server answers (ConnectionRefusedError)",
    ),
    (lambda _server: f"postgresql://reader:{WRONG}@nowhere.invalid/x", "no server answers (gaierror)"),
    # A slash or an @ in a password that nobody escaped: the library would tell what it took for a port.
    (lambda _server: f"postgresql://reader:1/{WRONG}@127.0.0.1/x", "roll: ${ROLL_DSN}: "),
    (lambda _server: f"postgresql://reader@{WRONG}:{WRONG}@[/x", "cannot be connected to ("),
    (lambda _server: f"postgresql://h/x?sslmode={WRONG}", "cannot be connected to ("),
    (
        lambda _server: f"mysql://reader:{WRONG}@h/x",
        "names no database that can be read; it has to begin",
    ),
    (lambda _server: WRONG, "names no database that can be read; it has to begin with"),
]


@pytest.mark.parametrize(("dsn", "said"), CASES)
def test_a_database_that_cannot_be_asked_is_told_without_its_dsn(
    postgres: Postgres, tmp_path: Path, caplog: pytest.LogCaptureFixture, dsn: Dsn, said: str
) -> None:
    """Not in the sentence, in no file of the run, in no log."""
    caplog.set_level(logging.DEBUG)
    folder, environ = RunFolder(tmp_path), {"ROLL_DSN": dsn(postgres)}
    reading = take(lambda: SqlRoll(SOURCE, environ), folder, "before", lambda: 5.0)
    assert reading.error.startswith("roll: ${ROLL_DSN}: ")
    assert said in reading.error
    kept = "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())
    assert [one for one in SECRETS if one in reading.error + kept + caplog.text] == []


def test_the_right_password_opens_the_roll(postgres: Postgres, tmp_path: Path) -> None:
    """The claims above are about passwords, not about the server."""
    folder, environ = RunFolder(tmp_path), {"ROLL_DSN": postgres.dsn("reader", PASSWORD)}
    reading = take(lambda: SqlRoll(SOURCE, environ), folder, "before", lambda: 5.0)
    assert (reading.error, reading.entries) == ("", 1)
    assert PASSWORD not in "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())


def test_a_server_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It accepts and is silent."""
    monkeypatch.setattr("siaga.roll.postgres_database.CONNECT_DEADLINE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        environ = {"ROLL_DSN": f"postgresql://reader@127.0.0.1:{silent.getsockname()[1]}/x"}
        reading = take(lambda: SqlRoll(SOURCE, environ), RunFolder(tmp_path), "before", lambda: 5.0)
    assert "no server answers (TimeoutError)" in reading.error
