"""One rule asked of a run made by hand, whose quota may change: what it says and all that it finds."""

from collections.abc import Callable
from typing import Any

from siaga.judge.books import open_books
from siaga.judge.rule import Rule, Ruling, rule_on
from siaga.judge.terms import Terms
from siaga.record.clock_jump import ClockJump
from siaga.record.run_record import RunRecord
from siaga.scenario.site import Site
from tests.judge.hand_made import T0_S, Entry, Run

Make = Callable[..., Run]


def changing(make: Make, first: int, then: int | None = None, **said: object) -> Run:
    """Make a run with a plan, whose quota changes at 10 s; clocks may differ by a second."""
    raises = () if then is None else ({"with": "evening", "quota": then},)
    run = make()
    site = run.scenario.site.model_dump(by_alias=True) | {"quota": first, "raises": raises, **said}
    run.judged_with(site=Site.model_validate(site))
    run.record()
    return run


def given(*at_s: float | None) -> list[Entry]:
    """Give entries that were given at these run seconds, to p0, p1 and so on."""
    return [
        (f"p{number}", f"k{number}", f"{number}", None if at is None else T0_S + at)
        for number, at in enumerate(at_s)
    ]


def ruling(run: Run, rule: Rule) -> Ruling:
    """Say what a rule finds in a run."""
    return _asked(run, rule)[0]


def violations(run: Run, rule: Rule) -> list[dict[str, Any]]:
    """Give every violation in order of time, person and seat."""
    return _asked(run, rule)[1]


def _asked(run: Run, rule: Rule) -> tuple[Ruling, list[dict[str, Any]]]:
    folder = run.folder
    terms = Terms.of_run(folder, run.scenario)
    workers = RunRecord.read(folder.run).workers if folder.run.exists() else None
    with open_books(folder, terms, workers=workers) as books:
        said = rule_on(rule, books, terms)
        if said.result.state in {"not_applicable", "unknown"}:
            return said, []
        found = books._engine.sql("FROM found").order("at_s, person, seat")
        return said, [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def set_clock(run: Run, *by_s: float) -> None:
    """Write that the master's clock was set, from the third second on, a second apart."""
    run.folder.clock_jumps.unlink(missing_ok=True)
    for place, one in enumerate(by_s):
        ClockJump(at_s=3.0 + place, by_s=one).write(run.folder.clock_jumps)
