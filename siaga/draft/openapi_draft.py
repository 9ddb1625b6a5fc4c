"""The OpenApiDraft: a journey and its scenario, made of a site's description."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from siaga.draft.description import Description, Operation, description_of
from siaga.draft.journey_text import environment
from siaga.draft.project import LOCUSTFILE, SCENARIO
from siaga.draft.skeleton import Skeleton
from siaga.draft.translation import Ink
from siaga.draft.vow import likelihood, picked
from siaga.errors import UsageError

PATIENCE_S = 120
"""How long visitors may go on after the last has come: nobody knows how long the way is."""

_WHY = "The description has this status for a yes; its answer names nothing that was granted."

Asks = Callable[[Sequence[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenApiDraft:
    """What was made of a description.

    Attributes:
        titles: operations, as `POST /register`, in the order of the journey.
        uncalled: what is missing to call the others, by their titles.
        likeliest: titles of what may be the acknowledged one, the likeliest first.
        promised: name of the acknowledged step; empty if no operation is one.
        left_out: how many operations a journey does not send.
        files: text of each file, by its place in the project.
    """

    titles: Sequence[str]
    uncalled: dict[str, str]
    likeliest: Sequence[str]
    promised: str
    left_out: int
    files: dict[Path, str]


def from_openapi(
    path: Path,
    *,
    acknowledges: str = "",
    roll: dict[str, object] | None = None,
    asks: Asks | None = None,
) -> OpenApiDraft:
    """Make a draft.

    Args:
        path: the description.
        acknowledges: the operation by which the site promises something; empty: ask, or none.
        roll: what `site.roll` says; None without a roll.
        asks: asks whoever sits at the terminal; None: nobody does.

    Raises:
        UsageError: the description cannot be used, or no operation is called so.
    """
    description = description_of(path)
    operations = description.operations
    likely = [operations[one].title for one in _likeliest(operations)]
    wanted = acknowledges or (asks(likely) if asks and likely else "")
    number = _chosen(operations, wanted, likely) if wanted else None
    skeleton = Skeleton(description, number)
    promised = "" if number is None else skeleton.written[number].step
    uncalled = {operations[one].title: why for one, why in skeleton.order.uncalled.items()}
    journey = _journey(description, skeleton, uncalled, promised)
    description.refuse_problems()
    return OpenApiDraft(
        titles=[operations[one.number].title for one in skeleton.order.calls],
        uncalled=uncalled,
        likeliest=likely,
        promised=promised,
        left_out=description.left_out,
        files={
            LOCUSTFILE: journey,
            SCENARIO: _scenario(operations, skeleton, number, promised, roll),
        },
    )


def _journey(
    description: Description, skeleton: Skeleton, uncalled: dict[str, str], promised: str
) -> str:
    texts = [*(one.text for one in skeleton.written), *skeleton.lines()]
    ink = Ink(needs={"document"} if any("document(" in one for one in texts) else set())
    return (
        environment()
        .get_template("skeleton.py.j2")
        .render(
            lines=skeleton.lines()
            or ["raise NotImplementedError  # no operation can be called as it is"],
            calls=len(skeleton.order.calls),
            written=skeleton.written,
            uncalled=sorted(uncalled.items()),
            left_out=description.left_out,
            promised=promised,
            quotes=any("{quote(" in one for one in texts),
            reads=False,
            ink=ink,
        )
    )


def _scenario(
    operations: Sequence[Operation],
    skeleton: Skeleton,
    number: int | None,
    promised: str,
    roll: dict[str, object] | None,
) -> str:
    row = None
    if number is not None and not skeleton.receipt and operations[number].statuses:
        status = operations[number].statuses[0]
        row = {"step": promised, "status": status, "outcome": "ok", "why": _WHY}
    return (
        environment()
        .get_template("scenario.yaml.j2")
        .render(roll=roll, row=row, promised=promised, person="me.person.email", patience_s=PATIENCE_S)
    )


def _likeliest(operations: Sequence[Operation]) -> list[int]:
    posts = [number for number, one in enumerate(operations) if one.method == "post"]
    return sorted(posts, key=lambda number: (-likelihood(operations[number].path), number))


def _chosen(operations: Sequence[Operation], wanted: str, likely: Sequence[str]) -> int:
    title = picked(wanted, likely)
    called = title if " " in title else f"POST {title}"
    for number, one in enumerate(operations):
        if one.method == "post" and one.title == called:
            return number
    known = ", ".join(likely) or "none"
    raise UsageError(f"--acknowledges: no operation is called so; the description has {known}")
