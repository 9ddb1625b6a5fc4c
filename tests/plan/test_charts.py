"""Claims about the charts of a plan: what they draw is what was measured and what follows from it."""

from dataclasses import replace

import numpy as np

from siaga.plan.charts import law_chart, queue_chart
from siaga.plan.sizing import Sizing


def test_the_law_is_drawn_with_its_band_around_it(sized: Sizing) -> None:
    """And the points stand in the table, by their load."""
    assert sized.fit is not None
    found = law_chart(sized.fit, None)
    law, low, high = (np.array(line.values, dtype=float) for line in found.lines)
    assert (low <= law * 1.001).all()
    assert (law <= high * 1.001).all()
    assert found.text.startswith("All requests that ended well per second")
    assert found.table is not None
    assert len(found.table.rows) == len(sized.points)
    loads = [float(row[0]) for row in found.table.rows]
    assert loads == sorted(loads)
    assert str(found.wide).count("<path") > len(sized.points)


def test_the_law_of_a_step_names_it(sized: Sizing) -> None:
    """In its text."""
    assert sized.fit is not None
    assert law_chart(sized.fit, "join").text.startswith("join that ended well")


def test_a_queue_is_drawn_over_its_day(sized: Sizing) -> None:
    """With the phases behind it, and its worst moment in words."""
    traffic = sized.scenario.traffic
    once, _twice, five = (queue_chart(one, traffic) for one in sized.rushes)
    assert (once.title, five.title) == ("The day as forecast", "5 times the forecast")
    assert once.text.startswith("19,200 visitors; at worst 9,")
    assert list(once.lines[0].values) == sized.rushes[0].waiting.tolist()
    assert "doors-open" in str(once.wide)
    assert once.table is not None
    assert once.table.rows[0] == ("0:00", "0", "0", "0")


def test_a_day_without_a_queue_has_no_picture_of_one(sized: Sizing) -> None:
    """But its sentence."""
    nobody = np.zeros(3)
    calm = replace(sized.rushes[0], moments_s=np.arange(3.0), waiting=nobody, fewest=nobody, most=nobody)
    found = queue_chart(calm, sized.scenario.traffic)
    assert (found.wide, found.table) == (None, None)
