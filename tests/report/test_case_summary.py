"""Claims about the summary of ill will: a row for each case, and nothing where there was none."""

from dataclasses import replace

from siaga.judge.control_group import ControlGroup
from siaga.report.page import page
from siaga.report.summary import summary
from tests.report.parsed_page import parsed
from tests.report.rehearsal import Rehearsal
from tests.report.test_case_row import RESULT


def test_every_case_has_a_row_in_markdown(recorded: Rehearsal) -> None:
    """With a state for each of the three assertions, by which nothing can break out of the table."""
    ill = replace(recorded.verdict, ill_will=(replace(RESULT, case="race|<i>"),))
    told = summary(recorded.run, ill)
    (row,) = [line for line in told.splitlines() if line.startswith("| race")]
    cells = ("race\\|\\<i\\>", "❌ broken", "❌ broken", "❔ unknown", "✅ met", "1,100 by 2 of 3")
    assert row.startswith(f"| {' | '.join(cells)} |")
    assert "Ill will" not in summary(recorded.run, recorded.verdict)


def test_every_honest_population_has_a_row_in_markdown_and_in_the_page(recorded: Rehearsal) -> None:
    """With what its people do, and how many of their requests were blocked; none without abuse."""
    control = ControlGroup(
        population="phones",
        traits=("click twice", "have slow phones"),
        people=30,
        requests=1_200,
        blocked=40,
        state="broken",
        text="Of 1,200 requests of phones 40 were blocked (3.33 %).",
    )
    ill = replace(recorded.verdict, ill_will=(RESULT,), control=(control,))
    row = "| phones | ❌ broken | click twice, have slow phones | 30 | 1,200 | 40 |"
    assert row in summary(recorded.run, ill).splitlines()
    told = page(replace(recorded.facts(), verdict=ill))
    assert "<h3>Control group</h3>" in told
    assert 'data-label="blocked">40</td>' in told
    assert parsed(told).unclosed == []
    without = replace(ill, control=())
    assert "Control group" not in summary(recorded.run, without)
    assert "Control group" not in page(replace(recorded.facts(), verdict=without))


def test_every_case_has_a_row_in_the_page(recorded: Rehearsal) -> None:
    """What a site has answered cannot script it; a day without abuse has no such section."""
    facts = recorded.facts()
    told = page(replace(facts, verdict=replace(recorded.verdict, ill_will=(RESULT,))))
    assert '<a href="#ill-will">Ill will</a>' in told
    assert "One &lt;b&gt;hung&lt;/b&gt;." in told
    assert parsed(told).unclosed == []
    assert 'id="ill-will"' not in page(facts)
