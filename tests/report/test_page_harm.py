"""Claims about the page of a run that was harmed: every fault is shown, in words and in the charts."""

from dataclasses import replace

from siaga.judge.fault_course import FaultCourse
from siaga.judge.measured import Measurement
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
    assert 'href="#harm"' not in calm
    assert 'fill-opacity="0.14"' in harmed
    assert 'fill-opacity="0.14"' not in calm


def test_each_fault_has_its_recovery(recorded: Rehearsal) -> None:
    """With how long it took, and what that was made of."""
    span = FaultSpan(kind="kill", target="worker", from_s=90.0, until_s=91.0)
    course = FaultCourse(
        span=span,
        detection=Measurement(value=9.0, made_of="up never changed"),
        series="up",
        recovery=Measurement(value=3.0, bound=3.0, made_of="kept from 94 s on"),
    )
    shown = parsed(page(replace(recorded.facts(), faults=(span,), courses=(course,))))
    assert shown.unclosed == []
    said = shown.section("harm")
    assert "Detected after at least 9 s up never changed" in said
    assert "Recovered after 3 s kept from 94 s on" in said
    assert [one.attributes["id"] for one in shown.all("figure") if "recovery" in str(one)][0:1] == [
        "chart-recovery-1"
    ]
