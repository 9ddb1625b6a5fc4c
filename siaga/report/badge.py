"""The badge: scenario and verdict in a small picture, for a page that shows how the last run went."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from siaga.judge.verdict import Verdict
from siaga.record.run_record import RunRecord
from siaga.report.mark import DECISIONS

GLYPH_PX = 7
"""Width kept for a letter: in every monospaced font one of 11 px is a little narrower."""

EDGE_PX = 12

LONGEST = 40
"""Letters of a scenario's name that are shown."""

COLOURS = {"good": "#085a30", "bad": "#9a121c", "open": "#5a2a9b", "caution": "#744700"}
"""White text on each of them has a contrast of at least 4.5 to 1, which WCAG 2.2 asks for."""


def badge(run: RunRecord, verdict: Verdict) -> str:
    """Write badge.svg; the same run gives the same bytes."""
    mark = DECISIONS[verdict.decision]
    subject = run.scenario if len(run.scenario) <= LONGEST else f"{run.scenario[: LONGEST - 1]}…"
    split = len(subject) * GLYPH_PX + EDGE_PX
    return _template().render(
        title=f"{run.scenario}: {mark.word}, {run.started_at[:10]}",
        subject=subject,
        word=mark.word,
        split=split,
        width=split + len(mark.word) * GLYPH_PX + EDGE_PX,
        colour=COLOURS[mark.tone],
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("siaga.report"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template("badge.svg.j2")
