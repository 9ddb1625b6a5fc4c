"""Claims about a replay: who is sent again, with which journeys, and what is refused beforehand."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.errors import UsageError
from siaga.ledger.outcome import Outcome
from siaga.record.file_digest import FileDigest
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import Override, loads
from siaga.stage.replay import Replay, replay_of
from siaga.stage.request import Again, Request
from siaga.stage.versions import versions
from tests.judge.hand_made import SCENARIO, Run, entry
from tests.judge.test_misdeeds import misdeed, told


@pytest.fixture
def journeys(tmp_path: Path) -> Path:
    """A Locust file that nobody reads here."""
    path = tmp_path / "day.py"
    path.write_text("# journeys\n", encoding="utf-8")
    return path


@pytest.fixture
def lost(tmp_path: Path, journeys: Path) -> Run:
    """A run that lost Ana, whom visitor 700 was, and kept Budi, whom visitor 70 was."""
    folder = RunFolder(tmp_path / "reports" / "hand-made" / "1")
    folder.path.mkdir(parents=True)
    folder.scenario.write_text(SCENARIO, encoding="utf-8")
    run = Run(folder=folder, scenario=loads(SCENARIO, "scenario.yaml"))
    run.visitors = {"ana": 700, "budi": 70, "citra": 2_000}
    run.asks("ana", Outcome.OK, 7.0, 7.5)
    run.asks("budi", Outcome.OK, 1.0, 1.5)
    run.roll(before=[], first=[entry("budi", 1)], second=[entry("budi", 1)])
    recorded(run, journeys)
    return run


def recorded(run: Run, journeys: Path, **changed: object) -> None:
    """Write down what was started."""
    told: dict[str, object] = {
        "locustfile": os.path.relpath(journeys, run.folder.path),
        "locustfile_digest": FileDigest.of(journeys).sha256,
        "versions": versions(),
    }
    run.record(**{**told, **changed})


def asked(replay: Replay, host: str = "", *site_arguments: str) -> Request:
    """Give what a replay asks for."""
    return replay.request(
        host=host,
        site_arguments=site_arguments,
        out=Path("runs"),
        exporter_port=0,
        command=("siaga", "replay"),
        environ={},
    )


def test_the_visitors_behind_the_witnesses_are_sent(lost: Run, journeys: Path) -> None:
    """With what they are about, their own times, and the journeys that were played."""
    replay = replay_of(lost.folder)
    assert (replay.rules, replay.people, replay.visitors) == (("R1",), ("ana",), (700,))
    assert [6.0 < at_s < 8.0 for at_s in replay.arrivals_s] == [True]
    assert (replay.locustfile, replay.cautions) == (journeys.resolve(), ())


def test_people_who_are_named_are_sent_in_place_of_the_witnesses(lost: Run) -> None:
    """Also somebody of whom nothing was found; the findings that may come back stay the same."""
    replay = replay_of(lost.folder, people=["budi", "ana"])
    assert (replay.rules, replay.people, replay.visitors) == (("R1",), ("ana", "budi"), (70, 700))
    assert replay_of(lost.folder, people=["budi"]).visitors == (70,)


def test_a_run_without_findings_can_be_replayed_for_somebody(lost: Run) -> None:
    """No finding is waited for then: whatever is found is told."""
    kept = [entry("ana", 2), entry("budi", 1)]
    lost.roll(before=[], first=kept, second=kept)
    assert (replay_of(lost.folder, people=["ana"]).rules) == ()
    with pytest.raises(UsageError, match=r"has none; name with --person whom to send again"):
        replay_of(lost.folder)


def test_one_finding_of_several_can_be_meant(lost: Run) -> None:
    """The others are left alone, and so are their witnesses."""
    twice = [entry("budi", 1), entry("budi", 2)]
    lost.roll(before=[], first=twice, second=twice)
    assert replay_of(lost.folder).rules == ("R1", "R2")
    replay = replay_of(lost.folder, rules=["R2"])
    assert (replay.rules, replay.people) == (("R2",), ("budi",))


@pytest.mark.parametrize(
    ("asked_for", "said"),
    [
        ({"rules": ["R3"]}, r"rule R3: is no finding of the run; it has R1"),
        ({"people": ["nobody"]}, r"person 'nobody': no visitor of the run acted for it; see its ledger"),
        ({"people": ["ana", "zed"]}, r"person 'zed': no visitor"),
        ({"locustfile": "gone.py"}, r"'gone\.py': is in none of .*, or name it with --locustfile"),
    ],
)
def test_what_cannot_be_sent_again_is_bad_usage(lost: Run, asked_for: dict[str, str], said: str) -> None:
    """The message names it, and what there is."""
    with pytest.raises(UsageError, match=said):
        replay_of(lost.folder, **asked_for)


def test_a_finding_that_nobody_acted_for_cannot_be_replayed(lost: Run) -> None:
    """A stranger on the roll is not of this run."""
    kept = [entry("ana", 2), entry("budi", 1), entry("stranger", 3)]
    lost.roll(before=[], first=kept, second=kept)
    with pytest.raises(UsageError, match=r"R4: no visitor of the run acted for its witnesses"):
        replay_of(lost.folder)


def test_people_of_those_who_meant_harm_cannot_be_sent(lost: Run) -> None:
    """It is said why, and what can be done; whoever else is behind a finding is sent."""
    lost.visitors["zed"] = -1
    lost.asks("zed", Outcome.OK, 3.0, 3.5)
    told(lost, 1, misdeed(3.0, person="zed", status=201))
    replay = replay_of(lost.folder)
    assert (replay.rules, replay.people) == (("R1",), ("ana",))
    meant = "meant harm, and a replay sends honest visitors alone; play the whole day again"
    with pytest.raises(UsageError, match=f"^person 'zed': {meant}"):
        replay_of(lost.folder, people=["zed"])
    kept = [entry("ana", 2), entry("budi", 1)]
    lost.roll(before=[], first=kept, second=kept)
    with pytest.raises(UsageError, match=f"^R1: whom its witnesses name {meant}"):
        replay_of(lost.folder)


def test_a_replay_of_a_day_with_abuse_says_who_stays_away(lost: Run) -> None:
    """What took both may not come back."""
    abuse = SCENARIO + "abuse: [{case: race-one-person, rate: 1/s, most: 1}]\n"
    lost.folder.scenario.write_text(abuse, encoding="utf-8")
    (caution,) = replay_of(lost.folder).cautions
    assert caution.startswith("Those who meant harm are not sent:")


def test_a_ledger_of_another_scenario_is_bad_usage(lost: Run) -> None:
    """A visitor whom the plan does not have would be sent never."""
    lost.asks("citra", Outcome.OK, 2.0, 2.5)
    with pytest.raises(UsageError, match=r"its ledger is of another scenario \(visitor 2000: is not in"):
        replay_of(lost.folder, people=["citra"])


def test_a_run_without_an_audit_is_bad_usage(lost: Run) -> None:
    """Neither without a ledger nor with one that is damaged could a finding come back."""
    ledger = lost.folder.ledger(0)
    ledger.write_text("{}\n{}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cannot be audited \(ledger: .* it is damaged\)"):
        replay_of(lost.folder)
    ledger.unlink()
    with pytest.raises(UsageError, match=r"has no roll or no ledger"):
        replay_of(lost.folder)
    lost.folder.run.write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds no run that can be replayed"):
        replay_of(lost.folder)


def test_other_journeys_than_then_are_told_of(lost: Run, journeys: Path) -> None:
    """A Locust file that was changed since, one that is named, or one that nobody wrote down."""
    other = journeys.with_name("other.py")
    other.write_text("# others\n", encoding="utf-8")
    replay = replay_of(lost.folder, locustfile=str(other))
    assert replay.locustfile == other.resolve()
    changed = "is not the Locust file that the run was played with: journeys may differ."
    assert [caution.endswith(changed) for caution in replay.cautions] == [True]
    journeys.write_text("# changed\n", encoding="utf-8")
    assert [caution.endswith(changed) for caution in replay_of(lost.folder).cautions] == [True]
    recorded(lost, journeys, locustfile="", locustfile_digest="")
    replay = replay_of(lost.folder)
    assert replay.locustfile.name == "opening_day.py"
    assert replay.cautions[0].startswith("Nobody wrote down what the journeys of the run were;")


def test_a_folder_that_was_moved_finds_the_journeys_by_name(lost: Run, journeys: Path) -> None:
    """Beside siaga's own; whether they are the same is told."""
    recorded(lost, journeys, locustfile="../../gone/day.py")
    assert replay_of(lost.folder).locustfile.parts[-2:] == ("locustfiles", "opening_day.py")
    assert len(replay_of(lost.folder).cautions) == 1


def test_other_versions_than_then_are_told_of(lost: Run, journeys: Path) -> None:
    """Of what decides how visitors act; a version that nobody wrote down is no other one."""
    recorded(lost, journeys, versions={"siaga": "0.0.1", "aiohttp": "1"})
    (caution,) = replay_of(lost.folder).cautions
    assert caution == f"siaga was 0.0.1 then and is {versions()['siaga']} now."


def test_a_replay_asks_for_the_same_people_on_the_same_day(lost: Run, journeys: Path) -> None:
    """The resolved scenario as it is, the epoch of the run, one worker, and nobody else."""
    recorded(lost, journeys, owned_site=True, epoch=17, site_arguments=("--quota", "3"))
    request = replay_of(lost.folder).request(
        host="",
        site_arguments=(),
        out=Path("runs"),
        exporter_port=1234,
        command=("siaga", "replay", "x"),
        environ={"A": "b"},
    )
    assert (request.scenario, request.host, request.muster.total) == (str(lost.folder.scenario), "", 1)
    assert (request.applied_scale, request.time_scale, request.seed, request.overrides) == (
        1.0,
        1.0,
        None,
        (),
    )
    assert request.replays == Again(run_id="hand-made/1", epoch=17, only=(700,))
    assert (request.out, request.exporter_port, request.command) == (
        Path("runs"),
        1234,
        ("siaga", "replay", "x"),
    )
    assert (request.locustfile, request.site_arguments) == (str(journeys.resolve()), ("--quota", "3"))
    assert request.environ == {"A": "b"}


def test_the_site_is_that_of_the_run_unless_one_is_named(lost: Run, journeys: Path) -> None:
    """Arguments are for the built-in site only: those that are given, or those of the run."""
    recorded(lost, journeys, owned_site=True, site_arguments=("--quota", "3"))
    replay = replay_of(lost.folder)
    given = asked(replay, "", "--profile", "x")
    assert (given.host, given.site_arguments) == ("", ("--profile", "x"))
    elsewhere = asked(replay, "http://127.0.0.1:9", "--profile", "x")
    assert (elsewhere.host, elsewhere.site_arguments) == ("http://127.0.0.1:9", ())
    recorded(lost, journeys, owned_site=False, host="http://127.0.0.1:7")
    assert asked(replay_of(lost.folder)).host == "http://127.0.0.1:7"


def test_a_replay_says_beforehand_what_to_expect(lost: Run) -> None:
    """Who, for how long, that only the audit counts, and what a site of one's own may still know."""
    replay = replay_of(lost.folder, people=["ana", "budi"])
    request = asked(replay)
    lines = list(replay.announcement(request))
    assert lines[0] == "hand-made/1: 2 visitors for ana, budi; the last comes 6 s after the first"
    assert "the audit alone" in lines[1]
    (caution,) = lines[2:]
    assert caution.startswith("mind: http://127.0.0.1:1 meets the same people (epoch 1); one that still")
    own = replace(request, host="")
    told = replace(replay, cautions=("It rains.",), rules=("R1", "R6")).announcement(own)
    rain, seats = list(told)[2:]
    assert (rain, seats.startswith("mind: R6: So few visitors cannot fill the seats")) == (
        "mind: It rains.",
        True,
    )


def test_a_replay_takes_the_feeds_from_where_they_were(
    lost: Run, journeys: Path, tmp_path: Path
) -> None:
    """Beside the run folder's scenario there is none; one that has changed since is told of."""
    path = tmp_path / "the vouchers.csv"
    path.write_text("code\n1\n", encoding="utf-8")
    source = {"name": "vouchers", "file": os.path.relpath(path, lost.folder.path), "rows": 1}
    recorded(lost, journeys, feeds=[{**source, "sha256": FileDigest.of(path).sha256}])
    replay = replay_of(lost.folder)
    assert replay.cautions == ()
    assert asked(replay).overrides == (Override(path=("feeds", 0, "file"), value=str(path.resolve())),)
    path.write_text("code\n2\n", encoding="utf-8")
    (caution,) = replay_of(lost.folder).cautions
    assert caution == (
        "the vouchers.csv is not what feed vouchers was then: visitors may get other rows."
    )
