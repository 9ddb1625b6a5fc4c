"""A suite is a file of trials; the shipped one has one for every planted defect."""

from pathlib import Path

import pytest

from mock_site.defects import Defect
from siaga import bundle
from siaga.errors import ScenarioError, UsageError
from siaga.judge.verdict import Decision
from siaga.scenario.load import load
from siaga.selftest.sign import Sign
from siaga.selftest.suite import FILE, Suite
from siaga.selftest.trial import Trial

SHIPPED = bundle.folder("scenarios") / "selftest" / FILE

SMALL = """
clean:
  - {scenario: day, quick: true}
defects:
  - {defect: step-skip, scenario: day, site: [--store, x], seen-by: [rule R12, case step-skip]}
starved:
  - {of: worker, scenario: day, seen-by: [check workers-complete]}
"""


def suite(folder: Path, text: str = SMALL) -> Suite:
    """Load a suite beside which there is one scenario."""
    (folder / "day.yaml").touch()
    (folder / FILE).write_text(text, encoding="utf-8")
    return Suite.load(folder / FILE)


def test_a_file_is_read_as_its_trials(tmp_path: Path) -> None:
    """A good site, a defect that is named twice as the site asks, a generator that lacks something."""
    good = ("--profile", "hardened")
    assert suite(tmp_path) == Suite(
        folder=tmp_path,
        trials=(
            Trial(
                name="clean-day",
                scenario="day",
                expects=Decision.GO,
                site_arguments=good,
                quick=True,
            ),
            Trial(
                name="step-skip",
                scenario="day",
                expects=Decision.NO_GO,
                signs=(Sign("rule", "R12"), Sign("case", "step-skip")),
                site_arguments=(*good, "--defect", "step-skip", "--defect", "step-skip", "--store", "x"),
            ),
            Trial(
                name="starved-of-worker",
                scenario="day",
                expects=Decision.INCONCLUSIVE,
                signs=(Sign("check", "workers-complete"),),
                site_arguments=good,
                starves="worker",
            ),
        ),
    )


def test_trials_are_chosen_by_name_and_by_how_long_they_take(tmp_path: Path) -> None:
    """Without names all of them; the order of the names counts."""
    small = suite(tmp_path)
    clean, defect, starved = small.trials
    assert small.chosen((), quick=False) == (clean, defect, starved)
    assert small.chosen(("starved-of-worker", "clean-day"), quick=False) == (starved, clean)
    assert small.chosen((), quick=True) == (clean,)
    assert small.scenario_of(defect) == tmp_path / "day.yaml"
    with pytest.raises(
        UsageError, match="trial 'sun': is none; clean-day, step-skip, starved-of-worker"
    ):
        small.chosen(("sun",), quick=False)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (SMALL.replace("of: worker", "of: sleep"), ":7: starved.0.of: Input should be 'cpu', "),
        (SMALL.replace("rule R12", "R12"), ":5: defects.0.seen-by.0: Value error, 'R12' is no sign"),
        (SMALL.replace("[check workers-complete]", "[]"), ":7: starved.0.seen-by: Tuple should have"),
        (
            SMALL.replace("scenario: day, seen", "scenario: night, seen"),
            ": scenario 'night': is not in ",
        ),
        (SMALL.replace("defect: step-skip", "defect: clean-day"), ": clean-day: is there 2 times; "),
        (SMALL.replace("quick: true", "fast: true"), ":3: clean.0.fast: Extra inputs are not permitted"),
        ("- 1", ":1: is no scenario; it has to be a mapping of keys"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(tmp_path: Path, wrong: str, said: str) -> None:
    """No half of a suite is played."""
    with pytest.raises(ScenarioError) as caught:
        suite(tmp_path, wrong)
    assert str(caught.value).startswith(f"{tmp_path / FILE}{said}")


def test_a_suite_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    """The message has the path."""
    with pytest.raises(UsageError, match=r"suite\.yaml: cannot be read"):
        Suite.load(tmp_path / FILE)


def test_every_planted_defect_has_a_trial() -> None:
    """Whoever adds a defect says in which run siaga has to see it, and by what."""
    shipped = Suite.load(SHIPPED)
    planted = [one.name for one in shipped.trials if one.expects is Decision.NO_GO]
    assert sorted(planted) == sorted(one.value for one in Defect)


def test_every_scenario_of_a_defect_is_played_by_a_good_site_too() -> None:
    """A scenario that nobody passes sees nothing; and each is named by what it looks for."""
    shipped = Suite.load(SHIPPED)
    clean = {(one.scenario, one.site_arguments) for one in shipped.trials if one.expects is Decision.GO}
    for one in shipped.trials:
        planted = ("--defect", one.name, "--defect", one.name)
        kept = [word for word in one.site_arguments if word not in planted]
        assert (one.scenario, tuple(kept)) in clean


@pytest.mark.parametrize("trial", Suite.load(SHIPPED).trials, ids=lambda one: one.name)
def test_what_a_trial_looks_for_is_in_its_scenario(trial: Trial) -> None:
    """An objective or a case of another name would never be seen."""
    played = load(Suite.load(SHIPPED).scenario_of(trial))
    objectives = {one.id for one in played.objectives}
    cases = {one.case for one in played.abuse}
    for sign in trial.signs:
        known = {"objective": objectives, "case": cases}.get(sign.kind, {sign.id})
        assert sign.id in known
