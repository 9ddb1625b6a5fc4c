"""The Vow: the step by which the site promises something, and where its answer names what it granted."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from siaga.draft.discretion import Discretion
from siaga.draft.exchange import Exchange
from siaga.draft.handed import quoted
from siaga.draft.visit import Step
from siaga.errors import UsageError

_LIKELY = re.compile(
    r"regist|sign-?up|join|enrol|book|order|reserv|appl(y|ication)|checkout|submit|confirm|daftar|ticket|claim|enter|create",
    re.IGNORECASE,
)
_UNLIKELY = re.compile(
    r"log-?in|log-?out|session|token|auth|search|track|verify|refresh|graphql|queue|upload|resend|password|cart",
    re.IGNORECASE,
)
_RECEIPT = re.compile(
    r"(^|_|-)(id|number|no|ref|reference|code|receipt|ticket|seat|confirmation|booking|order|registration|uuid)$",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vow:
    """How an answer says yes.

    Attributes:
        receipt: key under which it names what was granted; empty if it names nothing.
        reads: Python that reads a page, or what is inside of JSON; empty: the JSON as it is.
        row: row of the scenario's outcomes that makes a yes of it; None where none is needed.
        sure: whether a yes was found at all.
    """

    receipt: str = ""
    reads: str = ""
    row: Mapping[str, object] | None = None
    sure: bool = True


def candidates(steps: Sequence[Step]) -> list[int]:
    """List the steps that may be the acknowledged operation, the likeliest first."""
    posts = [number for number, one in enumerate(steps) if one.asked.method == "POST"]
    return sorted(posts, key=lambda number: (-likelihood(steps[number].asked.url.path), -number))


def picked(wanted: str, likely: Sequence[str]) -> str:
    """Give the title that somebody picks of a list.

    Args:
        wanted: its number, from 1 on; anything else is given back as it is.
        likely: titles, as they were shown.
    """
    numbered = {str(number): title for number, title in enumerate(likely, 1)}
    return numbered.get(wanted, wanted)


def chosen(steps: Sequence[Step], wanted: str, titles: Sequence[str]) -> int:
    """Find the step that somebody names.

    Args:
        steps: of the visit.
        wanted: `POST /register`, or its path alone.
        titles: what each step is called, as `POST /register`.

    Raises:
        UsageError: no step is called so, or it is asked for with another method.
    """
    posts = candidates(steps)
    called = wanted if " " in wanted else f"POST {wanted}"
    fitting = [
        number for number in posts if called in {titles[number], f"POST {steps[number].asked.url.path}"}
    ]
    if fitting:
        return fitting[0]
    known = ", ".join(dict.fromkeys(titles[number] for number in posts)) or "none"
    raise UsageError(f"--acknowledges: no step is called so; the recording has {known}")


def vow_of(step: Step, name: str, may: Discretion) -> Vow:
    """Find how the answer to a step says yes."""
    answer = step.answered
    if (content := answer.json) is not None:
        return _in_json(content, answer, name, may)
    return _on_page(step, name, may)


def likelihood(path: str) -> int:
    """Say how likely it is that a site promises something under a path; below 0: hardly."""
    return 2 * bool(_LIKELY.search(path)) - 3 * bool(_UNLIKELY.search(path))


def _in_json(content: Any, answer: Exchange, name: str, may: Discretion) -> Vow:  # noqa: ANN401 - any JSON
    for path, value in _scalars(content, ()):
        key = path[-1] if path else ""
        if isinstance(key, str) and _RECEIPT.search(_CAMEL.sub("_", key)) and str(value):
            if len(path) == 1 and may.may_write_name(key):
                return Vow(receipt=key)
            if all(isinstance(one, int) or may.may_write_name(one) for one in path):
                inside = "".join(f"[{one if isinstance(one, int) else quoted(one)}]" for one in path)
                return Vow(receipt="receipt", reads=f'{{"receipt": answer.json(){inside}}}')
    why = "In the recording such an answer was a yes; it names nothing that was granted."
    return Vow(row={"step": name, "status": answer.status, "outcome": "ok", "why": why})


def _scalars(
    content: Any,  # noqa: ANN401 - any JSON
    path: tuple[str | int, ...],
) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Give what stands in JSON, what is near the top first."""
    level = [(content, path)]
    while level:
        following: list[tuple[Any, tuple[str | int, ...]]] = []
        for one, place in level:
            if isinstance(one, dict):
                following += [(value, (*place, key)) for key, value in one.items()]
            elif isinstance(one, list):
                following += [(value, (*place, at)) for at, value in enumerate(one[:1])]
            elif one is not None and not isinstance(one, bool):
                yield place, one
        level = following


def _on_page(step: Step, name: str, may: Discretion) -> Vow:
    """Read a yes from where the visitor ends up: a site that says no shows the form again."""
    if step.answered.url.path == step.asked.url.path:
        return Vow(reads='{"said": "nothing that the import understood"}', sure=False)
    plain = may.plain_parts(step.answered.url.path)
    shapes = ["([^/?#]+)" if one is None or one.isdigit() else re.escape(one) for one in plain]
    if not any(one and not one.startswith("(") for one in shapes):
        return Vow(reads='{"said": "nothing that the import understood"}', sure=False)
    pattern = "/".join(shapes).replace("\\-", "-")
    if "(" in pattern:
        reads = (
            f'{{"receipt": arrived[1]}} if (arrived := re.match(r"{pattern}", answer.path)) else {{}}'
        )
        return Vow(receipt="receipt", reads=reads)
    why = "Whoever was told yes in the recording was led to this page."
    row = {
        "step": name,
        "status": step.answered.status,
        "body": {"said": "yes"},
        "outcome": "ok",
        "why": why,
    }
    return Vow(
        reads=f'{{"said": "yes" if re.match(r"{pattern}([?]|$)", answer.path) else "no"}}', row=row
    )
