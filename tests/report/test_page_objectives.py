"""Claims about objectives in the page: all that is said of one is shown."""

from dataclasses import replace

from siaga.report.page import page
from tests.report.opening_day import run_record
from tests.report.parsed_page import parsed
from tests.report.rehearsal import Rehearsal
from tests.report.verdicts import go_verdict

GO = go_verdict((1,))


def test_an_objective_shows_all_that_is_said_of_it(empty: Rehearsal) -> None:
    """Title, tags, a warning, the stricter limit, and that it is a dry run; no empty expression."""
    quick = GO.objectives[1]
    nearly = replace(
        quick, title="It <b>is</b> quick", tags=("web", "seats"), warned=True, warn_limit=0.45
    )
    dry = replace(quick, id="later", dry_run=True, expression="", unit="days", bound=None, value=5.0)
    shown = parsed(page(replace(empty.facts(), verdict=replace(GO, objectives=(nearly, dry)))))
    said = " ".join(shown.section("objectives").split())
    assert "It <b>is</b> quick" in said
    assert "web, seats" in said
    assert "warned 412 ms 498 ms 1.5 s, wished for 450 ms" in said
    assert "met dry run 5 days none 1.5 days" in said
    assert [one.text for one in shown.all("code") if one.text in {"", quick.expression}] == [
        quick.expression
    ]


def test_a_run_that_an_objective_ended_says_so_beside_the_verdict(empty: Rehearsal) -> None:
    """When, for which one, and why."""
    why = "it was lost beyond repair"
    run = replace(run_record(), aborted_for="join-fast", aborted_at_s=75, aborted_why=why)
    said = parsed(page(replace(empty.facts(), run=run))).section("verdict")
    assert said.endswith(
        "Ended early: at 1 min 15 s the objective join-fast ended this run, since it was lost beyond"
        " repair. What comes after that in the plan was not played, and nothing is said of it."
    )
    assert "Ended early" not in parsed(page(empty.facts())).section("verdict")
