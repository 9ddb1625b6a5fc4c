"""Claims about marks: no state is told by colour alone."""

import re
from importlib import resources

from siaga.judge.comparison import Answer
from siaga.judge.verdict import Decision, State
from siaga.report.mark import ANSWERS, DECISIONS, STATES, Mark, state_mark


def test_every_decision_has_a_word_a_shape_and_a_tone_of_its_own() -> None:
    """Whoever sees no colours still tells the four apart, twice."""
    assert set(DECISIONS) == set(Decision)
    for part in ("word", "shape", "tone"):
        assert len({getattr(mark, part) for mark in DECISIONS.values()}) == len(Decision)


def test_every_state_has_a_mark_of_its_own() -> None:
    """Words and shapes of the states differ, and each of the judge's states is among them."""
    assert {state.value for state in State} <= set(STATES)
    assert len({mark.word for mark in STATES.values()}) == len(STATES)
    assert len({mark.shape for mark in STATES.values()}) == len(STATES)


def test_every_answer_of_a_comparison_has_a_mark_of_its_own() -> None:
    """Beside unknown, which is the state of that name."""
    every = [STATES["unknown"], *ANSWERS.values()]
    assert len({mark.word for mark in every}) == len({mark.shape for mark in every}) == len(Answer)
    assert {*ANSWERS, "unknown"} == {answer.value for answer in Answer}
    assert [state_mark(name) for name in ANSWERS] == list(ANSWERS.values())


def test_a_state_that_is_not_known_is_an_open_question_under_its_own_name() -> None:
    """It is never shown as met."""
    assert state_mark("half_met") == Mark(word="half met", shape="query", tone="open")


def test_every_shape_is_drawn_and_every_tone_is_in_the_style_sheet() -> None:
    """A mark that the page does not know would be invisible."""
    templates = resources.files("siaga.report").joinpath("templates")
    icons = templates.joinpath("icons.html.j2").read_text(encoding="utf-8")
    style = templates.joinpath("style.css").read_text(encoding="utf-8")
    marks = (*DECISIONS.values(), *STATES.values())
    assert {mark.shape for mark in marks} == set(re.findall(r'id="i-(\w+)"', icons))
    assert [mark.tone for mark in marks if f".{mark.tone} {{ --tone:" not in style] == []
