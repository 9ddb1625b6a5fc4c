"""The Outcome of an operation: acknowledged, certainly not done, or nobody knows.

The table is in this module and nowhere else; a scenario adds rows of its own in the middle of it. It
follows Jepsen's ok, fail and info: what may have happened and was not acknowledged is unknown, never
refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from siaga.scenario.outcome_row import OutcomeRow, same


class Outcome(Enum):
    """How an operation ended."""

    OK = "ok"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Observation(NamedTuple):
    """What a visitor saw of an operation; a tuple, since one is made for every promise.

    Attributes:
        sent: whether a byte of the request may have left.
        status: of the whole answer; None if there is none.
        receipt: what the answer says was granted; empty if nothing, or unreadable.
        other_person: that is another person than the one it was asked for.
        not_processed: the answer carries the site's mark that it certainly did nothing.
        body: of the answer, read as JSON; None if it is none.
        why: what was seen, in a few words, for the ledger.
    """

    sent: bool
    status: int | None = None
    receipt: str = ""
    other_person: bool = False
    not_processed: bool = False
    body: Any = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table.

    Attributes:
        applies: whether it is about what was seen.
        outcome: what that means.
        reason: how one knows, for the ledger.
        step: the only step whose promises it is about; None: those of every step.
        means: what such an answer says of the site, such as "sold-out"; empty if nothing.
    """

    applies: Callable[[Observation], bool]
    outcome: Outcome
    reason: str
    step: str | None = None
    means: str = ""


_REFUSALS = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 425, 428, 429})
_SUCCESS = range(200, 300)
_CONFLICT = 409

SEALED: tuple[Row, ...] = (
    Row(
        applies=lambda seen: not seen.sent,
        outcome=Outcome.REFUSED,
        reason="no byte left, so the site cannot have done it",
    ),
    Row(
        applies=lambda seen: seen.status is None,
        outcome=Outcome.UNKNOWN,
        reason="something was sent and no whole answer came",
    ),
    Row(
        applies=lambda seen: seen.other_person,
        outcome=Outcome.UNKNOWN,
        reason="the answer is about another person",
    ),
)
"""Rows that come before those of any scenario: no site can mean something by an answer it never gave,
and none acknowledges to one person what it grants to another."""

TABLE: tuple[Row, ...] = (
    Row(
        applies=lambda seen: seen.status in _SUCCESS and bool(seen.receipt),
        outcome=Outcome.OK,
        reason="a success that names what was granted",
    ),
    Row(
        applies=lambda seen: seen.status in _SUCCESS,
        outcome=Outcome.UNKNOWN,
        reason="a success that does not say what was granted",
    ),
    Row(
        applies=lambda seen: seen.status == _CONFLICT and bool(seen.receipt),
        outcome=Outcome.OK,
        reason="the site says that this person has it already, and names it",
    ),
    Row(
        applies=lambda seen: seen.status in _REFUSALS,
        outcome=Outcome.REFUSED,
        reason="a refusal",
    ),
    Row(
        applies=lambda seen: seen.not_processed,
        outcome=Outcome.REFUSED,
        reason="an error that the site marks as certainly not processed; the audit verifies it",
    ),
)
"""Rows for the whole answers of any site."""

OTHERWISE = Row(
    applies=lambda _: True,
    outcome=Outcome.UNKNOWN,
    reason="an answer that says neither yes nor no",
)
"""What no row of the table is about."""


def classify(seen: Observation, *, step: str, own: Sequence[Row] = ()) -> Row:
    """Give the row that decides how an operation ended: the first that applies, or `OTHERWISE`.

    Args:
        seen: what the visitor saw.
        step: whose promise it is.
        own: rows of the scenario, asked after `SEALED` and before `TABLE`.
    """
    for rows in (SEALED, own, TABLE):
        for row in rows:
            if (row.step is None or row.step == step) and row.applies(seen):
                return row
    return OTHERWISE


def rows_of(outcomes: Sequence[OutcomeRow]) -> tuple[Row, ...]:
    """Turn the rows of a scenario into rows of the table, once for all promises."""
    return tuple(
        Row(
            applies=_applies(one),
            outcome=Outcome(one.outcome),
            reason=f"{one.why} (outcomes.{place})",
            step=one.step,
            means=one.means or "",
        )
        for place, one in enumerate(outcomes)
    )


def _applies(asked: OutcomeRow) -> Callable[[Observation], bool]:
    statuses = asked.statuses
    wanted = [(place.split("."), value) for place, value in asked.body.items()]

    def applies(seen: Observation) -> bool:
        # Every promise comes by here: most are settled by the status, before the body is looked at.
        if seen.status not in statuses:
            return False
        return all(same(inside(seen.body, keys), value) for keys, value in wanted)

    return applies


NOTHING = object()
"""What stands where an answer has no such place: unlike null, it equals no value."""


def inside(body: object, keys: Sequence[str]) -> object:
    """Give what stands at a place of an answer."""
    inner = body
    for key in keys:
        if isinstance(inner, dict):
            inner = inner.get(key, NOTHING)
        elif isinstance(inner, list) and key.isascii() and key.isdigit() and int(key) < len(inner):
            inner = inner[int(key)]
        else:
            return NOTHING
    return inner
