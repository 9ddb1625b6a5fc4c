"""Claims about rolls in a file of SQLite: read, and never written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from siaga.roll.entry import Entry, RollError
from siaga.roll.sql_roll import SqlRoll
from siaga.roll.sqlite_database import SqliteDatabase
from siaga.scenario.roll_source import Columns, SqlSource

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Keep one person in a file whose name an address would have to quote."""
    path = tmp_path / "a ?roll#.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE held (person TEXT)")
        connection.execute("INSERT INTO held VALUES ('ana')")
    return path


def read(path: Path, sql: str, **columns: str | None) -> list[Entry]:
    """Read what a query finds."""
    only = {"operation": None, "seat": None, "at": None} | columns
    return list(SqlRoll(SqlSource(sql=sql, dsn=f"sqlite:///{path}", **only), {}).entries())


def test_what_sqlite_holds_is_an_entry(path: Path) -> None:
    """Numbers, texts, and times in either form."""
    sql = "SELECT 9971014107900001 AS person, 'k' AS key, 7 AS seat, 1800000000.5 AS at"
    found = Entry(person="9971014107900001", operation="k", seat="7", at_s=1_800_000_000.5)
    assert read(path, sql, operation="key", seat="seat", at="at") == [found]
    moment = sql.replace("1800000000.5", "datetime(1800000000, 'unixepoch')")
    assert read(path, moment, at="at")[0].at_s == 1_800_000_000.0


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nobody FROM held", r"cannot be read \(no such column: nobody\)"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("WITH x AS (SELECT 1) DELETE FROM held", "attempt to write a readonly database"),
        ("WITH x AS (SELECT 1) INSERT INTO held SELECT 'eve'", "attempt to write a readonly database"),
        ("SELECT ? AS person", "cannot be read"),
        ("SELECT 1.5 AS person", "has 1.5 in column 'person'"),
        ("SELECT x'00ff' AS person", "in column 'person'; it has to name a person"),
        (
            "SELECT person, person FROM held",
            "'person' for person stands twice; there are person, person",
        ),
    ],
)
def test_what_is_no_roll_is_refused_and_nothing_is_written(path: Path, sql: str, said: str) -> None:
    """Also by the database itself, had the scenario let it through."""
    before = path.read_bytes()
    source = Columns(operation=None, seat=None, at=None)
    with (
        pytest.raises(RollError, match=f"^roll: .*{said}"),
        SqliteDatabase(str(path), shown="x").table(sql) as table,
    ):
        list(table.entries(source))
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_query_that_fails_half_way_is_no_roll(path: Path) -> None:
    """After more rows than are fetched at a time."""
    sql = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        " SELECT 'p' || i || CASE i WHEN 3000 THEN abs(-9223372036854775807 - 1) ELSE '' END AS person"
        " FROM n"
    )
    with pytest.raises(RollError, match=r"cannot be read \(integer overflow\)"):
        read(path, sql)


def test_a_file_that_is_none_is_refused_and_not_made(tmp_path: Path) -> None:
    """Opened for writing, it would spring into being, empty."""
    with pytest.raises(
        RollError, match=r"sqlite:///.*/none.db: there is no such file; name one of SQLite"
    ):
        read(tmp_path / "none.db", "SELECT 1 AS person")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "text.db").write_text("these are no pages of SQLite " * 100)
    with pytest.raises(RollError, match="file is not a database"):
        read(tmp_path / "text.db", "SELECT person FROM held")


def test_a_query_without_end_is_ended(path: Path) -> None:
    """It says how long it may take."""
    database = SqliteDatabase(str(path), shown="x", portion_deadline_s=0.2)
    with pytest.raises(RollError, match=r"the query gives no row for 0\.2 s"), database.table(FOREVER):
        pass
