"""The OutcomeRow: what a whole answer of a site of one's own means for a promise."""

import math
import re
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from siaga.scenario.part import Part, Text
from siaga.scenario.problem import Problem, refuse

LOWEST, HIGHEST = 200, 999
"""Statuses that a whole answer can have."""

MOST_ROWS = 100
"""Every promise asks them in order; a site that needs more has no rule to speak of."""

MOST_PLACES = 20
"""Places of one answer that a row may ask for."""

_CLASS = re.compile(r"([2-9])xx")
_PLACE = r"^[^.]+(\.[^.]+)*$"

Written = int | str | tuple[int, ...]
Scalar = str | int | float | bool | None


def _status(given: object) -> Written:
    """Take a status in one of its three forms; texts of digits are none, as `503` needs no quotes."""
    if isinstance(given, str) and _CLASS.fullmatch(given):
        return given
    if _is_status(given):
        return given  # type: ignore[return-value]
    if isinstance(given, list | tuple) and given and all(map(_is_status, given)):
        return tuple(given)
    raise ValueError(
        f"{_short(given)} is no status; write 503, [502, 503] or 5xx, from {LOWEST} to {HIGHEST}"
    )


def _is_status(given: object) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and LOWEST <= given <= HIGHEST


def _scalar(given: object) -> Scalar:
    sound = given is None or isinstance(given, str | int | float)
    if not sound or (isinstance(given, float) and not math.isfinite(given)):
        raise ValueError(
            f"{_short(given)} is no single JSON value; quote a text or write a number, true, false, null"
        )
    return given  # type: ignore[return-value]


def _short(given: object) -> str:
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:60]}…"  # noqa: PLR2004 - fits a line


def _sound(body: dict[str, Scalar]) -> dict[str, Scalar]:
    """Refuse too many places, and `error` beside `error.code`: a single value has nothing inside."""
    if len(body) > MOST_PLACES:
        refuse([Problem(text=f"has {len(body)} entries; at most {MOST_PLACES} are allowed")])
    refuse(
        [
            Problem(place=(inner,), text=f"cannot be asked beside {outer!r}, which is a single value")
            for inner in body
            for outer in body
            if inner.startswith(f"{outer}.")
        ]
    )
    return body


_WRITTEN_STATUS = WithJsonSchema(
    {
        "type": ["integer", "string", "array"],
        "minimum": LOWEST,
        "maximum": HIGHEST,
        "pattern": f"^{_CLASS.pattern}$",
        "items": {"type": "integer", "minimum": LOWEST, "maximum": HIGHEST},
        "minItems": 1,
        "examples": [503, [502, 503], "5xx"],
    }
)
_WRITTEN_SCALAR = WithJsonSchema({"type": ["string", "number", "boolean", "null"]})

Status = Annotated[Written, BeforeValidator(_status), _WRITTEN_STATUS]
"""One status, several, or all of a class."""

Value = Annotated[Scalar, BeforeValidator(_scalar), _WRITTEN_SCALAR]
"""A JSON value without parts."""

Place = Annotated[str, Field(pattern=_PLACE, max_length=200)]
"""Where in a JSON answer: keys, and places in lists, with dots in between."""


Body = Annotated[
    dict[Place, Value], AfterValidator(_sound), Field(json_schema_extra={"maxProperties": MOST_PLACES})
]
"""Places of a JSON answer, and what stands there."""


class OutcomeRow(Part):
    """One row of the site's own: which whole answers it is about, and what they mean."""

    step: Text | None = None
    """Step whose promises the row is about; not given: those of every step."""

    status: Status
    """Statuses of the answers: one, a list of them, or a class such as `5xx`."""

    body: Body = Field(default_factory=dict)
    """Keys of the JSON answer, with dots in between, and the value that each has to have."""

    outcome: Literal["ok", "refused", "unknown"]
    """What such an answer means: acknowledged, certainly not done, or nobody knows."""

    why: Annotated[str, Field(min_length=1, max_length=200)]
    """A sentence for the ledger: how the site's makers know."""

    means: Literal["sold-out"] | None = None
    """What a refusal says of the site: `sold-out`, that no seat is left; not given: nothing."""

    @model_validator(mode="after")
    def _only_a_refusal_means_something(self) -> Self:
        if self.means is not None and self.outcome != "refused":
            text = f"{self.means!r} is said by a refusal; write `outcome: refused`, or drop it"
            refuse([Problem(place=("means",), text=text)])
        return self

    @property
    def statuses(self) -> frozenset[int]:
        """Every status that the row is about."""
        if isinstance(self.status, int):
            return frozenset((self.status,))
        if isinstance(self.status, tuple):
            return frozenset(self.status)
        first = int(self.status[0]) * 100
        return frozenset(range(first, first + 100))

    def asks_no_more_than(self, other: "OutcomeRow") -> bool:
        """Tell whether, status aside, this row applies wherever the other one does."""
        return self.step in {None, other.step} and all(
            place in other.body and same(other.body[place], value) for place, value in self.body.items()
        )


def same(found: object, wanted: Scalar) -> bool:
    """Tell whether two JSON values are equal; Python would take `true` for 1."""
    return found == wanted and isinstance(found, bool) == isinstance(wanted, bool)


def _each_can_apply(rows: tuple[OutcomeRow, ...]) -> tuple[OutcomeRow, ...]:
    refuse(list(_unreachable(rows)))
    return rows


def _unreachable(rows: Sequence[OutcomeRow]) -> Iterator[Problem]:
    """Find each row of which the rows before it leave nothing."""
    for place, row in enumerate(rows):
        left, winners = row.statuses, []
        for earlier, other in enumerate(rows[:place]):
            if other.asks_no_more_than(row) and left & other.statuses:
                left -= other.statuses
                winners.append(f"outcomes.{earlier}")
        if not left:
            first = " and ".join(winners)
            text = f"can never apply, all of it is decided by {first} before; put it first, or drop it"
            yield Problem(place=(place,), text=text)


OutcomeRows = Annotated[
    tuple[OutcomeRow, ...], Field(max_length=MOST_ROWS), AfterValidator(_each_can_apply)
]
"""Rows in order, each of which can apply."""
