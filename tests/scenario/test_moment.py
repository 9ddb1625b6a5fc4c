"""Claims about moments: what can be written, what it means, and that it is written back the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from siaga.scenario.moment import Moment, When

STARTS_S = {"before-doors": 0.0, "rush": 20.0}


@pytest.mark.parametrize(
    ("text", "at_s"),
    [
        ("20 s", 20.0),
        ("1.5 min", 90.0),
        ("0 s", 0.0),
        ("rush", 20.0),
        ("rush + 5 s", 25.0),
        ("  rush+500ms ", 20.5),
        ("before-doors + 1 s", 1.0),
    ],
)
def test_a_moment_is_counted_from_its_phase(text: str, at_s: float) -> None:
    """Without one from the first."""
    assert Moment.read(text).at_s(STARTS_S) == at_s


@pytest.mark.parametrize("text", ["", "Rush", "5", "rush - 5 s", "rush 5 s", "+ 5 s", "rush + soon", 7])
def test_what_is_no_moment_is_refused_with_what_is(text: object) -> None:
    """The three forms are named."""
    with pytest.raises(ValueError, match="is no moment; write 20 s, the name of a phase, or rush"):
        Moment.read(text)


@pytest.mark.parametrize("after_s", [-0.001, 604_800.001, float("nan")])
def test_a_moment_beyond_any_run_is_refused(after_s: float) -> None:
    """Nothing happens before its phase, nor after a week."""
    with pytest.raises(ValueError, match=r"moment: .* s after its phase; 0 to 604,800 is allowed"):
        Moment(after_s=after_s)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (Moment(), "0 s"),
        (Moment(after_s=100.0), "100 s"),
        (Moment(after_s=0.5), "0.5 s"),
        (Moment(phase="rush"), "rush"),
        (Moment(phase="rush", after_s=1.2345678), "rush + 1.234568 s"),
        (Moment(phase="rush", after_s=604_800), "rush + 604800 s"),
    ],
)
def test_a_moment_is_written_in_as_few_letters_as_it_needs(moment: Moment, text: str) -> None:
    """What it says reads as a moment again, a week the last of them."""
    assert str(moment) == text
    assert str(Moment.read(text)) == text


def test_what_is_a_moment_already_is_taken_as_it_is() -> None:
    """Without being written and read, which would round it."""
    moment = Moment(phase="rush", after_s=1e-7)
    assert TypeAdapter(When).validate_python(moment) == moment
    assert TypeAdapter(When).validate_python("rush + 5 s") == Moment(phase="rush", after_s=5.0)


def test_in_a_day_of_a_quarter_of_its_time_a_moment_comes_after_a_quarter() -> None:
    """Of its own phase, and to a millionth of a second."""
    assert Moment(phase="rush", after_s=10).scaled(0.25) == Moment(phase="rush", after_s=2.5)
    assert Moment(after_s=1.0).scaled(1 / 3).after_s == 0.333333


@given(st.sampled_from(["", "rush"]), st.floats(0, 604_800))
def test_what_is_written_reads_the_same(phase: str, after_s: float) -> None:
    """To a millionth of a second."""
    moment = Moment(phase=phase, after_s=after_s)
    again = Moment.read(str(moment))
    assert again.phase == phase
    assert again.after_s == pytest.approx(after_s, abs=1e-6)
    assert Moment.read(str(again)) == again


@given(st.floats(0, 1_000), st.floats(0.01, 1))
def test_a_moment_is_scaled_with_its_day(after_s: float, time_scale: float) -> None:
    """Its phase is the same phase."""
    scaled = Moment(phase="rush", after_s=after_s).scaled(time_scale)
    assert scaled.phase == "rush"
    assert scaled.after_s == pytest.approx(after_s * time_scale, abs=1e-6)
