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
        (
            _row(status=409, body={"error.code": "FULL", "left": 0}),
            409,
            {"error": {"code": "OPEN"}, "left": 0},
            "wants 'FULL' at error.code, the answer has 'OPEN'",
        ),
        (
            _row(status=409, body={"left": None}),
            409,
            {"left": None},
            "is about it, and says refused",
        ),
    ],
)
def test_a_row_says_what_it_misses(row: OutcomeRow, status: int | None, body: object, said: str) -> None:
    """All of it, with its place among the rows of the scenario."""
    seen = Observation(sent=True, status=status, body=body)
    others = _row(step="other", status=200)
    assert list(near_rows([others, row], seen, step="join")) == [f"outcomes.1: {said}"]


@pytest.mark.parametrize(("letters", "shown"), [(58, "'" + "x" * 58 + "'"), (59, "'" + "x" * 59 + "…")])
def test_what_an_answer_has_is_shown_up_to_sixty_characters(letters: int, shown: str) -> None:
    """Its quotes are counted; only what is cut off ends in dots."""
    seen = Observation(sent=True, status=409, body={"state": "x" * letters})
    (said,) = near_rows([_row(status=409, body={"state": "full"})], seen, step="join")
    assert said == f"outcomes.0: wants 'full' at state, the answer has {shown}"
