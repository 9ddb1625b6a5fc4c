"""Claims about where a scenario may say that the roll is read."""

import pytest
import yaml

from siaga.errors import ScenarioError
from siaga.scenario.load import dump, loads
from siaga.scenario.roll_source import CsvSource, HttpSource, SqlSource
from siaga.scenario.scale import scaled
from siaga.scenario.schema import json_schema
from tests.scenario.days import DAY

ROLL = "  roll: {path: /admin/roll, person: person, operation: key, seat: seat, at: at}\n"


def day(roll: str) -> str:
    """Give a day whose roll is read elsewhere."""
    assert ROLL in DAY
    return DAY.replace(ROLL, f"  roll: {roll}\n")


def source(roll: str) -> HttpSource | CsvSource | SqlSource:
    """Load what a day says of its roll."""
    found = loads(day(roll), "day.yaml").site.roll
    assert found is not None
    return found


def refusal(roll: str) -> list[str]:
    """Give what is wrong with it, line by line."""
    with pytest.raises(ScenarioError) as refused:
        loads(day(roll), "day.yaml")
    return str(refused.value).splitlines()


def test_a_source_is_told_by_its_key() -> None:
    """`path`, `csv` or `sql`; without any of them it is the built-in site's."""
    assert source("{}") == HttpSource()
    assert source("{path: /r, next: Link}") == HttpSource.model_validate({"path": "/r", "next": "Link"})
    assert source("{csv: out/roll.csv, seat: null}") == CsvSource(csv="out/roll.csv", seat=None)
    assert source('{sql: SELECT 1, dsn: "${ROLL_DSN}"}') == SqlSource(sql="SELECT 1", dsn="${ROLL_DSN}")


def test_the_defaults_are_those_of_the_page() -> None:
    """One stream, a minute of waiting, and the columns of the built-in site."""
    assert (HttpSource().path, HttpSource().next_page) == ("/admin/roll", None)
    assert CsvSource(csv="x").wait_s == 60
    columns = source("{csv: x}")
    assert (columns.person, columns.operation, columns.seat, columns.at) == (
        "person",
        "key",
        "seat",
        "at",
    )


@pytest.mark.parametrize(
    ("roll", "said"),
    [
        ("{path: /r, csv: x}", "site.roll: has path and csv; one of path, csv, sql is allowed"),
        ("{csv: x, sql: SELECT 1}", "site.roll: has csv and sql; one of path, csv, sql is allowed"),
        ("roll.csv", "site.roll: is no mapping; write keys with values"),
        ("{csv: x, token: '${T}'}", "site.roll.token: is an unknown key"),
        ("{csv: x, wait: soon}", "site.roll.wait: 'soon' is not a duration"),
        ("{csv: ''}", "site.roll.csv: '' is refused: String should have at least 1 character"),
        ("{csv: x, person: null}", "site.roll.person: Input should be a valid string"),
        ("{path: roll}", "site.roll.path: 'roll' is refused: String should match pattern '^/'"),
        ("{path: /r, next: a b}", "site.roll.next: 'a b' is refused: String should match pattern"),
        ("{path: /r, nxt: Link}", "site.roll.nxt: is an unknown key"),
        ("{sql: SELECT 1}", "site.roll.dsn: is missing; it has to be given"),
        ("{dsn: '${D}'}", "site.roll.sql: is missing; it has to be given"),
        (
            "{sql: DELETE FROM t, dsn: '${D}'}",
            "site.roll.sql: begins with 'DELETE'; one SELECT, or WITH",
        ),
    ],
)
def test_what_is_no_source_is_refused_at_its_key(roll: str, said: str) -> None:
    """In words of YAML."""
    (line,) = refusal(roll)
    assert said in line
    assert line.startswith("day.yaml:33: ")


def test_all_problems_of_a_source_are_told_at_once() -> None:
    """As those of any part."""
    found = refusal("{sql: DROP TABLE t, dsn: postgresql://a, seet: no, person: ''}")
    assert [line.split(": ")[1] for line in found] == [
        "site.roll.person",
        "site.roll.sql",
        "site.roll.dsn",
        "site.roll.seet",
    ]


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://reader:hunter2@h/x",
        "postgresql://reader:hunter2@${HOST}/x",
        "${DSN} hunter2",
        "sqlite:///",
        "hunter2",
    ],
)
def test_a_dsn_in_the_file_is_refused_and_not_repeated(dsn: str) -> None:
    """Half a reference leaves the other half in the file."""
    (line,) = refusal(f"{{sql: SELECT 1, dsn: '{dsn}'}}")
    assert "site.roll.dsn: is neither a whole reference to the environment nor a file of SQLite" in line
    assert "hunter2" not in line


def test_a_file_of_sqlite_has_no_secret() -> None:
    """It may be written plainly, from the root or the working folder, with references in it."""
    for dsn in ("sqlite:///roll.db", "sqlite:////var/roll.db", "sqlite:///${FOLDER}/roll.db"):
        assert source(f'{{sql: SELECT 1, dsn: "{dsn}"}}') == SqlSource(sql="SELECT 1", dsn=dsn)


@pytest.mark.parametrize(
    "roll", ["{next: Link}", "{csv: x, wait: 2 min}", "{sql: SELECT 1, dsn: '${D}'}"]
)
def test_a_run_folder_keeps_the_source_and_its_references(roll: str) -> None:
    """Scaled and written, it loads to an equal one, and no secret was looked up."""
    scenario = scaled(loads(day(roll), "day.yaml"), scale=0.5, time_scale=0.5)
    kept = dump(scenario)
    assert loads(kept, "kept").site.roll == scenario.site.roll == source(roll)
    assert yaml.safe_load(kept)["site"]["roll"].get("dsn", "${D}") == "${D}"


@pytest.mark.parametrize(
    ("roll", "sound"),
    [
        ("{}", True),
        ("{path: /r, next: X-Next, seat: null}", True),
        ("{csv: x, wait: 5 min}", True),
        ("{sql: SELECT 1, dsn: '${D}'}", True),
        ("{sql: SELECT 1}", False),
        ("{csv: x, path: /r}", False),
        ("{csv: x, next: Link}", False),
        ("{csv: x, person: null}", False),
    ],
)
def test_an_editor_knows_the_three_shapes(roll: str, sound: bool) -> None:  # noqa: FBT001 - expected value
    """By the schema, as the loader does."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
    problems = list(
        jsonschema.Draft202012Validator(json_schema()).iter_errors(yaml.safe_load(day(roll)))
    )
    assert (problems == []) == sound
