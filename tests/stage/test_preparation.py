"""Claims about what is settled before anything starts."""

import json
import os
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from siaga import bundle
from siaga.errors import RefusedError, ScenarioError, UsageError
from siaga.record.file_digest import FileDigest
from siaga.scenario.closed import Closed
from siaga.scenario.load import Override, load
from siaga.stage import preparation
from siaga.stage.baseline import Wanted
from siaga.stage.muster import Muster
from siaga.stage.preparation import UNPROVEN, link_latest, prepare, resolve
from siaga.stage.request import Again, Request
from siaga.stage.target import Target

NOW = datetime(2026, 11, 24, 7, 30, 15, tzinfo=UTC)
HERE = "http://127.0.0.1:1"
HOARDING = "abuse=[{case: hoarding, rate: 1/s, most: 1}]"


def _request(out: Path, **changed: object) -> Request:
    given = {"scenario": "gate", "out": out, "environ": {}} | changed
    return Request(**given)  # type: ignore[arg-type]


def test_the_folder_holds_the_resolved_scenario(tmp_path: Path) -> None:
    """Scale, overrides and seed are in the folder's scenario: it can be played again alone."""
    override = Override.parse("objectives.0.weight=3")
    request = _request(tmp_path, host=HERE, scale=0.5, time_scale=0.5, seed=11, overrides=(override,))
    made = prepare(request, now=NOW)
    kept = load(made.folder.scenario)
    assert kept == made.scenario
    assert (kept.seed, kept.site.quota, kept.objectives[0].weight) == (11, 600, 3.0)
    assert made.folder.path == (tmp_path / "gate" / "2026-11-24T07-30-15Z").resolve()
    assert made.record.epoch == int(NOW.timestamp()) // 15 % 1_000_000
    assert (made.record.owned_site, made.record.host, made.target) == (False, HERE, Target(url=HERE))


def test_two_runs_of_one_second_have_folders_of_their_own(tmp_path: Path) -> None:
    """Nothing is written over."""
    first, second = (prepare(_request(tmp_path), now=NOW).folder.path for _ in range(2))
    assert [first.name, second.name] == ["2026-11-24T07-30-15Z", "2026-11-24T07-30-15Z-1"]


def test_a_run_that_is_no_day_of_its_own_has_the_folder_that_was_asked_for(tmp_path: Path) -> None:
    """A second one beside it, where it is there already."""
    place = tmp_path / "search" / "01-20"
    made = [prepare(_request(tmp_path, folder=place), now=NOW) for _ in range(2)]
    assert [one.folder.path.name for one in made] == ["01-20", "01-20-1"]
    assert made[0].record.run_id == "search/01-20"
    assert made[0].record.folder == str(place)


def test_latest_points_at_the_newest_run(tmp_path: Path) -> None:
    """The link moves with each run."""
    for _ in range(2):
        folder = prepare(_request(tmp_path), now=NOW).folder
        link_latest(folder)
        assert (tmp_path / "gate" / "latest").resolve() == folder.path


def test_every_further_host_of_the_site_is_found_out(tmp_path: Path) -> None:
    """One on this machine is written down; one elsewhere that has not agreed is refused."""
    here = Override.parse("site.hosts=[http://127.0.0.1:8081]")
    made = prepare(_request(tmp_path, overrides=(here,)), now=NOW)
    assert made.record.hosts == ({"url": "http://127.0.0.1:8081", "addresses": [], "agreed": ""},)
    assert not made.record.asks_leave
    there = Override.parse("site.hosts=[http://192.0.2.1]")
    with pytest.raises(RefusedError, match="has not agreed to be loaded"):
        prepare(_request(tmp_path / "refused", overrides=(there,)), now=NOW)
    assert not (tmp_path / "refused").exists()


def test_a_replay_asks_nobody_whose_the_site_is(tmp_path: Path) -> None:
    """Only honest visitors come again; the day itself would be refused."""
    day = {"scenario": "ill-will", "overrides": (Override.parse(HOARDING),), "host": HERE}
    again = Again(run_id="x", epoch=1, only=(0,))
    assert prepare(_request(tmp_path, replays=again, **day), now=NOW).record.only == (0,)
    with pytest.raises(RefusedError, match="hoarding may leave a site that serves nobody"):
        prepare(_request(tmp_path, **day), now=NOW)


def test_the_record_says_with_what_the_run_is_played(tmp_path: Path) -> None:
    """Where its folder was asked for, which journeys it walks, and how the site was started."""
    request = _request(tmp_path, site_arguments=("--quota", "3"))
    made = prepare(request, now=NOW)
    assert made.record.folder == str(tmp_path / "gate" / "2026-11-24T07-30-15Z")
    assert (made.folder.path / made.record.locustfile).resolve() == made.locustfile
    assert not Path(made.record.locustfile).is_absolute()
    assert made.record.locustfile_digest == FileDigest.of(made.locustfile).sha256
    assert (made.record.site_arguments, made.record.replays) == (("--quota", "3"), "")
    assert (made.record.only, made.record.run_id) == ((), "gate/2026-11-24T07-30-15Z")


def test_the_baseline_is_kept_in_the_folder_and_named_in_the_record(tmp_path: Path) -> None:
    """As it was asked for; the run that was found is copied before anything is sent."""
    before = prepare(_request(tmp_path), now=NOW)
    before.record.write(before.folder.run)
    wanted = Wanted(path=str(before.folder.path), branch="main")
    made = prepare(_request(tmp_path, baseline=wanted), now=NOW)
    record = made.record
    assert (record.baseline, record.branch, record.no_baseline) == (wanted.path, "main", "")
    assert made.folder.baseline.run.read_bytes() == before.folder.run.read_bytes()
    assert load(made.folder.baseline.scenario) == before.scenario
    assert record.cores == len(os.sched_getaffinity(0))


def test_a_baseline_that_is_not_there_is_written_down(tmp_path: Path) -> None:
    """The run is played all the same, and judged on condition."""
    wanted = Wanted(path=str(tmp_path / "no"))
    made = prepare(_request(tmp_path, baseline=wanted), now=NOW)
    why = f"There is no baseline: {tmp_path / 'no'} does not exist"
    assert made.record.no_baseline == why
    assert not made.folder.baseline.path.exists()


def test_the_self_test_that_is_asked_for_is_kept_in_the_folder(tmp_path: Path) -> None:
    """As it is when the run begins; one that is not there is missed by the evidence, not here."""
    asked = tmp_path / "selftest.json"
    overrides = (Override.parse(f"evidence.self-test={asked}"),)
    without = prepare(_request(tmp_path, overrides=overrides), now=NOW)
    asked.write_text("right", encoding="utf-8")
    found = prepare(_request(tmp_path, overrides=overrides), now=NOW)
    unasked = prepare(_request(tmp_path), now=NOW)
    assert found.folder.self_test.read_text(encoding="utf-8") == "right"
    assert not without.folder.self_test.exists()
    assert not unasked.folder.self_test.exists()


def test_without_a_baseline_none_is_kept(tmp_path: Path) -> None:
    """And none is missed."""
    made = prepare(_request(tmp_path), now=NOW)
    assert (made.record.baseline, made.record.branch, made.record.no_baseline) == ("", "", "")
    assert not made.folder.baseline.path.exists()


def test_an_objective_that_is_called_baseline_is_refused_with_one(tmp_path: Path) -> None:
    """Two things of one name would be told apart by nobody."""
    override = Override.parse("objectives.0.id=baseline")
    request = _request(tmp_path, overrides=(override,), baseline=Wanted(path="no"))
    with pytest.raises(UsageError, match="an objective of the scenario is called 'baseline'"):
        prepare(request, now=NOW)


def test_a_replay_has_the_people_of_its_run_and_a_place_of_its_own(tmp_path: Path) -> None:
    """Beside the days: what `latest` points at stays a day."""
    again = Again(run_id="gate/then", epoch=12, only=(3, 4))
    made = prepare(_request(tmp_path, replays=again), now=NOW)
    assert made.folder.path == (tmp_path / "gate-replay" / "2026-11-24T07-30-15Z").resolve()
    record = made.record
    assert (record.replays, record.only, record.epoch) == ("gate/then", (3, 4), 12)
    assert (record.scenario, record.run_id) == ("gate", "gate-replay/2026-11-24T07-30-15Z")


def test_nothing_is_left_to_chance_in_the_folder(tmp_path: Path) -> None:
    """A bad day has its faults there, at the times of the scaled day, and can be played again."""
    bad = Override.parse("bad-day={faults: 3, during: [rush], among: [{kind: none, for: 2 s}]}")
    kept = load(prepare(_request(tmp_path, time_scale=0.5, overrides=(bad,)), now=NOW).folder.scenario)
    assert kept.bad_day is None
    assert [one.for_s for one in kept.faults] == [1.0] * 3
    starts_s = kept.traffic.phase_starts_s()
    times_s = [one.at.at_s(starts_s) for one in kept.faults]
    assert starts_s["rush"] <= min(times_s)
    assert max(times_s) <= starts_s["evening"]


def test_every_problem_of_a_fault_is_told_before_anything_starts(tmp_path: Path) -> None:
    """Beside those of objectives."""
    faults = Override.parse("faults=[{kind: flood, at: rush}, {kind: none, at: rush}]")
    wrong = Override.parse("objectives.0.expect=time to recover after drought <= 3 s")
    with pytest.raises(ScenarioError) as refused:
        resolve(_request(tmp_path, overrides=(faults, wrong)))
    said = str(refused.value)
    assert "faults.0.kind: 'flood' is none; `siaga faults` lists all " in said
    assert "faults.1.for: is missing; none lasts as long as it says" in said
    assert "'drought' is no fault of the scenario; there are flood, none" in said


def test_a_site_of_somebody_elses_is_only_harmed_as_any_site_can_be(tmp_path: Path) -> None:
    """Whoever asks for more is told so before anything is sent."""
    none, kill = "{kind: none, at: rush, for: 1 s}", "{kind: kill, target: worker, at: 1 s}"
    faults = Override.parse(f"faults=[{none}, {kill}]")
    request = _request(tmp_path, host=HERE, overrides=(faults,))
    with pytest.raises(ScenarioError, match=r"gate: faults\.1: kill of worker needs a site that siaga"):
        prepare(request, now=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_is_read_once_and_the_site_is_asked_when_nothing_is_wrong_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each reading plans the whole day; one that is wrong is nobody's business but its author's."""
    reading = Mock(wraps=load)
    monkeypatch.setattr(preparation, "load", reading)
    assert prepare(_request(tmp_path, host=HERE), now=NOW).target == Target(url=HERE)
    assert reading.call_count == 1
    wrong = Override.parse("faults=[{kind: flood, at: rush}]")
    with pytest.raises(ScenarioError, match="'flood' is none"):
        prepare(_request(tmp_path, host="http://192.0.2.1", overrides=(wrong,)), now=NOW)


def test_an_experiment_beside_the_scenario_is_put_into_it(tmp_path: Path) -> None:
    """The folder of the run holds what was done."""
    day = bundle.scenario("gate").read_text(encoding="utf-8")
    (tmp_path / "day.yaml").write_text(
        day + "\nfaults: [{kind: chaos-experiment, at: rush, for: 1 s, with: {file: it.json}}]\n"
    )
    action = {"type": "action", "name": "do", "provider": {"type": "process", "path": "true"}}
    experiment = json.dumps({"title": "it", "description": "it", "method": [action]})
    (tmp_path / "it.json").write_text(experiment)
    resolved, _ = resolve(_request(tmp_path, scenario=str(tmp_path / "day.yaml")))
    assert resolved.faults[0].settings == {"file": "it.json", "content": experiment}


@pytest.mark.parametrize(("factor", "value"), [("scale", 0.0), ("scale", 2.0), ("time_scale", -1.0)])
def test_a_factor_out_of_range_is_bad_usage(tmp_path: Path, factor: str, value: float) -> None:
    """The message names the factor and what is allowed."""
    with pytest.raises(UsageError, match=r"above 0 up to 1 is allowed"):
        resolve(_request(tmp_path, **{factor: value}))


def test_a_scale_that_leaves_no_seat_is_bad_usage(tmp_path: Path) -> None:
    """A rehearsal without a seat proves nothing."""
    with pytest.raises(UsageError, match="leaves none of 1200 seats"):
        resolve(_request(tmp_path, scale=0.0001))


def test_a_locust_file_that_breaks_is_told_with_its_reason(tmp_path: Path) -> None:
    """A syntax error in the journeys is found before anything starts."""
    broken = tmp_path / "broken.py"
    broken.write_text("def journey(:\n")
    with pytest.raises(ScenarioError, match=r"locustfile broken\.py: cannot be read: .*SyntaxError"):
        resolve(_request(tmp_path, locustfile=str(broken)))


def test_an_unwritable_folder_is_bad_usage() -> None:
    """The message names the folder."""
    with pytest.raises(UsageError, match="--out /proc/runs/gate: cannot be written"):
        prepare(_request(Path("/proc/runs")), now=NOW)


@pytest.mark.parametrize(
    ("store", "refused"),
    [("", True), ("postgresql+embedded:///s", True), ("postgresql://db.test/site", False)],
)
def test_only_the_way_to_a_store_that_is_reached_by_tcp_can_be_harmed(
    tmp_path: Path, store: str, *, refused: bool
) -> None:
    """Whoever asks for another is told what to start the site with."""
    override = Override.parse("faults=[{kind: down, target: store, at: rush, for: 1 s}]")
    given = ("--store", store) if store else ()
    request = _request(tmp_path, overrides=(override,), site_arguments=given)
    with pytest.raises(ScenarioError, match="--site-arg=--store") if refused else nullcontext():
        resolve(request)


def test_the_visitors_of_a_file_with_a_shape_are_not_those_of_the_scenario(tmp_path: Path) -> None:
    """What is resolved is what will be played: the shape wins, as with Locust."""
    theirs = tmp_path / "theirs.py"
    theirs.write_text(
        "from locust import LoadTestShape, User\n"
        "class Theirs(User): pass\n"
        "class Waves(LoadTestShape):\n    def tick(self): return None\n"
    )
    scenario, found = resolve(_request(tmp_path, scenario="stock-locust", locustfile=str(theirs)))
    assert (scenario.traffic.closed, found) == (Closed(), theirs)
    plain, _ = resolve(_request(tmp_path, scenario="stock-locust"))
    assert plain.traffic.closed == Closed.model_validate({"visitors": 20, "spawn-rate": 10.0})


def test_a_stock_locust_file_is_played_on_this_machine_alone(tmp_path: Path) -> None:
    """Its workers are told of siaga by the run folder, which others do not have."""
    request = _request(tmp_path, scenario="stock-locust", muster=Muster.of(1, 2, "127.0.0.1"))
    with pytest.raises(UsageError, match="--workers-elsewhere 2: a stock Locust file is played by"):
        prepare(request, now=NOW)


def test_workers_of_other_machines_are_counted_in_the_record(tmp_path: Path) -> None:
    """All of them have files that the audit asks for."""
    request = _request(tmp_path, muster=Muster.of(1, 2, "127.0.0.1"))
    assert prepare(request, now=NOW).record.workers == 3


def test_whoever_reads_a_run_is_told_that_the_site_did_not_prove_itself(tmp_path: Path) -> None:
    """Anybody may have been there."""
    blind = Override.parse("site.credentials={verified: false}")
    made = [prepare(_request(tmp_path, overrides=one), now=NOW) for one in ((), (blind,))]
    assert [one.record.notes for one in made] == [(), (UNPROVEN,)]
