"""Claims about the table of cases: every case has a row, and every run a column."""

from dataclasses import replace

import pytest

from siaga.abuse.catalogue import CASES
from siaga.report.case_table import PlayedRun, case_table
from tests.report.opening_day import run_record
from tests.report.test_case_row import RESULT


def test_every_case_has_a_row_and_every_run_a_column() -> None:
    """A case that a run did not try says so, and one that broke tells why, as text."""
    held = replace(RESULT, state="met")
    runs = (
        PlayedRun(heading="hardened", results={RESULT.case: held}),
        PlayedRun(heading="naive", results={RESULT.case: replace(RESULT, text="a | <b>")}),
    )
    head, _, *rows = case_table(runs).splitlines()
    assert head == "| case | what is tried | a good site | item | hardened | naive |"
    assert len(rows) == len(CASES)
    (raced,) = [row for row in rows if row.startswith("| `race-one-person`")]
    assert raced.endswith("| met | broken: a \\| &lt;b&gt; |")
    assert rows[-1].endswith("| not tried | not tried |")


def test_several_runs_against_one_site_are_one_column() -> None:
    """What one of them did not try another may have."""
    held, untried = replace(RESULT, state="met"), replace(RESULT, attempts=0)
    runs = [PlayedRun(heading="naive", results={RESULT.case: one}) for one in (held, untried)]
    head, _, first, *_ = case_table(runs).splitlines()
    assert head.endswith("| item | naive |")
    assert first.endswith("| met |")


@pytest.mark.parametrize(
    ("arguments", "heading"),
    [
        ((), "hardened"),
        (("--profile", "naive"), "naive"),
        (("--quota", "1", "--profile=naive"), "naive"),
        (("--profile",), "hardened"),
    ],
)
def test_the_built_in_site_is_called_by_its_profile(arguments: tuple[str, ...], heading: str) -> None:
    """However it was written."""
    run = replace(run_record(), owned_site=True, site_arguments=arguments)
    assert PlayedRun.of(run, ()).heading == heading


def test_another_site_is_called_by_its_address() -> None:
    """It has no profile that siaga knew of."""
    run = replace(run_record(), owned_site=False, host="https://staging.test")
    assert PlayedRun.of(run, [RESULT]).heading == "https://staging.test"
