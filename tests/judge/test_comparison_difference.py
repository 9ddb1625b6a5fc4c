"""Claims about what differs between two runs: it is said, and what means nothing by it is unknown."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.judge.comparison_difference import differences
from siaga.judge.counts import Counts, WorkerTallies
from siaga.judge.recorded import Recorded
from siaga.record.machine_second import MachineSecond
from tests.judge.two_runs import changed_record, pair, played

EVERYTHING = {"latency", "errors", "dropped", "goodput"}
MACHINE = {"latency", "dropped", "goodput"}
USUAL = played()

RECORDS: list[tuple[dict[str, object], str, set[str]]] = [
    ({"scenario": "gate"}, "scenario: two-runs in the baseline, gate now.", EVERYTHING),
    ({"scale": 0.01}, "scale: 1 in the baseline, 0.01 now.", EVERYTHING),
    ({"time_scale": 0.2}, "time scale: 1 in the baseline, 0.2 now.", EVERYTHING),
    ({"seed": 2}, "seed: 1 in the baseline, 2 now.", set()),
    ({"workers": 4}, "workers: 1 in the baseline, 4 now.", {"dropped"}),
    ({"cores": 8}, "cores: 2 in the baseline, 8 now.", MACHINE),
    (
        {"owned_site": True},
        "site: on the generator's machine in the baseline, the built-in one now.",
        MACHINE,
    ),
    (
        {"host": "https://staging.test"},
        "site: on the generator's machine in the baseline, on another machine now.",
        MACHINE,
    ),
    (
        {"site_arguments": ("--quota", "3")},
        "Arguments of the built-in site: none in the baseline, --quota 3 now.",
        set(),
    ),
    ({"locustfile_digest": "9"}, "The Locust file is another one.", set()),
    ({"versions": {"siaga": "2"}}, "siaga: 1 in the baseline, 2 now.", set()),
    ({"versions": {}}, "siaga: 1 in the baseline, none now.", set()),
    ({"versions": {"siaga": "1", "gevent": "2"}}, "gevent: none in the baseline, 2 now.", set()),
    ({"interrupted": True}, "The run was stopped before its end.", EVERYTHING),
    ({"stopped_by": "disk"}, "The run was stopped before its end.", EVERYTHING),
    ({"aborted_for": "a", "aborted_at_s": 20}, "The run was stopped before its end.", EVERYTHING),
    ({"replays": "a/1"}, "The run is a replay of a few visitors.", EVERYTHING),
]


def test_two_runs_of_one_kind_do_not_differ() -> None:
    """Other ports, other times and other people are no difference."""
    other = changed_record(USUAL, host="http://localhost:9", epoch=4, started_at="", run_id="two-runs/2")
    told = [one for one in differences(pair(USUAL, other)) if "localhost" not in one.text]
    assert told == []
    assert differences(pair(USUAL, changed_record(USUAL, host="http://127.0.0.1:9"))) == []


@pytest.mark.parametrize(("changed", "text", "spoils"), RECORDS, ids=[str(one[0]) for one in RECORDS])
def test_whatever_was_started_otherwise_is_told(
    changed: dict[str, object], text: str, spoils: set[str]
) -> None:
    """With both values, and with the measures that mean nothing by it."""
    found = differences(pair(USUAL, changed_record(USUAL, **changed)))
    assert [set(one.spoils) for one in found if one.text == text] == [spoils]


def test_another_host_of_the_same_kind_is_told_and_spoils_nothing() -> None:
    """Two staging sites may be compared."""
    first, second = (changed_record(USUAL, host=f"https://{name}.test") for name in ("blue", "green"))
    (found,) = differences(pair(first, second))
    assert found.text == "The site was blue.test in the baseline, and is green.test now."
    assert found.spoils == set()


def test_where_the_built_in_site_listens_is_no_difference() -> None:
    """That the other one was none is."""
    built_in = changed_record(USUAL, owned_site=True, host="http://localhost:9")
    for runs in ((USUAL, built_in), (built_in, USUAL)):
        assert [one.text.partition(":")[0] for one in differences(pair(*runs))] == ["site"]


def test_a_run_of_which_nobody_knows_the_cores_is_compared() -> None:
    """Older run folders do not say."""
    assert differences(pair(changed_record(USUAL, cores=0), USUAL)) == []


def _with_site(facts: Recorded, **changed: object) -> Recorded:
    site = facts.scenario.site.model_copy(update=changed)
    return replace(facts, scenario=facts.scenario.model_copy(update={"site": site}))


def _with_patience(facts: Recorded) -> Recorded:
    traffic = facts.scenario.traffic.model_copy(update={"patience_s": 1.0})
    return replace(facts, scenario=facts.scenario.model_copy(update={"traffic": traffic}))


@pytest.mark.parametrize(
    ("change", "text", "spoils"),
    [
        (_with_patience, "The traffic of the scenario differs.", EVERYTHING),
        (
            lambda facts: _with_site(facts, quota=11),
            "The seats of the scenario differ, or when joining opens or closes.",
            EVERYTHING,
        ),
        (
            lambda facts: _with_site(facts, processes=2),
            "site.processes: 1 in the baseline, 2 now.",
            set(),
        ),
        (
            lambda facts: replace(facts, damage=("plan: is none",)),
            "The run is damaged: plan: is none.",
            EVERYTHING,
        ),
    ],
)
def test_another_day_cannot_be_compared(
    change: Callable[[Recorded], Recorded], text: str, spoils: set[str]
) -> None:
    """More processes of the site may be what is tried out."""
    found = differences(pair(USUAL, change(USUAL)))
    assert [(one.text, set(one.spoils)) for one in found] == [(text, spoils)]


def test_a_scenario_that_expects_something_else_is_the_same_day() -> None:
    """Objectives do not change what was measured."""
    other = USUAL.scenario.model_copy(update={"objectives": (), "description": "Another."})
    assert differences(pair(USUAL, replace(USUAL, scenario=other))) == []


def test_a_run_that_lost_a_worker_or_fell_short_of_its_plan_proves_nothing() -> None:
    """Neither as the baseline nor as the run."""
    (whole,) = USUAL.counts.workers
    lost = replace(USUAL, counts=Counts([WorkerTallies(rank=0, tallies=whole.tallies[:-1])]))
    short = played(arrived=[10])
    for facts in (lost, short):
        for name, found in (
            ("baseline", differences(pair(facts, USUAL))),
            ("run", differences(pair(USUAL, facts))),
        ):
            assert found[0].text.startswith(f"Of the {name}: ")
            assert set(found[0].spoils) == EVERYTHING


def test_a_generator_that_was_late_or_saturated_leaves_the_errors_alone() -> None:
    """Latencies of seconds are then the generator's."""
    (found,) = differences(pair(USUAL, played(lag_s=2.0)))
    assert found.text.startswith("Of the run: In 98 of 100 seconds no worker was later than 2 s")
    assert set(found.spoils) == MACHINE


def _with_others(facts: Recorded, *others: tuple[float, float, str]) -> Recorded:
    """Give a run beside which others worked: at a second, so much, most of it by so and so."""
    seconds = [MachineSecond(at_s=at_s, others_ratio=ratio, most=most) for at_s, ratio, most in others]
    return replace(facts, machine=tuple(seconds))


def test_a_run_beside_which_others_worked_leaves_the_errors_alone() -> None:
    """Whoever compiles on the machine makes the site slower, in the baseline as in the run."""
    busy = _with_others(USUAL, (1.0, 0.5, "cc1"), (2.0, 0.1, "sshd"), (3.0, 0.3, "cc1"))
    told = "Others took 30 % of the machine of the {name}, most of it cc1; baseline.others is 20 %."
    for name, found in (
        ("baseline", differences(pair(busy, USUAL))),
        ("run", differences(pair(USUAL, busy))),
    ):
        assert [one.text for one in found] == [told.format(name=name)]
        assert set(found[0].spoils) == MACHINE


def test_others_may_take_as_much_as_the_scenario_allows_and_all_before_and_after_the_day() -> None:
    """The mean of the day counts: a second in which something begins says nothing."""
    busy = _with_others(USUAL, (-1.0, 1.0, "cc1"), (1.0, 0.4, "cc1"), (2.0, 0.0, ""), (20.0, 1.0, "cc1"))
    assert differences(pair(USUAL, busy)) == []
    (found,) = differences(pair(USUAL, busy, others=0.1))
    assert found.text.startswith("Others took 20 % of the machine of the run, most of it cc1;")
    assert differences(pair(USUAL, replace(busy, plan=None)))[0].text.startswith("Of the run: ")
