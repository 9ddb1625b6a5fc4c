"""The RollSource: where the site's final state is read, and which of its columns mean what."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag

from siaga.scenario.part import Part, Text
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.quantity import DurationS
from siaga.scenario.reference import REFERENCE, reference
from siaga.scenario.statement import one_select
from siaga.sender import HEADER_NAME

HTTP, CSV, SQL = "(http)", "(csv)", "(sql)"
"""Names of the three shapes of a source; no key of a scenario looks like them."""

_SHAPES = ("path", "csv", "sql")
"""The keys that tell the shapes apart."""

_SQLITE = "sqlite:///"
_HEADER = f"^{HEADER_NAME}$"


def _dsn(text: str) -> str:
    """Refuse a DSN that may hold a secret, without repeating it; a file of SQLite has none."""
    if not (REFERENCE.fullmatch(text) or (text.startswith(_SQLITE) and text != _SQLITE)):
        said = "is neither a whole reference to the environment nor a file of SQLite"
        refuse(
            [Problem(text=f"{said}; write ${{ROLL_DSN}} or {_SQLITE}PATH, secrets belong in no file")]
        )
    return text


Form = Literal["text", "caseless", "digits", "phone"]
"""How two values are compared: as they stand, without case, by their digits, as phone numbers."""


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(names)) < len(names):
        refuse([Problem(text=f"names {', '.join(names)}; each column once is allowed")])
    return names


class Columns(Part):
    """Which columns of a roll mean what; null: the roll does not say."""

    person: Text = "person"
    """Column that says who holds the row."""

    operation: Text | None = "key"
    """Column that says which operation made the row: the idempotency key that was sent."""

    seat: Text | None = "seat"
    """Column that numbers the seat."""

    at: Text | None = "at"
    """Column that says when the row was made."""

    content: Annotated[tuple[Text, ...], AfterValidator(_each_once)] = ()
    """Columns with what the person asked the site to hold; journeys name the same to `Promise`."""

    unique: dict[Text, Form] = Field(default_factory=dict)
    """Columns of which no two people may have the same value, and how values are compared."""

    steps: Annotated[tuple[Text, ...], AfterValidator(_each_once)] = ()
    """Columns with the time of each step that comes before the row, in the order of the way."""

    lot: Text | None = None
    """Column with what a row's lot is made of, where seats are drawn once joining has closed."""

    def named(self) -> Iterator[tuple[str, str]]:
        """Give each column that is asked for, with the key that asks."""
        for key in ("person", "operation", "seat", "at", "lot"):
            if (name := getattr(self, key)) is not None:
                yield key, name
        for key in ("content", "unique", "steps"):
            for name in getattr(self, key):
                yield key, name


class HttpSource(Columns):
    """A roll that the site serves over HTTP as JSON lines, one a row."""

    path: Annotated[str, Field(pattern=r"^/")] = "/admin/roll"
    """Path of the roll on the site; it answers with JSON lines, one a row."""

    token: Annotated[str, AfterValidator(reference)] = "${SITE_ADMIN_TOKEN}"  # noqa: S105 - no secret
    """Bearer token that the roll asks for, as a reference to the environment."""

    next_page: Annotated[str | None, Field(alias="next", pattern=_HEADER)] = None
    """Header with the next page's address, `Link` for rel="next"; not given: the roll is one answer."""


class CsvSource(Columns):
    """A roll in a CSV file that the site's team exports."""

    csv: Text
    """Path of the file that the team's own export writes, from the working folder."""

    wait_s: Annotated[DurationS, Field(alias="wait")] = 60.0
    """How long a reading after the run waits for a file that is newer than the run."""


class SqlSource(Columns):
    """A roll that a query finds in the site's database."""

    sql: Annotated[Text, AfterValidator(one_select)]
    """The query: one SELECT, or WITH and a SELECT."""

    dsn: Annotated[str, AfterValidator(_dsn)]
    """The database, as a reference to the environment; a file of SQLite may be written plainly."""


def _shape(given: object) -> str:
    if isinstance(given, CsvSource) or (isinstance(given, dict) and "csv" in given):
        return CSV
    if isinstance(given, SqlSource) or (isinstance(given, dict) and {"sql", "dsn"} & set(given)):
        return SQL
    return HTTP


def _one_shape(given: object) -> object:
    named = [key for key in _SHAPES if key in given] if isinstance(given, dict) else []
    if len(named) > 1:
        refuse([Problem(text=f"has {' and '.join(named)}; one of {', '.join(_SHAPES)} is allowed")])
    return given


RollSource = Annotated[
    Annotated[HttpSource, Tag(HTTP)] | Annotated[CsvSource, Tag(CSV)] | Annotated[SqlSource, Tag(SQL)],
    Discriminator(_shape),
    BeforeValidator(_one_shape),
]
"""One of the three shapes."""


def same_place(
    one: HttpSource | CsvSource | SqlSource, other: HttpSource | CsvSource | SqlSource
) -> bool:
    """Tell whether two sources read the same rows, whatever they make of the columns."""
    keys = ("path", "csv", "sql", "dsn")
    return all(getattr(one, key, None) == getattr(other, key, None) for key in keys)


def _of_notices(given: object) -> object:
    """Refuse what a list of notices does not say, and to guess where the site has one."""
    keys = set(given) if isinstance(given, dict) else {"path"}
    problems = [
        Problem(place=(key,), text="is not compared in notices; drop it")
        for key in ("content", "unique", "steps", "lot")
        if isinstance(given, dict) and given.get(key)
    ]
    if not keys & {"path", "csv", "sql", "dsn"}:
        problems.append(Problem(text="say not where; one of path, csv, sql has to be given"))
    refuse(problems)
    return given


NoticeSource = Annotated[RollSource, BeforeValidator(_of_notices)]
"""One of the three shapes, which says where it is."""
