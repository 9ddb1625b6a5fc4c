"""Claims about groups of errors: by cause, with where they were and what the first was told."""

from siaga.record.tally import StepCount
from siaga.report.counted import Counted
from siaga.report.error_group import ErrorGroup, error_groups

PHASES = ("before", "before", "open", "open")


def _totals(
    errors: dict[str, int], first_s: dict[str, int], examples: dict[str, str] | None = None
) -> Counted:
    steps = {"home": StepCount(good=90, failed=10), "open home": StepCount(good=0, failed=7)}
    return Counted(steps=steps, errors=errors, reached={}, first_s=first_s, examples=examples or {})


def test_the_same_cause_in_several_steps_is_one_group() -> None:
    """Its steps are told by how many; the first is the earliest of all of them."""
    totals = _totals(
        {"home reset": 3, "open home reset": 7},
        {"home reset": 3, "open home reset": 1},
        {"home reset": "late", "open home reset": "connection reset by peer"},
    )
    assert error_groups(totals, PHASES) == (
        ErrorGroup(
            cause="reset",
            count=10,
            ratio=1.0,
            steps=(("open home", 7, 1.0), ("home", 3, 0.03)),
            more_steps=0,
            first="0:01, open home, in before",
            example="connection reset by peer",
        ),
    )


def test_errors_are_ordered_by_how_many_and_the_rest_comes_last() -> None:
    """The most frequent cause is first; those too many to keep apart are last, however many."""
    totals = _totals({"other": 90, "home reset": 3, "home timeout": 7}, {"home timeout": 65})
    groups = error_groups(totals, PHASES)
    assert [(one.cause, one.count, one.ratio) for one in groups] == [
        ("timeout", 7, 0.07),
        ("reset", 3, 0.03),
        ("other kinds, too many to keep apart", 90, 0.9),
    ]
    assert groups[0].first == "1:05, home"
    assert (groups[2].steps, groups[2].first) == ((), "0:00, in before")


def test_an_error_of_no_known_step_is_shown_whole() -> None:
    """Its kind is the cause."""
    (group,) = error_groups(_totals({"ghost reset": 2}, {"ghost reset": 2}), PHASES)
    assert (group.cause, group.steps, group.first) == ("ghost reset", (), "0:02, in open")


def test_of_many_steps_only_the_worst_are_named() -> None:
    """The others are counted."""
    steps = {f"step-{at}": StepCount(failed=at + 1) for at in range(8)}
    errors = {f"step-{at} reset": at + 1 for at in range(8)}
    (group,) = error_groups(Counted(steps=steps, errors=errors, reached={}), PHASES)
    assert [step for step, _count, _ratio in group.steps] == [f"step-{at}" for at in (7, 6, 5, 4, 3)]
    assert group.more_steps == 3


def test_an_example_of_another_step_stands_in_for_a_missing_one() -> None:
    """Of one cause any example is better than none."""
    kinds = {"home reset": 1, "open home reset": 1}
    totals = _totals(kinds, dict.fromkeys(kinds, 0), {"open home reset": "peer"})
    assert error_groups(totals, PHASES)[0].example == "peer"
