"""Claims about witnesses: each finding's have the timelines of their people, with what went on then."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from siaga.judge.audit import audit
from siaga.judge.finding import Audit, Finding
from siaga.judge.witness import Circumstances, _moment, _timeline, is_replayable, people_of
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.record.fault_span import FaultSpan
from siaga.roll.entry import Entry
from siaga.scenario.site import Site
from tests.judge.hand_made import T0_S, Run, entry

Make = Callable[..., Run]


def found(run: Run, rule: str) -> Finding:
    """Give the finding of one rule."""
    run.record()
    result: Audit = audit(run.folder, run.scenario)
    return next(one for one in (*result.findings, *result.warnings) if one.rule == rule)


def timeline(run: Run, rule: str) -> list[Mapping[str, Any]]:
    """Give the timeline of the first witness of one rule."""
    return list(found(run, rule).witnesses[0]["timeline"])


def site(run: Run, **said: object) -> Site:
    """Give the site of a run of which more is said."""
    return Site.model_validate(run.scenario.site.model_dump(by_alias=True) | said)


@pytest.fixture
def lost(make: Make) -> Run:
    """A run in which Ana and Budi were told yes and are not on the roll."""
    run = make()
    run.asks("ana", Outcome.OK, 2.0, 2.5)
    run.asks("budi", Outcome.OK, 12.0, 12.5)
    run.roll(before=[], first=[], second=[])
    return run


def test_every_witness_of_a_finding_has_its_own_timeline(lost: Run) -> None:
    """What the rule says of it stays as it was, in front."""
    finding = found(lost, "R1")
    assert [witness["person"] for witness in finding.witnesses] == ["ana", "budi"]
    assert [list(witness)[-1] for witness in finding.witnesses] == ["timeline"] * 2
    assert list(map(people_of, finding.witnesses)) == [["ana"], ["budi"]]
    asked = [line for line in timeline(lost, "R1") if line["event"] == "asked"]
    assert asked == [
        {
            "at_s": 2.0, "event": "asked", "person": "ana", "phase": "doors-open", "faults": "",
            "op": "0-0", "step": "join", "key": "key-ana", "visitor": 0,
        }
    ]  # fmt: skip


def test_every_line_is_flat(lost: Run) -> None:
    """A table can hold it as it is: no line has anything but texts, numbers and null."""
    for line in timeline(lost, "R1"):
        assert {type(value) for value in line.values()} <= {str, int, float, type(None)}
        assert list(line)[:5] == ["at_s", "event", "person", "phase", "faults"]


def test_a_warning_has_timelines_too(make: Make) -> None:
    """Whoever was sent away while a seat stayed free is told of like any other witness."""
    run = make()
    row = {"status": 409, "outcome": "refused", "why": "No seat is left.", "means": "sold-out"}
    content = run.scenario.model_dump(by_alias=True) | {"outcomes": [row]}
    run.scenario = type(run.scenario).model_validate(content)
    run.asks("dewi", Outcome.REFUSED, 1.0, 1.5, means="sold-out")
    run.roll(before=[], first=[], second=[])
    assert [line["event"] for line in timeline(run, "R7")].count("asked") == 1


def test_a_line_names_the_phase_and_the_faults_of_its_moment(lost: Run) -> None:
    """Both ends of a fault belong to it; one that was never healed goes on; others are not named."""
    FaultSpan(kind="kill", target="site", from_s=2.5, until_s=12.0).write(lost.folder.faults)
    FaultSpan(kind="slow-store", target="", from_s=12.25).write(lost.folder.faults)
    FaultSpan(kind="late", target="mail", from_s=90.0, until_s=91.0).write(lost.folder.faults)
    lines = found(lost, "R1").witnesses[1]["timeline"]
    placed = [(line["event"], line["at_s"], line["phase"], line["faults"]) for line in lines]
    assert placed == [
        ("roll read", 0.0, "doors-open", ""),
        ("roll read", 1.0, "doors-open", ""),
        ("roll read", 2.0, "doors-open", ""),
        ("fault began", 2.5, "doors-open", "kill of site"),
        ("fault ended", 12.0, "evening", "kill of site"),
        ("asked", 12.0, "evening", "kill of site"),
        ("fault began", 12.25, "evening", "slow-store"),
        ("answered", 12.5, "evening", "slow-store"),
    ]


def test_a_fault_between_two_lines_is_told(lost: Run) -> None:
    """A site that was killed after it had said yes and before its roll was read explains much."""
    FaultSpan(kind="kill", target="site", from_s=2.1, until_s=2.4).write(lost.folder.faults)
    told = [(line["event"], line["person"], line.get("fault")) for line in timeline(lost, "R1")]
    assert ("fault began", None, "kill of site") in told
    assert ("fault ended", None, "kill of site") in told


def test_faults_that_were_over_before_are_not_told(lost: Run) -> None:
    """Nor those that began afterwards: neither was active."""
    FaultSpan(kind="early", target="", from_s=-9.0, until_s=-0.5).write(lost.folder.faults)
    FaultSpan(kind="late", target="", from_s=2.6).write(lost.folder.faults)
    assert [line for line in timeline(lost, "R1") if "fault" in line] == []


def test_outside_the_day_there_is_no_phase() -> None:
    """Before its beginning, from its end on, and where nobody knows when it was."""
    day = Circumstances(phases=[("a", 0.0, 10.0), ("b", 10.0, 20.0)], faults=[])
    moments = (-0.5, 0.0, 9.5, 10.0, 20.0, None)
    assert [day.at(at_s)["phase"] for at_s in moments] == ["", "a", "a", "b", "", ""]
    assert day.at(None) == {"phase": "", "faults": ""}


def test_a_witness_of_several_people_has_one_timeline_of_all(make: Make) -> None:
    """Two people with one receipt: who heard what stands in one order of time."""
    run = make()
    run.asks("ana", Outcome.OK, 1.0, 4.0, receipt="r1")
    run.asks("budi", Outcome.OK, 2.0, 3.0, receipt="r1")
    kept = [entry("ana", 1), entry("budi", 2)]
    run.roll(before=[], first=kept, second=kept)
    lines = [line for line in timeline(run, "R8") if line["event"] in {"asked", "answered"}]
    assert [(line["at_s"], line["person"]) for line in lines] == [
        (1.0, "ana"),
        (2.0, "budi"),
        (3.0, "budi"),
        (4.0, "ana"),
    ]


def test_a_name_that_looks_like_two_is_one_person(make: Make) -> None:
    """A comma in a name does not make strangers of a person."""
    run = make()
    run.promises(**{"ana": Outcome.REFUSED, "ana, budi": Outcome.OK})
    run.roll(before=[], first=[], second=[])
    (witness,) = found(run, "R1").witnesses
    assert people_of(witness) == ["ana, budi"]


def test_of_many_people_five_are_told_and_the_others_counted(make: Make) -> None:
    """A receipt that everybody got does not fill the report."""
    run = make()
    run.receipts([(f"p{number:02}", f"k{number}", "r") for number in range(12)])
    run.roll(before=[], first=[], second=[])
    witness = found(run, "R8").witnesses[0]
    assert people_of(witness) == ["p00", "p01", "p02", "p03", "p04"]
    last = witness["timeline"][-1]
    assert (last["event"], last["people"], last["at_s"]) == ("left out", 7, None)


def test_people_under_other_keys_are_told_too(make: Make) -> None:
    """Whose token it was: the other side of the same wrong."""
    run = make()
    run.judged_with(site=site(run, **{"waiting-room": {"admits": "100/s"}}))
    run.promises(zara=Outcome.OK)
    run.sees(
        *(
            Sighting(what="admitted", person=who, text="t", began_s=at_s, ended_s=at_s)
            for who, at_s in (("ana", 1.0), ("budi", 2.0))
        )
    )
    run.roll(before=[], first=[entry("zara", 1)], second=[entry("zara", 1)])
    (witness,) = found(run, "R15").witnesses
    assert (witness["person"], witness["token_of"]) == ("budi", "ana")
    assert people_of(witness) == ["ana", "budi"]


def test_a_witness_without_a_person_has_the_faults_alone(make: Make) -> None:
    """Seats that do not add up are nobody's; what harmed the site then may explain them."""
    run = make()
    bank = {"issued": 'site_seats{state="quota"}', "parts": ['site_seats{state="left"}']}
    run.judged_with(site=site(run, seats=bank))
    run.promises(ana=Outcome.OK)
    kept = [entry("ana", 1)]
    run.roll(before=[], first=kept, second=kept)
    run.scrapes([{"site_seats{state=quota}": 9.0, "site_seats{state=left}": 8.0}])
    FaultSpan(kind="kill", target="site", from_s=1.0, until_s=2.0).write(run.folder.faults)
    finding = found(run, "R10")
    assert [line["event"] for line in finding.witnesses[0]["timeline"]] == ["fault began", "fault ended"]
    assert people_of(finding.witnesses[0]) == []
    assert not is_replayable(finding)


def test_a_finding_can_be_replayed_if_a_visitor_acted_for_it(lost: Run) -> None:
    """Somebody on the roll whom no visitor was cannot be sent again."""
    assert is_replayable(found(lost, "R1"))
    lost.roll(before=[], first=[entry("stranger", 1)], second=[entry("stranger", 1)])
    assert not is_replayable(found(lost, "R4"))


def test_an_audit_without_findings_is_left_as_it_is(good: Run) -> None:
    """Nothing is asked of the books, and nothing is told."""
    result = audit(good.folder, good.scenario)
    assert (result.findings, result.warnings) == ((), ())


def test_the_same_folder_gives_the_same_timelines(lost: Run) -> None:
    """Bit for bit, as the whole audit."""
    lost.roll(before=[], first=[Entry(person="ana", operation=None, seat=None, at_s=T0_S)], second=[])
    lost.record()
    assert repr(audit(lost.folder, lost.scenario)) == repr(audit(lost.folder, lost.scenario))


def test_faults_that_touch_a_stretch_of_time_are_told_and_those_beside_it_are_not() -> None:
    """Both its ends belong to it; where nobody is named it is the whole day from 0 s on."""
    faults = [("early", 0.0, 1.0), ("late", 5.0, 6.0)]
    day = Circumstances(phases=[], faults=faults)
    stretches = [(4.0, 9.0), (6.0, 9.0), (2.0, 5.0), (2.0, 4.0), (1.0, 2.0)]
    told = [[line["fault"] for line in day.lines(*stretch)] for stretch in stretches]
    assert told == [["late"] * 2, ["late"] * 2, ["late"] * 2, [], ["early"] * 2]
    short = Circumstances(phases=[], faults=[("early", 0.0, 0.5)])
    assert [line["at_s"] for line in _timeline({}, {}, short)] == [0.0, 0.5]


def test_lines_of_no_known_time_come_last() -> None:
    """After every moment, also after the first one."""
    assert [_moment({"at_s": at_s}) for at_s in (0.0, 7.5, None)] == [
        (False, 0.0),
        (False, 7.5),
        (True, 0.0),
    ]


def test_a_witness_without_a_timeline_names_nobody_that_could_be_sent_again() -> None:
    """As verdict.json of an older run holds it."""
    assert people_of({"person": "ana"}) == []
    finding = Finding(rule="R1", text="Lost.", count=1, of=1, witnesses=({"person": "ana"},))
    assert not is_replayable(finding)
