"""The JourneyText: the Locust file that a visit becomes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, count

from jinja2 import Environment, PackageLoader, StrictUndefined

from siaga.draft.call import call
from siaga.draft.correlation import Correlation
from siaga.draft.discretion import Discretion
from siaga.draft.handed import quoted
from siaga.draft.opening import READERS, imports
from siaga.draft.pause import Pause
from siaga.draft.step_code import StepCode
from siaga.draft.translation import Ink, Translation
from siaga.draft.visit import Step, Visit
from siaga.draft.vow import Vow, vow_of

_PREFERRED = ("me.person.nik", "me.person.email", "me.person.phone", "me.person.name")
MOST_OF_A_NAME = 40

_NO_NAMES = frozenset({"api", "rest", "v1", "v2", "v3", "v4"})
"""Parts of a path that are the same for every step."""


_VERBS = {"POST": "send"}
"""What a step does, where its method does not say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyText:
    """A journey, written.

    Attributes:
        text: of the Locust file.
        names: of its steps, in order; the same for requests of one kind.
        ink: what it took.
        vow: how the acknowledged step says yes; None if no step is one.
        promised: name of that step; empty likewise.
        person: what stands for the person of the promise.
    """

    text: str
    names: Sequence[str]
    ink: Ink = field(repr=False)
    vow: Vow | None = None
    promised: str = ""
    person: str = ""


def titles_of(visit: Visit, may: Discretion) -> list[str]:
    """Call each step by method and path, with `…` for what may not be written."""
    return [f"{one.asked.method} {_shown(one.asked.url.path, may)}" for one in visit.steps]


def names_of(visit: Visit, may: Discretion) -> list[str]:
    """Name each step by the words of its path; requests of one kind have one name."""
    taken: dict[str, str] = {}
    names = []
    for title in titles_of(visit, may):
        method, _, path = title.partition(" ")
        words = [one for one in re.split(r"[^a-z0-9]+", path.lower()) if one and one not in _NO_NAMES]
        words = words or ["home"]
        base = "-".join([*([] if method == "GET" else [_VERBS.get(method, method.lower())]), *words])
        while len(base) > MOST_OF_A_NAME and "-" in base:
            base = base.partition("-")[2]
        base = base[:MOST_OF_A_NAME]
        name = next(
            one
            for one in chain([base], (f"{base[:34]}-{at}" for at in count(2)))
            if taken.get(one, title) == title
        )
        taken[name] = title
        names.append(name if name[0].isalpha() else f"page-{name}"[:MOST_OF_A_NAME])
    return names


def write(
    visit: Visit, pauses: dict[str, Pause | None], may: Discretion, acknowledged: int | None
) -> JourneyText:
    """Write a journey.

    Args:
        visit: that was recorded.
        pauses: before each step, by its name.
        may: which words may be written.
        acknowledged: number of the step by which the site promises something; None if none does.
    """
    names = names_of(visit, may)
    variables = _variables(names, visit.steps)
    correlation = Correlation(visit.steps, may)
    translation = Translation(correlation, may, variables)
    code = StepCode(visit.steps, correlation.pages, variables, translation, may)
    vow = None if acknowledged is None else vow_of(visit.steps[acknowledged], names[acknowledged], may)
    parts = []
    for number, name in enumerate(names):
        path, arguments = code.arguments(number)
        before, translation.ink.lines = translation.ink.lines, []
        parts.append((path, [f'step="{name}"', *code.expected(number), *arguments], before))
    ink = translation.ink
    person = next((one for one in _PREFERRED if one in ink.people), _PREFERRED[1])
    lines: list[str] = []
    for number, (path, arguments, before) in enumerate(parts):
        pause = pauses.get(names[number]) if number else None
        lines += [f"me.think({_think(pause)})"] if pause else []
        lines += before
        if number == acknowledged and vow is not None:
            lines += _promise(path, arguments, vow, person, variables[number], number in ink.read)
        else:
            method = visit.steps[number].asked.method.lower()
            kept = f"{variables[number]} = " if number in ink.read else ""
            lines.append(call(f"{kept}me.{method}(", [path, *arguments]))
    text = _rendered(visit, lines, ink, vow)
    promised = names[acknowledged] if acknowledged is not None else ""
    return JourneyText(text=text, names=names, ink=ink, vow=vow, promised=promised, person=person)


def _rendered(visit: Visit, lines: Sequence[str], ink: Ink, vow: Vow | None) -> str:
    left_out = sorted(visit.left_out.items())
    return (
        environment()
        .get_template("journey.py.j2")
        .render(
            imports=imports(_calls(ink, vow)),
            reads=bool(READERS & ink.needs),
            lines=lines,
            ink=ink,
            vow=vow,
            steps=len(visit.steps),
            resources=sum(one.resources for one in visit.steps),
            others=sum(visit.hosts.values()),
            left_out=[f"{count} {why}" for why, count in left_out if why != "shown by pages"],
        )
    )


def _calls(ink: Ink, vow: Vow | None) -> set[str]:
    """Give what the journey calls beside the visitor."""
    said = {"promise"} if vow else set()
    if vow and vow.reads:
        said |= {
            "said",
            *(one for one in ("re", "json") if f"{one}." in vow.reads or f".{one}()" in vow.reads),
        }
    return {*ink.needs, *said, *(["settings"] if ink.settings else [])}


def _promise(
    path: str,
    arguments: list[str],
    vow: Vow,
    person: str,
    variable: str,
    is_read: bool,  # noqa: FBT001 - one caller
) -> list[str]:
    """Write the step that the audit is about."""
    told = [
        f"person={person}",
        f"receipt={quoted(vow.receipt or 'receipt')}",
        *(["reads=said"] if vow.reads else []),
    ]
    step, *rest = arguments
    expected = [one for one in rest if one.startswith("expect=")]
    carried = [one for one in rest if not one.startswith("expect=")]
    asked = call("wanted = Promise(", [*told, *expected])
    kept = call(
        "kept = me.promise(" if is_read else "me.promise(", [path, step, "promise=wanted", *carried]
    )
    return [asked, kept, *([f"{variable} = kept.answer"] if is_read else [])]


def _think(pause: Pause) -> str:
    spread = "" if pause.sigma is None else f", sigma={pause.sigma:g}"
    return f"{pause.median_s:g}{spread}"


def _variables(names: Sequence[str], steps: Sequence[Step]) -> list[str]:
    """Call the answer of each step by its name."""
    counted: dict[str, int] = {}
    found = []
    for name, step in zip(names, steps, strict=True):
        counted[name] = counted.get(name, 0) + 1
        word = f"{name.replace('-', '_')}_{'page' if step.answered.is_page else 'answer'}"
        found.append(word if counted[name] == 1 else f"{word}_{counted[name]}")
    return found


def _shown(path: str, may: Discretion) -> str:
    return "/".join("…" if one is None or one.isdigit() else one for one in may.plain_parts(path))


@cache
def environment() -> Environment:
    """Give where the templates of drafts are."""
    return Environment(
        loader=PackageLoader("siaga.draft"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it is Python and YAML that is written, no page
    )
