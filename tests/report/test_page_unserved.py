"""Claims about the page of a run that did not serve everybody: it says never, and draws it nowhere."""

import json
import math
from dataclasses import replace

import pytest

from siaga.judge.verdict import State
from siaga.record.latency import Interval, LatencyLog, never
from tests.report.opening_day import T0_S
from tests.report.page_faults import page_faults
from tests.report.parsed_page import ParsedPage, parsed
from tests.report.rehearsal import Rehearsal


@pytest.fixture
def lost(go: Rehearsal) -> Rehearsal:
    """The day that went well, but for 1,500 visitors who were to begin with home and were dropped."""
    log = LatencyLog(go.folder.latency(9), T0_S)
    log.append(Interval(second=5, step="home", intended=True, latencies=never(1_500)))
    log.close()
    slow = replace(
        go.verdict.objectives[1],
        state=State.BROKEN,
        value=math.inf,
        bound=math.inf,
        events=2_000,
        never=1_500,
        text="never, 95 % bound never, at most 1.5 s is asked for.",
    )
    return replace(go, verdict=replace(go.verdict, objectives=(slow,)))


def _read(lost: Rehearsal) -> ParsedPage:
    return parsed(lost.rendered().report.read_text(encoding="utf-8"))


def test_steps_objectives_and_charts_say_never(lost: Rehearsal) -> None:
    """How many they were stands beside the samples, which do not hold them."""
    shown = _read(lost)
    assert page_faults(shown) == []
    steps = shown.section("steps")
    assert "and 1,500 never served" in steps
    assert "Never served, and not drawn: 1,500." in steps
    assert "p99 never from the intended start" in steps
    assert "never never" in shown.section("objectives")


def test_the_verdict_file_has_null_and_how_many(lost: Rehearsal) -> None:
    """A decided objective without a value is one whose quantile falls on them."""
    text = lost.rendered().verdict.read_text(encoding="utf-8")
    (told,) = json.loads(text, parse_constant=pytest.fail)["objectives"]
    assert (told["state"], told["value"], told["bound"], told["never"]) == ("broken", None, None, 1_500)
    summary = lost.folder.summary.read_text(encoding="utf-8")
    assert "| never | never |" in summary
