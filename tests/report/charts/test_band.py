"""Claims about bands: the phases of the day, one after another."""

from siaga.report.charts.band import bands
from siaga.scenario.model import Scenario


def test_bands_follow_each_other_without_a_gap(scenario: Scenario) -> None:
    """Each begins where the one before ends; together they are the whole day."""
    found = bands(scenario.traffic)
    assert [(one.number, one.name, one.start_s, one.end_s) for one in found] == [
        (1, "before-doors", 0.0, 12.0),
        (2, "doors-open", 12.0, 24.0),
        (3, "rush", 24.0, 84.0),
        (4, "evening", 84.0, 180.0),
    ]


def test_a_rate_is_told_in_words(scenario: Scenario) -> None:
    """A ramp has a beginning and an end; a steady rate is one number."""
    found = bands(scenario.traffic)
    assert [one.rate for one in found[:3]] == ["0 to 33.3 /s", "66.7 /s", "66.7 to 58.3 /s"]
    assert [one.length for one in found] == ["12 s", "12 s", "1 min", "1 min 36 s"]
