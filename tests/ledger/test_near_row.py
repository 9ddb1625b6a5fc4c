"""Claims about near rows: each says whether it is about an answer, and if not, all that it misses."""

from typing import Any

import pytest

from siaga.ledger.near_row import near_rows
from siaga.ledger.outcome import Observation
from siaga.scenario.model import OutcomeRow


def _row(**given: Any) -> OutcomeRow:  # noqa: ANN401 - as a scenario writes it
    return OutcomeRow.model_validate({"outcome": "refused", "why": "No seat is left.", **given})


@pytest.mark.parametrize(
    ("row", "status", "body", "said"),
    [
        (_row(status=409), 409, None, "is about it, and says refused"),
        (_row(status=[502, 503]), 200, None, "is about status 502, 503, the answer has 200"),
        (_row(status="5xx"), None, None, "is about status 5xx, no answer came"),
        (
            _row(status=200, body={"state": "full", "error.code": 7}),
            200,
            {"state": "open" * 30},
            "wants 'full' at state, the answer has "
            + repr("open" * 30)[:60]
            + "…; wants 7 at error.code, where the answer has nothing",
        ),
    ],
)
def test_a_row_says_what_it_misses(row: OutcomeRow, status: int | None, body: object, said: str) -> None:
    """All of it, with its place among the rows of the scenario."""
    seen = Observation(sent=True, status=status, body=body)
    others = _row(step="other", status=200)
    assert list(near_rows([others, row], seen, step="join")) == [f"outcomes.1: {said}"]
