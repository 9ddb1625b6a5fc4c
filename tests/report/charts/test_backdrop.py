"""Claims about the backdrop: names where they fit, and moments that can be told apart."""

from siaga.report.charts.backdrop import milestone_layers, name_layer
from siaga.report.charts.band import Band
from siaga.report.charts.milestone import Milestone
from siaga.report.charts.size import WIDE

BAND = Band(number=2, name="doors-open", start_s=0.0, end_s=60.0, rate="1 /s")


def test_a_phase_that_began_before_the_axis_is_named_at_its_beginning() -> None:
    """Only what can be seen of it counts for whether the name fits; one that is over has no name."""
    names = name_layer([BAND], 30.0, 90.0, WIDE)["data"]["values"]
    assert names == [{"t": 30.0, "name": "doors-open"}]
    assert name_layer([BAND], 58.0, 90.0, WIDE)["data"]["values"] == [{"t": 58.0, "name": "2"}]
    assert name_layer([BAND], 60.0, 90.0, WIDE)["data"]["values"] == []


def test_a_moment_is_a_line_with_its_name_beside_it() -> None:
    """On the side with more room; dashed where it may have been later; each name lower than the last."""
    early = Milestone(at_s=10.0, name="detected 1 s", tone="inside")
    late = Milestone(at_s=50.0, name="recovered ≥ 9 s", tone="good", open=True)
    rule, _halo, name, dashed, _other, last = milestone_layers([early, late], 30.0, WIDE)
    assert (rule["mark"]["type"], "strokeDash" in rule["mark"]) == ("rule", False)
    assert (dashed["mark"]["type"], "strokeDash" in dashed["mark"]) == ("rule", True)
    assert (name["mark"]["align"], last["mark"]["align"]) == ("left", "right")
    assert name["encoding"]["y"]["value"] < last["encoding"]["y"]["value"]
    assert last["data"]["values"] == [{"t": 50.0, "name": "recovered ≥ 9 s"}]
