"""Claims about the count rows: three sentences side by side."""

import pytest

from siaga.judge.finding import HeadCount
from siaga.report.count_row import CountRow, count_rows


@pytest.mark.parametrize(
    ("counts", "ledger", "counter", "roll"),
    [
        (
            (1200, 3, 1201.0, 1201),
            "1,200 people were told yes, 3 more heard no answer.",
            "The site's own counter grew by 1,201.",
            "1,201 entries are new.",
        ),
        (
            (1, 0, 0.0, 1),
            "1 person was told yes, 0 more heard no answer.",
            "The site's own counter grew by 0.",
            "1 entry is new.",
        ),
        (
            (0, 1, None, None),
            "0 people were told yes, 1 more heard no answer.",
            "Nobody knows by how much the site's own counter grew.",
            "Nobody knows how many entries are new.",
        ),
    ],
)
def test_each_way_of_counting_is_a_plain_sentence(
    counts: tuple[int, int, float | None, int | None], ledger: str, counter: str, roll: str
) -> None:
    """What nobody knows is said so."""
    acknowledged, unknown, grown, on_roll = counts
    told = HeadCount(
        acknowledged=acknowledged, unknown=unknown, counter=grown, on_roll=on_roll, state="met", text="t"
    )
    assert count_rows(told) == (
        CountRow(name="Ledger", text=ledger),
        CountRow(name="Counter", text=counter),
        CountRow(name="Roll", text=roll),
    )
