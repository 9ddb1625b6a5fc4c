"""Claims about the faults of a scenario: what is read, what is refused, and how they are scaled."""

import pytest

from siaga.errors import ScenarioError
from siaga.scenario.load import dump, loads
from siaga.scenario.scale import scaled
from tests.scenario.days import day


def refusal(*overrides: str) -> str:
    """Give what is said of a day that is refused."""
    with pytest.raises(ScenarioError) as caught:
        day(*overrides)
    return str(caught.value)


def test_a_fault_says_what_it_does_to_whom_and_when() -> None:
    """What its kind has to know besides is the kind's own matter."""
    (fault,) = day(
        "faults=[{kind: latency, target: registry, at: rush + 5 s, for: 10 s, probability: 50 %,"
        " seed: 3, with: {latency: 2 s}}]"
    ).faults
    assert (fault.kind, fault.target, str(fault.at)) == ("latency", "registry", "rush + 5 s")
    assert (fault.for_s, fault.probability, fault.seed) == (10.0, 0.5, 3)
    assert fault.settings == {"latency": "2 s"}


def test_a_fault_harms_the_site_certainly_unless_it_says_otherwise() -> None:
    """And its seed follows from the scenario's."""
    (fault,) = day("faults=[{kind: kill, at: 20 s}]").faults
    assert (fault.target, fault.for_s, fault.probability, fault.seed) == ("site", None, 1.0, None)


def test_a_day_is_written_and_read_with_its_faults() -> None:
    """Bad days, too."""
    faulty = day(
        "faults=[{kind: latency, at: rush + 5 s, for: 10 s, with: {latency: 2 s, share: 50 %}}]",
        "bad-day={faults: 3, among: [{kind: kill, target: worker}], during: [rush], calm: 50 %}",
    )
    assert loads(dump(faulty), "again.yaml") == faulty


def test_faults_are_as_much_faster_as_their_day() -> None:
    """When they begin and how long they last; what stands in `with` is a network's or a disk's own."""
    faulty = day(
        "faults=[{kind: latency, at: rush + 5 s, for: 10 s, with: {latency: 2 s}},"
        " {kind: kill, at: 2 s}]",
        "bad-day={faults: 1, among: [{kind: none, for: 4 s}, {kind: kill}]}",
    )
    small = scaled(faulty, scale=0.5, time_scale=0.2)
    assert [str(one.at) for one in small.faults] == ["rush + 1 s", "0.4 s"]
    assert [one.for_s for one in small.faults] == [2.0, None]
    assert small.faults[0].settings == {"latency": "2 s"}
    assert small.bad_day is not None
    assert [one.for_s for one in small.bad_day.among] == [pytest.approx(0.8), None]


def test_a_phase_that_the_day_does_not_have_is_refused() -> None:
    """In faults and in bad days, all at once."""
    said = refusal(
        "faults=[{kind: kill, at: noon}]",
        "bad-day={faults: 1, during: [rush, night], among: [{kind: kill}]}",
    )
    phases = "is no phase; phases are before-doors, doors-open, rush"
    assert f"faults.0.at: 'noon' {phases}" in said
    assert f"bad-day.during.1: 'night' {phases}" in said


def test_two_faults_that_no_record_could_tell_apart_are_refused() -> None:
    """One kind, one target, one moment."""
    said = refusal("faults=[{kind: kill, at: rush}, {kind: kill, at: 1 s}, {kind: kill, at: rush}]")
    (line,) = said.splitlines()
    assert line == "--set faults: faults.2: kill site rush: stands twice; let one begin later"


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("faults=[{kind: kill}]", "faults.0.at: is missing"),
        ("faults=[{kind: kill, at: soon enough}]", "is no moment; write 20 s"),
        ("faults=[{kind: kill, at: 1 s, for: 0 s}]", "faults.0.for"),
        ("faults=[{kind: kill, at: 1 s, probability: 0}]", "faults.0.probability"),
        ("faults=[{kind: kill, at: 1 s, how: hard}]", "faults.0.how: is an unknown key"),
        ("bad-day={faults: 0, among: [{kind: kill}]}", "bad-day.faults"),
        ("bad-day={faults: 1001, among: [{kind: kill}]}", "bad-day.faults"),
        ("bad-day={faults: 2, among: []}", "bad-day.among: is empty; at least one is needed"),
        ("bad-day={faults: 2, among: [{kind: kill, at: 1 s}]}", "bad-day.among.0.at"),
    ],
)
def test_what_may_not_be_said_is_refused(override: str, message: str) -> None:
    """At its place."""
    assert message in refusal(override)


def test_a_day_has_at_most_a_thousand_faults() -> None:
    """Each has a thread of its own."""
    many = ", ".join(f"{{kind: kill, at: {number} ms}}" for number in range(1_001))
    assert "faults: has 1001 entries; at most 1000 are allowed" in refusal(f"faults=[{many}]")
