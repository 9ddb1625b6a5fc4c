"""Claims about reactions: what people may do, and what is refused because nobody could do it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from siaga.scenario.reactions import TROUBLES, Backoff, Reactions
from siaga.scenario.traffic import Traffic

WHOLE: dict[str, Any] = {
    "retries": {
        "most": 3,
        "after": ["no-answer", "429"],
        "backoff": {"first": "500 ms", "factor": 2, "most": "8 s", "jitter": "50 %"},
        "obeys-retry-after": "80 %",
    },
    "reloads": {"after": "3 s", "share": "40 %", "most": 2},
    "refreshes": {"every": "2 s", "share": "30 %", "times": 4},
    "gives-up": "20 s",
    "comes-back": {"share": "50 %", "after": "2 min", "most": 3, "to": "start"},
    "double-clicks": "5 %",
    "closes-tab": "1 %",
}


def _reacting(reactions: dict[str, Any] | None) -> dict[str, Any]:
    """Give a traffic, as a file has it, whose people react."""
    people = {"name": "rest", "journey": "visitor", "reactions": reactions}
    phases = [{"name": "a", "for": "10 s", "rate": "10/s"}]
    return {"phases": phases, "populations": [people], "step-deadline": "10 s"}


def _refused(reactions: dict[str, Any]) -> dict[str, str]:
    """Give what is wrong with a population's reactions, by its place below them."""
    with pytest.raises(ValidationError) as refused:
        Traffic.model_validate(_reacting(reactions))
    found = {one["loc"]: one["msg"] for one in refused.value.errors()}
    assert all(place[:3] == ("populations", 0, "reactions") for place in found)
    return {".".join(map(str, place[3:])): text for place, text in found.items()}


def test_whoever_is_not_said_to_react_does_not() -> None:
    """Neither without the key, nor with nothing below it."""
    assert Traffic.model_validate(_reacting(None)).populations[0].reactions is None
    quiet = Reactions.model_validate({})
    assert (quiet.retries, quiet.reloads, quiet.gives_up_s, quiet.comes_back) == (None,) * 4
    assert quiet.refreshes is None
    assert (quiet.double_clicks, quiet.closes_tab) == (0.0, 0.0)


def test_everything_that_people_do_can_be_said() -> None:
    """With units, as the rest of the file; what is resolved from it reads the same again."""
    traffic = Traffic.model_validate(_reacting(WHOLE))
    read = traffic.populations[0].reactions
    assert read is not None
    assert read.retries is not None
    assert isinstance(read.retries.backoff, Backoff)
    assert (read.retries.backoff.first_s, read.retries.obeys_retry_after) == (0.5, 0.8)
    assert (read.gives_up_s, read.double_clicks, read.closes_tab) == (20.0, 0.05, 0.01)
    assert Traffic.model_validate(traffic.model_dump(by_alias=True)) == traffic


def test_retries_follow_one_another_at_once_unless_a_pause_is_given() -> None:
    """After everything that can go wrong, unless it is said after what."""
    read = Reactions.model_validate({"retries": {"most": 1}}).retries
    assert read is not None
    assert (read.after, read.backoff) == (TROUBLES, 0.0)
    fixed = Reactions.model_validate({"retries": {"most": 1, "backoff": "2 s"}}).retries
    assert fixed is not None
    assert fixed.backoff == 2.0


def test_every_problem_is_told_at_once() -> None:
    """Each at its place, together with what one key alone does not show."""
    wrong = {
        "retries": {"most": 0, "after": ["no-answer", "404"], "backoff": "soon"},
        "reloads": {"share": "120 %"},
        "refreshes": {"times": 0},
        "gives-up": "0 s",
        "comes-back": {"after": "1 min", "to": "bed"},
        "double-click": "5 %",
    }
    assert set(_refused(wrong)) == {
        "retries.most",
        "retries.after.1",
        "retries.backoff.(fixed)",
        "reloads.after",
        "reloads.share",
        "refreshes.every",
        "refreshes.times",
        "gives-up",
        "comes-back.to",
        "double-click",
    }


@pytest.mark.parametrize(
    ("reactions", "place", "text"),
    [
        (
            {"retries": {"most": 1, "backoff": {"first": "5 s", "most": "1 s"}}},
            "retries.backoff.(growing).most",
            "is 1 s, less than the first pause of 5 s; raise it",
        ),
        ({"retries": {"most": 1, "after": []}}, "retries.after", "is empty; at least one is needed"),
        (
            {"retries": {"most": 1, "after": ["429", "429"]}},
            "retries.after",
            "names ('429', '429'); each once is allowed",
        ),
        (
            {"reloads": {"after": "10 s"}},
            "reloads.after",
            "is 10 s, not before step-deadline at 10 s; nobody would reload",
        ),
        (
            {"reloads": {"after": "3 s"}, "gives-up": "2 s"},
            "reloads.after",
            "is 3 s, not before gives-up at 2 s; nobody would reload",
        ),
    ],
)
def test_what_can_never_happen_is_refused(reactions: dict[str, Any], place: str, text: str) -> None:
    """The message names the value and what it meets."""
    assert _refused(reactions) == {place: text}


@given(
    first_s=st.floats(0.001, 10),
    factor=st.floats(1, 100),
    jitter=st.floats(0, 1),
    drawn=st.floats(0, 1),
    retry=st.integers(0, 99),
)
def test_a_pause_lies_between_what_jitter_leaves_and_the_longest(
    first_s: float, factor: float, jitter: float, drawn: float, retry: int
) -> None:
    """And without jitter no pause is shorter than the one before."""
    growing = Backoff.model_validate(
        {"first": first_s, "factor": factor, "most": 60.0, "jitter": jitter}
    )
    whole_s = growing.pause_s(retry, 0.0)
    assert first_s <= whole_s <= 60.0
    assert growing.pause_s(max(retry - 1, 0), 0.0) <= whole_s
    assert whole_s * (1 - jitter) <= growing.pause_s(retry, drawn) + 1e-9 <= whole_s + 1e-9


def test_pauses_double() -> None:
    """Half a second, one, two, four, and eight at most."""
    growing = Backoff.model_validate({"first": 0.5, "most": 8, "jitter": 0})
    assert [growing.pause_s(retry, 0.7) for retry in range(6)] == [0.5, 1, 2, 4, 8, 8]


@pytest.mark.parametrize(
    ("drawn", "pauses_s"), [(0.0, [3, 9, 10, 10]), (0.5, [2.4, 7.2, 8, 8]), (1.0, [1.8, 5.4, 6, 6])]
)
def test_chance_takes_no_more_of_a_pause_than_its_jitter(drawn: float, pauses_s: list[float]) -> None:
    """Of the longest pause, too: with 40 % no less than six tenths are left."""
    growing = Backoff.model_validate({"first": 3, "factor": 3, "most": 10, "jitter": "40 %"})
    assert [growing.pause_s(retry, drawn) for retry in range(4)] == pytest.approx(pauses_s)


def test_what_grows_up_to_its_first_pause_stays_as_it_is() -> None:
    """The longest pause may be the first."""
    growing = Backoff.model_validate({"first": 3, "most": 3, "jitter": 0})
    assert [growing.pause_s(retry, 0) for retry in range(3)] == [3, 3, 3]
