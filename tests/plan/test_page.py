"""Claims about the page of a plan: it says the answer, what the day needs, and what is to be known."""

from dataclasses import replace

from siaga.plan.page import plan_page
from siaga.plan.sizing import Sizing
from siaga.plan.source import Sources


def test_the_page_of_a_sized_day_has_needs_queue_law_and_runs(sized: Sizing) -> None:
    """Each in its section, and the same bytes for the same plan."""
    page = plan_page(sized)
    for part in ("needs", "queue", "measured", "runs"):
        assert f'<section id="{part}"' in page
    assert "<title>SIZED: plan of measured</title>" in page
    assert "at least 3 processes" in page
    assert page.count("<figure") == 4
    assert "run-1" in page
    assert plan_page(sized) == page


def test_the_page_of_a_refusal_says_why_and_what_to_measure(unpressed: Sizing) -> None:
    """It has no queue; the law that never bends is drawn."""
    page = plan_page(unpressed)
    assert "REFUSED" in page
    assert "The site was never pressed" in page
    assert "Measure with more load" in page
    assert 'id="queue"' not in page
    assert page.count("<figure") == 1


def test_names_in_a_page_are_text(sized: Sizing) -> None:
    """Whatever a folder is called."""
    hostile = Sources(used=(), left_out=("<b>run</b>: is damaged.",), warnings=("<i>late</i>",))
    page = plan_page(replace(sized, sources=hostile, warnings=hostile.warnings, fits={}))
    assert "&lt;b&gt;run" in page
    assert "<i>late" not in page
    assert "None of them could be used." in page
