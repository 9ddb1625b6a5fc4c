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
        ("path/roll.csv", "site.roll: is no mapping; write keys with values"),
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
    assert line.partition(": ")[2] == (
        "site.roll.dsn: is neither a whole reference to the environment nor a file of SQLite;"
        " write ${ROLL_DSN} or sqlite:///PATH, secrets belong in no file"
    )


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


def test_what_is_compared_is_named_by_columns() -> None:
    """In the order of the way; a column may be named under several keys."""
    found = source(
        "{content: [name, phone], unique: {phone: phone, nik: text, email: caseless, kk: digits},"
        " steps: [account_at, proved_at], lot: id}"
    )
    assert found.content == ("name", "phone")
    assert found.unique == {"phone": "phone", "nik": "text", "email": "caseless", "kk": "digits"}
    assert found.steps == ("account_at", "proved_at")
    assert list(found.named()) == [
        ("person", "person"),
        ("operation", "key"),
        ("seat", "seat"),
        ("at", "at"),
        ("lot", "id"),
        ("content", "name"),
        ("content", "phone"),
        ("unique", "phone"),
        ("unique", "nik"),
        ("unique", "email"),
        ("unique", "kk"),
        ("steps", "account_at"),
        ("steps", "proved_at"),
    ]
    nothing = source("{}")
    assert (nothing.content, nothing.unique, nothing.steps, nothing.lot) == ((), {}, (), None)


def test_what_is_compared_is_kept_with_the_run() -> None:
    """The audit reads the columns from the run folder, order and forms included."""
    roll = "{csv: x, content: [b, a], unique: {b: digits, a: text}, steps: [d, c]}"
    kept = loads(dump(loads(day(roll), "day.yaml")), "kept").site.roll
    assert kept == source(roll)
    assert kept is not None
    assert (kept.content, list(kept.unique), kept.steps) == (("b", "a"), ["b", "a"], ("d", "c"))


@pytest.mark.parametrize(
    ("roll", "said"),
    [
        ("{content: [a, b, a]}", "site.roll.content: names a, b, a; each column once is allowed"),
        ("{steps: [a, a]}", "site.roll.steps: names a, a; each column once is allowed"),
        ("{content: name}", "site.roll.content: is no list; write [one, another]"),
        ("{content: ['']}", "site.roll.content.0: '' is refused: String should have at least 1"),
        ("{unique: [nik]}", "site.roll.unique: is no mapping; write keys with values"),
        ("{unique: {nik: number}}", "site.roll.unique.nik: 'number' is refused: Input should be 'text'"),
        ("{unique: {nik: null}}", "site.roll.unique.nik: Input should be 'text', 'caseless'"),
    ],
)
def test_what_names_no_columns_is_refused(roll: str, said: str) -> None:
    """With the key, and with what is allowed."""
    (line,) = refusal(roll)
    assert said in line


def notices(text: str, roll: str = "{path: /admin/roll}") -> list[str]:
    """Give what is wrong with where the notices are."""
    content = yaml.safe_load(day(roll))
    content["site"]["notices"] = yaml.safe_load(text)
    try:
        loads(yaml.safe_dump(content), "day.yaml")
    except ScenarioError as refused:
        return [line.split(": ", 1)[1] for line in refused.problems]
    return []


@pytest.mark.parametrize(
    "text",
    [
        "{path: /admin/notices}",
        "{path: /admin/notices, next: Link, person: nik, at: null}",
        "{csv: out/notices.csv, operation: null, seat: null, at: null}",
        '{sql: SELECT person FROM notices, dsn: "${NOTICE_DSN}"}',
    ],
)
def test_notices_are_read_as_a_roll_is(text: str) -> None:
    """From each of the three sources; the run folder keeps which."""
    assert notices(text) == []
    content = yaml.safe_load(day("{path: /admin/roll}"))
    content["site"]["notices"] = yaml.safe_load(text)
    loaded = loads(yaml.safe_dump(content), "day.yaml")
    assert loads(dump(loaded), "kept").site.notices == loaded.site.notices is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "site.notices: say not where; one of path, csv, sql has to be given"),
        ("{person: nik}", "site.notices: say not where; one of path, csv, sql has to be given"),
        ("{path: /n, content: [a]}", "site.notices.content: is not compared in notices; drop it"),
        ("{path: /n, unique: {a: text}}", "site.notices.unique: is not compared in notices; drop it"),
        ("{path: /n, steps: [a]}", "site.notices.steps: is not compared in notices; drop it"),
        ("{path: /n, lot: a}", "site.notices.lot: is not compared in notices; drop it"),
        ("{path: /n, csv: x}", "site.notices: has path and csv; one of path, csv, sql is allowed"),
        ("{sql: SELECT 1}", "site.notices.dsn: is missing; it has to be given"),
        ("{dsn: '${D}'}", "site.notices.sql: is missing; it has to be given"),
        ("notices.csv", "site.notices: is no mapping; write keys with values"),
        ("{path: notices}", "site.notices.path: 'notices' is refused: String should match pattern '^/'"),
    ],
)
def test_what_is_no_source_of_notices_is_refused(text: str, said: str) -> None:
    """A guess would be the roll itself, and nobody would be missing."""
    assert notices(text) == [said]


@pytest.mark.parametrize(
    ("text", "roll", "same"),
    [
        ("{path: /r, person: nik}", "{path: /r}", True),
        ("{path: /r, token: '${T}'}", "{path: /r, next: Link}", True),
        ("{csv: x, wait: 1 s}", "{csv: x}", True),
        ("{sql: SELECT 1, dsn: '${D}', seat: null}", "{sql: SELECT 1, dsn: '${D}'}", True),
        ("{path: '/r?of=notices'}", "{path: /r}", False),
        ("{csv: y}", "{csv: x}", False),
        ("{sql: SELECT 2, dsn: '${D}'}", "{sql: SELECT 1, dsn: '${D}'}", False),
        ("{sql: SELECT 1, dsn: '${E}'}", "{sql: SELECT 1, dsn: '${D}'}", False),
        ("{csv: /r}", "{path: /r}", False),
    ],
)
def test_the_roll_is_no_list_of_its_own_notices(text: str, roll: str, *, same: bool) -> None:
    """Whatever columns are read: everybody on it would have been told exactly once."""
    said = "site.notices: are read where the roll is; name where the site lists whom it told"
    found = [line.replace("site: ", "site.notices: ") for line in notices(text, roll)]
    assert found == ([said] if same else [])
