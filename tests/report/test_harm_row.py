"""Claims about rows of harm: what a reader learns of each fault."""

import pytest

from siaga.record.fault_span import FaultSpan
from siaga.report.harm_row import HarmRow, harm_rows

HEALED = FaultSpan(
    kind="hanging",
    target="registry",
    from_s=65.4,
    until_s=80.4,
    proof="187 requests hung",
    proven_s=66.0,
    rolled_back_s=83.4,
)


def test_a_fault_that_happened_and_was_healed_is_told_of_whole() -> None:
    """With the run's clock."""
    assert harm_rows([HEALED]) == (
        HarmRow(
            kind="hanging",
            target="registry",
            began="1:05",
            lasted="15 s",
            proof="187 requests hung",
            healed="seen 3 s later",
            state="met",
        ),
    )


@pytest.mark.parametrize(
    ("span", "lasted", "healed", "state"),
    [
        (FaultSpan(kind="kill", target="worker", from_s=1.0), "to the end", "never", "unknown"),
        (
            FaultSpan(kind="kill", target="worker", from_s=1.0, until_s=1.01),
            "a moment",
            "not seen",
            "unknown",
        ),
        (
            FaultSpan(kind="kill", target="w", from_s=1.0, until_s=9.0, proof="p", proven_s=2.0),
            "8 s",
            "not seen",
            "met",
        ),
        (
            FaultSpan(kind="kill", target="w", from_s=1.0, proof="p", proven_s=2.0),
            "to the end",
            "never",
            "unknown",
        ),
    ],
)
def test_what_is_not_known_of_a_fault_is_said(
    span: FaultSpan, lasted: str, healed: str, state: str
) -> None:
    """As the evidence judges it: proven and healed, or nobody knows what the site withstood."""
    (row,) = harm_rows([span])
    assert (row.lasted, row.healed, row.state) == (lasted, healed, state)


def test_faults_are_in_the_order_in_which_they_began() -> None:
    """The file may have another."""
    early = FaultSpan(kind="kill", target="worker", from_s=1.0)
    assert [row.kind for row in harm_rows([HEALED, early])] == ["kill", "hanging"]
