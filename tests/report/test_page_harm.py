"""Claims about the page of a run that was harmed: every fault is shown, in words and in the charts."""

from dataclasses import replace

from siaga.record.fault_span import FaultSpan
from siaga.report.page import page
from tests.report.parsed_page import parsed
from tests.report.rehearsal import Rehearsal


def test_harm_has_a_section_and_its_time_in_the_charts(recorded: Rehearsal) -> None:
    """A day that was not harmed has neither."""
    spans = (
        FaultSpan(
            kind="hanging",
            target="registry",
            from_s=65.0,
            until_s=80.0,
            proof="187 <requests> hung",
            proven_s=66.0,
            rolled_back_s=83.0,
        ),
        FaultSpan(kind="kill", target="worker", from_s=90.0),
    )
    harmed = page(replace(recorded.facts(), faults=spans))
    assert '<a href="#harm">Harm</a>' in harmed
    assert "187 &lt;requests&gt; hung" in harmed
    assert "Nothing proves that it happened." in harmed
    assert parsed(harmed).unclosed == []
    calm = page(recorded.facts())
    assert "#harm" not in calm
    assert 'fill-opacity="0.14"' in harmed
    assert 'fill-opacity="0.14"' not in calm
