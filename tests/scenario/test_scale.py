"""Claims about scaled days."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siaga.scenario.load import dump, load, loads
from siaga.scenario.scale import scaled
from tests.scenario.days import DAY, PLANNED, day

scales = st.floats(0.01, 1)
GATE = loads(DAY, "gate.yaml")


@settings(max_examples=30)
@given(scales, scales)
def test_the_curve_keeps_its_shape(scale: float, time_scale: float) -> None:
    """At every part of the day as large a share of the people has come as in the whole day."""
    small = scaled(GATE, scale=scale, time_scale=time_scale).traffic.curve
    whole = GATE.traffic.curve
    parts = np.linspace(0, 1, 50)
    assert small.expected(parts * small.duration_s) / small.total == pytest.approx(
        whole.expected(parts * whole.duration_s) / whole.total
    )
    assert small.total == pytest.approx(whole.total * scale)
    assert small.duration_s == pytest.approx(whole.duration_s * time_scale)


@settings(max_examples=30)
@given(scales, scales)
def test_people_and_seats_are_scaled_down_and_rounded_down(scale: float, time_scale: float) -> None:
    """Never a person or a seat more than the scale gives, and never one less than a whole below it."""
    small = scaled(GATE, scale=scale, time_scale=time_scale)
    pairs = [(small.site.quota, GATE.site.quota)]
    pairs += [
        (one.people, before.people)
        for one, before in zip(small.traffic.populations, GATE.traffic.populations, strict=True)
    ]
    for after, before in pairs:
        if before is not None and after is not None:
            assert before * scale - 1 < after <= before * scale + 1e-5


@settings(max_examples=30)
@given(scales, scales)
def test_a_scaled_scenario_is_sound_and_can_be_kept(scale: float, time_scale: float) -> None:
    """It loads from its own text, plan and all, and says what was applied to it."""
    small = scaled(GATE, scale=scale, time_scale=time_scale)
    assert loads(dump(small), "scaled") == small
    assert small.applied.scale == scale
    assert small.applied.time_scale == GATE.applied.time_scale * time_scale


def test_half_the_people_in_a_quarter_of_the_time_are_the_same_day_as_one_written_so() -> None:
    """Whatever is people or seats is halved, whatever is time quartered, and rates are doubled."""
    whole = day(
        "traffic.phases.1.rate={from: 40/s, to: 60/s}",
        "site.quota=1200",
        "site.raises=[{with: doors-open, quota: 1300}, {with: rush, quota: 1301}]",
        "site.waiting-room={admits: 100/s, over: 20 s, tolerance: 5 %, order: fifo, within: 1 min,"
        " looks: 30/s}",
        "site.capacity=200/s",
        "site.connections=201",
        "registration={for: 116 h, people: 1001}",
        "faults=[{kind: kill, at: rush + 5 s},"
        " {kind: latency, at: 8 s, for: 10 s, with: {latency: 2 s}}]",
        "bad-day={faults: 2, among: [{kind: none, for: 4 s}, {kind: kill}]}",
        "abuse=[{case: race, rate: 1/s, most: 9, limit: 3 s}, {case: hoarding, rate: 2/s}]",
    )
    small = day(
        "traffic.phases.0={name: before-doors, for: 1.25 s, rate: {from: 4/s, to: 40/s}}",
        "traffic.phases.1={name: doors-open, for: 3.75 s, rate: {from: 80/s, to: 120/s}}",
        "traffic.phases.2={name: rush, for: 7.5 s, rate: {from: 100/s, to: 50/s}}",
        "traffic.populations.0.people=20",
        "traffic.populations.1.people=630",
        "traffic.patience=7.5 s",
        "site.quota=600",
        "site.raises=[{with: doors-open, quota: 650}, {with: rush, quota: 650}]",
        "site.waiting-room={admits: 200/s, over: 20 s, tolerance: 5 %, order: fifo, within: 15 s,"
        " looks: 60/s}",
        "site.capacity=400/s",
        "site.connections=100",
        "registration={for: 29 h, people: 500}",
        "faults=[{kind: kill, at: rush + 1.25 s},"
        " {kind: latency, at: 2 s, for: 2.5 s, with: {latency: 2 s}}]",
        "bad-day={faults: 2, among: [{kind: none, for: 1 s}, {kind: kill}]}",
        "abuse=[{case: race, rate: 2/s, most: 4, limit: 3 s}, {case: hoarding, rate: 4/s, most: 10}]",
        "applied={scale: 0.5, time_scale: 0.025}",
    )
    assert scaled(whole, scale=0.5, time_scale=0.25) == small


def test_what_is_needed_once_at_least_is_there_once_at_any_scale() -> None:
    """A connection, an abuser; and a whole number that a float misses by its rounding is met."""
    narrow = day("site.connections=3", "abuse=[{case: race, rate: 1/s, most: 3}]")
    for scale, left in ((0.01, 1), (0.3, 1), (0.7, 2), (1.0, 3)):
        small = scaled(narrow, scale=scale, time_scale=1)
        assert (small.site.connections, small.abuse[0].most) == (left, left)


def test_scaling_twice_is_scaling_by_the_product() -> None:
    """Half of a half is a quarter."""
    half = scaled(GATE, scale=0.5, time_scale=0.5)
    quarter = scaled(GATE, scale=0.25, time_scale=0.25)
    assert scaled(half, scale=0.5, time_scale=0.5) == quarter


def test_waiting_is_compressed_and_the_deadline_of_a_step_is_not() -> None:
    """Patience belongs to the day; what a site may take to answer does not shrink with it."""
    small = scaled(GATE, scale=1, time_scale=0.5).traffic
    assert small.patience_s == GATE.traffic.patience_s / 2
    assert small.step_deadline_s == GATE.traffic.step_deadline_s


@pytest.mark.parametrize(("scale", "seats"), [(0.29, 29), (0.07, 7), (0.57, 57), (0.015, 1)])
def test_seats_do_not_get_lost_in_floating_point(scale: float, seats: int) -> None:
    """100 times 0.29 is 28.999999999999996 in binary, and 29 seats."""
    small = scaled(day("site.quota=100"), scale=scale, time_scale=1)
    assert small.site.quota == seats


@pytest.mark.parametrize("factor", [0, -0.5, 1.01, float("nan"), float("inf")])
@pytest.mark.parametrize("name", ["scale", "time-scale"])
def test_a_factor_outside_its_range_is_refused(name: str, factor: float) -> None:
    """Nothing is scaled up, turned round or made nothing."""
    factors = {"scale": 1.0, "time_scale": 1.0, name.replace("-", "_"): factor}
    said = f"^{name}: {factor} is no such factor; above 0 up to 1 is allowed$"
    with pytest.raises(ValueError, match=said):
        scaled(GATE, **factors)


def test_a_scale_that_leaves_no_seat_is_refused() -> None:
    """Without a seat there is nothing to promise."""
    with pytest.raises(
        ValueError, match=r"^scale: 0\.0005 leaves none of 1200 seats; raise it, 1 is the whole day$"
    ):
        scaled(GATE, scale=0.0005, time_scale=1)


def test_people_who_no_longer_fit_into_their_phase_are_refused() -> None:
    """Rounding can leave a phase one arrival short: that is told here and not by a worker later."""
    tight = day(
        "traffic.phases=[{name: early, for: 1 s, rate: 15}, {name: late, for: 1 s, rate: 50}]",
        "traffic.populations=[{name: a, journey: a, people: 50, during: [late]}, {name: b, journey: a}]",
        "site.opens=late",
    )
    with pytest.raises(ValueError, match="populations: a are 5 people, its phases have 4 arrivals"):
        scaled(tight, scale=0.1, time_scale=1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("seed", "scaled: seed: Input should be greater than or equal to 0"),
        ("name", "scaled: name: String should match pattern"),
    ],
)
def test_what_was_changed_past_the_rules_is_refused(change: str, message: str) -> None:
    """A seed of the command line is put in unchecked, and checked here."""
    values = {"seed": -1, "name": "No Name"}
    with pytest.raises(ValueError, match=message):
        scaled(GATE.model_copy(update={change: values[change]}), scale=1, time_scale=1)


def test_all_that_was_changed_past_the_rules_is_told_at_once() -> None:
    """Each at its place in the scenario."""
    odd = GATE.evidence.model_copy(update={"unknown": 2.0})
    changed = GATE.model_copy(update={"seed": -1, "evidence": odd})
    with pytest.raises(ValueError, match="scaled: seed: ") as refused:
        scaled(changed, scale=1, time_scale=1)
    assert "equal to 0; evidence.unknown: Input should be less" in str(refused.value)


def test_the_scenario_that_is_scaled_stays_as_it_is() -> None:
    """Values are frozen, and the original can be scaled again."""
    before = dump(GATE)
    scaled(GATE, scale=0.5, time_scale=0.5)
    assert dump(GATE) == before


RAISED = "site.raises=[{with: doors-open, quota: 1300}, {with: rush, quota: 1301}]"
ROOM = (
    "site.waiting-room="
    "{admits: 100/s, over: 20 s, tolerance: 5 %, order: fifo, within: 1 min, looks: 30/s,"
    " turn: 5 min, inside: 5000}"
)


@settings(max_examples=30)
@given(scales, scales)
def test_every_quota_of_the_day_is_scaled(scale: float, time_scale: float) -> None:
    """Those of later hours as the first; they come with the same phases."""
    small = scaled(day(RAISED), scale=scale, time_scale=time_scale)
    for one, before in zip(small.site.raises, (1300, 1301), strict=True):
        assert before * scale - 1 < one.quota <= before * scale + 1e-5
    assert [at_s for at_s, _ in small.raises_s] == pytest.approx([5 * time_scale, 20 * time_scale])
    assert loads(dump(small), "scaled") == small


def test_a_scale_that_leaves_no_seat_of_a_later_quota_is_refused() -> None:
    """A quota may be lowered, too."""
    lowered = day("site.raises=[{with: rush, quota: 5}]")
    with pytest.raises(ValueError, match=r"scale: 0\.1 leaves none of 5 seats; raise it"):
        scaled(lowered, scale=0.1, time_scale=1)


@settings(max_examples=30)
@given(scales, scales)
def test_a_waiting_room_lets_in_its_share(scale: float, time_scale: float) -> None:
    """Fewer people, in less time: as of any rate. Who asks now and then asks sooner."""
    room = scaled(day(ROOM), scale=scale, time_scale=time_scale).site.waiting_room
    assert room is not None
    assert room.admits_per_s == pytest.approx(100 * scale / time_scale)
    # The site shortens turns itself, as all its waits.
    assert room.turn_s == 300
    assert room.looks_per_s == pytest.approx(30 * scale / time_scale)
    assert room.within_s == pytest.approx(60 * time_scale)
    assert room.inside == max(1, int(5_000 * scale + 1e-9))
    assert (room.over_s, room.tolerance, room.order) == (20, 0.05, "fifo")


def test_what_a_page_and_a_clock_may_be_off_does_not_shrink_with_the_day() -> None:
    """They are properties of the site."""
    kept = day("site.remaining={stale: 3 s}", "site.clock-skew=2 s")
    site = scaled(kept, scale=0.1, time_scale=0.1).site
    assert site.remaining is not None
    assert (site.remaining.stale_s, site.clock_skew_s) == (3, 2)


def test_a_site_without_a_quota_keeps_none() -> None:
    """No limit, however small the day."""
    assert scaled(day("site.quota=null"), scale=0.001, time_scale=1).site.quota is None


@pytest.mark.parametrize("path", PLANNED, ids=lambda path: path.stem)
def test_every_shipped_scenario_can_be_played_small(path: Path) -> None:
    """One to a hundred and five times as fast, which is what `make rehearsal` plays."""
    scenario = load(path)
    small = scaled(scenario, scale=0.01, time_scale=0.2)
    assert small.traffic.visitors == round(scenario.traffic.curve.total * 0.01)


@pytest.mark.parametrize(
    ("people", "scale", "left"), [(5_965_048, 0.01, 59_650), (100, 0.29, 29), (3, 0.01, 1)]
)
def test_the_registration_is_scaled_with_the_day(people: int, scale: float, left: int) -> None:
    """People by the scale, one at least; the time by the time scale. None stays none."""
    given = day(f"registration={{for: 117 h, people: {people}}}")
    small = scaled(given, scale=max(scale, 0.01), time_scale=0.5).registration
    assert small is not None
    assert (small.for_s, small.people) == (210_600.0, left)
    assert scaled(GATE, scale=1, time_scale=1).registration is None


def test_the_connections_are_scaled_as_people_are() -> None:
    """In a faster day people come faster and stay shorter. One is left at least."""
    narrow = day("site.connections=200")
    assert scaled(narrow, scale=0.5, time_scale=0.2).site.connections == 100
    assert scaled(narrow, scale=0.001, time_scale=1).site.connections == 1
    assert scaled(GATE, scale=0.5, time_scale=0.2).site.connections is None


def test_the_capacity_is_scaled_as_rates_are() -> None:
    """Half the people in a fifth of the time ask two and a half times as often."""
    narrow = day("site.capacity=200/s")
    assert scaled(narrow, scale=0.5, time_scale=0.2).site.capacity_per_s == pytest.approx(500)
    assert scaled(GATE, scale=0.5, time_scale=0.2).site.capacity_per_s is None
