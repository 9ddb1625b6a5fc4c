"""Claims about rolls in a PostgreSQL: read in constant memory, never written, its DSN never told."""

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from siaga.record.content import content_digest
from siaga.record.run_folder import RunFolder
from siaga.roll.entry import Entry, RollError
from siaga.roll.postgres_database import PostgresDatabase
from siaga.roll.reading import take
from siaga.roll.sql_roll import SqlRoll
from siaga.scenario.roll_source import Columns, SqlSource
from tests.roll.postgres import PASSWORD, Postgres

PERSON = Columns(operation=None, seat=None, at=None)
SPOIL = """
    DROP TABLE IF EXISTS spoilt; CREATE TABLE spoilt (person text); GRANT ALL ON spoilt TO reader;
    CREATE OR REPLACE FUNCTION spoil() RETURNS text LANGUAGE plpgsql VOLATILE AS
        $$ BEGIN INSERT INTO spoilt VALUES ('eve'); RETURN 'eve'; END $$;
"""


def read(dsn: str, sql: str, columns: Columns = PERSON) -> list[Entry]:
    """Read what a query finds."""
    with PostgresDatabase(dsn, shown="${ROLL_DSN}").table(sql) as table:
        return list(table.entries(columns))


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("'6e8bc430-9c3a-11d9-9669-0800200c9a66'::uuid", "6e8bc430-9c3a-11d9-9669-0800200c9a66"),
        ("9971014107900001::bigint", "9971014107900001"),
        ("9971014107900001::numeric", "9971014107900001"),
        ("7.00::numeric(10, 2)", "7"),
        ("'x '::char(3)", "x  "),
        ("'é'::varchar", "é"),
    ],
)
def test_numbers_and_uuids_name_people_operations_and_seats(
    postgres: Postgres, written: str, text: str
) -> None:
    """As the same thing is written in a ledger."""
    (found,) = read(postgres.dsn(), f"SELECT {written} AS person, {written} AS seat", Columns(
        operation="seat", seat="seat", at=None
    ))  # fmt: skip
    assert (found.person, found.operation, found.seat) == (text, text, text)


@pytest.mark.parametrize(
    "written",
    [
        "timestamptz '2027-01-15 15:00:00.5+07'",
        "timestamp '2027-01-15 08:00:00.5'",
        "1800000000.5::float8",
        "1800000000.500::numeric",
        "'2027-01-15T08:00:00.5Z'::text",
    ],
)
def test_times_with_a_zone_and_without_are_unix_seconds(postgres: Postgres, written: str) -> None:
    """Without a zone they count as UTC, wherever the server thinks it is."""
    columns = Columns(operation=None, seat=None)
    (found,) = read(postgres.dsn(), f"SELECT 'ana' AS person, {written} AS at", columns)
    assert found.at_s == 1_800_000_000.5


def test_a_date_is_its_midnight_and_null_is_no_time(postgres: Postgres) -> None:
    """Both in one roll."""
    sql = "SELECT 'ana' AS person, date '2027-01-15' AS at UNION ALL SELECT 'budi', NULL"
    found = read(postgres.dsn(), sql, Columns(operation=None, seat=None))
    midnight_s = datetime(2027, 1, 15, tzinfo=UTC).timestamp()
    assert [one.at_s for one in found] == [midnight_s, None]


@pytest.mark.parametrize(
    "written", ["timestamptz 'infinity'", "date '-infinity'", "interval '1 s'", "true"]
)
def test_what_is_no_moment_is_refused(postgres: Postgres, written: str) -> None:
    """For ever is no time at which a seat was given."""
    with pytest.raises(RollError, match=r"has the time .* \(row 1\)"):
        read(
            postgres.dsn(), f"SELECT 'a' AS person, {written} AS at", Columns(operation=None, seat=None)
        )


@pytest.mark.parametrize(
    ("held", "sent"),
    [
        ("ARRAY['a', NULL, 'b']", ["a", None, "b"]),
        ("ARRAY[1.50, 2]::numeric[]", [1.5, 2]),
        ("ARRAY[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
        ("timestamptz '2027-01-15 15:00+07'", "2027-01-15 08:00:00+00:00"),
        ("NULL::text[]", None),
        ("true", True),
        ("2.50::numeric", 2.5),
        ("date '2020-04-11'", "2020-04-11"),
        ("ROW(1, 'x')", [1, "x"]),
    ],
)
def test_content_of_any_type_is_compared_with_what_was_sent(
    postgres: Postgres, held: str, sent: object
) -> None:
    """Arrays, decimals, truth values, and moments as Python writes them."""
    columns = Columns(operation=None, seat=None, at=None, content=("held",))
    (found,) = read(postgres.dsn(), f"SELECT 'ana' AS person, {held} AS held", columns)
    assert found.content == content_digest({"held": sent})


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ("'a'::bytea", "has the bytes b'a'; let the query make text of them"),
        ("ARRAY['a'::bytea]", "has the bytes b'a'; let the query make text of them"),
        ("ARRAY['0841']", "in column 'held' for unique; a text or a number is allowed"),
        ("true", "in column 'held' for unique; a text or a number is allowed"),
    ],
)
def test_what_nobody_could_have_sent_or_own_is_refused(postgres: Postgres, held: str, said: str) -> None:
    """In words that say what the query has to do."""
    columns = Columns.model_validate(
        {"operation": None, "seat": None, "at": None, "content": ["held"], "unique": {"held": "text"}}
    )
    with pytest.raises(RollError, match=said):
        read(postgres.dsn(), f"SELECT 'ana' AS person, {held} AS held", columns)


@pytest.mark.parametrize(
    "written", ["NULL", "''", "1.5::float8", "true", "'NaN'::numeric", "'a'::bytea"]
)
def test_what_names_nobody_is_refused(postgres: Postgres, written: str) -> None:
    """A binary fraction has no room for 16 digits."""
    with pytest.raises(RollError, match="it has to name a person"):
        read(postgres.dsn(), f"SELECT {written} AS person")


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT spoil() AS person", "cannot execute INSERT in a read-only transaction"),
        (
            "WITH x AS (INSERT INTO spoilt VALUES ('eve') RETURNING person) SELECT person FROM x",
            "in a read-only transaction",
        ),
        (
            "SELECT set_config('transaction_read_only', 'off', true) || spoil() AS person",
            "must be set before any query",
        ),
        ("SELECT person INTO more FROM spoilt", "there are none"),
        ("SELECT person FROM spoilt FOR UPDATE", "read-only transaction"),
        ("DELETE FROM spoilt", "there are none"),
        ("SELECT 1; DELETE FROM spoilt", "cannot insert multiple commands"),
        ("SELECT person FROM nowhere", r'relation "nowhere" does not exist'),
        ("SELECT $1::text AS person", "cannot be read to its end"),
        ("SELECT person, person FROM spoilt", "stands twice; there are person, person"),
    ],
)
def test_nothing_is_written_whatever_the_query_says(postgres: Postgres, sql: str, said: str) -> None:
    """By the owner of the table: the server itself refuses."""
    postgres.run(SPOIL)
    with pytest.raises(RollError, match=f"^roll: .*{said}"):
        read(postgres.dsn(), sql)
    assert postgres.count("spoilt") == 0


def test_a_query_that_fails_half_way_leaves_no_file(postgres: Postgres, tmp_path: Path) -> None:
    """After more rows than are fetched at a time."""
    sql = "SELECT 6 / (5000 - n) AS person FROM generate_series(1, 9000) AS n"
    source = SqlSource(sql=sql, dsn="${DSN}", operation=None, seat=None, at=None)
    folder = RunFolder(tmp_path)
    reading = take(lambda: SqlRoll(source, {"DSN": postgres.dsn()}), folder, "first", lambda: 5.0)
    assert reading.error == "roll: ${DSN}: refuses the query (division by zero)"
    assert [path.name for path in folder.roll.iterdir()] == ["reads.jsonl"]


def test_a_long_roll_passes_through_little_memory(postgres: Postgres) -> None:
    """10,000 entries of 2,000 bytes take more than 20 MB; a portion of them is in memory at a time."""
    sql = "SELECT n || repeat('x', 2000) AS person FROM generate_series(1, 10000) AS n"
    database = PostgresDatabase(postgres.dsn(), shown="x")
    tracemalloc.start()
    try:
        with database.table(sql) as table:
            assert sum(1 for _entry in table.entries(PERSON)) == 10_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_query_without_end_is_ended(postgres: Postgres) -> None:
    """By the server, which says so."""
    database = PostgresDatabase(postgres.dsn(), shown="${X}", portion_deadline_s=0.2)
    with (
        pytest.raises(RollError, match=r"^roll: \$\{X\}: the query gives no row for 0\.2 s"),
        database.table("SELECT pg_sleep(60)::text AS person") as table,
    ):
        list(table.entries(PERSON))


def test_an_account_that_may_only_read_is_enough(postgres: Postgres) -> None:
    """And one that may not is told what it lacks."""
    postgres.run(SPOIL)
    postgres.run("INSERT INTO spoilt VALUES ('ana'); REVOKE ALL ON spoilt FROM reader")
    dsn = postgres.dsn("reader", PASSWORD)
    with pytest.raises(RollError, match=r"refuses the query \(permission denied for table spoilt\)"):
        read(dsn, "SELECT person FROM spoilt")
    postgres.run("GRANT SELECT ON spoilt TO reader")
    assert [one.person for one in read(dsn, "SELECT person FROM spoilt")] == ["ana"]
