"""Claims about the hand of an operator: orders and deeds read back, and what is none is refused."""

from pathlib import Path

import pytest

from siaga.record.hand import BEGIN, HEAL, HandDeed, HandOrder


def test_orders_read_back_in_their_order(tmp_path: Path) -> None:
    """No file has none."""
    path = tmp_path / "faults" / "orders.jsonl"
    assert list(HandOrder.all_of(path)) == []
    orders = [HandOrder(fault=0, does=BEGIN), HandOrder(fault=2, does=HEAL)]
    for one in orders:
        one.write(path)
    assert list(HandOrder.all_of(path)) == orders


def test_a_deed_has_a_note(tmp_path: Path) -> None:
    """The run's record says what was done, when, and what follows from that."""
    deed = HandDeed(kind="slow", target="registry", did=HEAL, at_s=12.34)
    deed.write(tmp_path / "by-hand.jsonl")
    assert list(HandDeed.all_of(tmp_path / "by-hand.jsonl")) == [deed]
    assert deed.note == (
        "slow of registry was healed by hand at 12.3 s: this was not the scenario's day alone,"
        " and another run of it differs"
    )


@pytest.mark.parametrize(
    ("fault", "does", "text"),
    [(-1, BEGIN, "fault: -1 is none"), (True, BEGIN, "fault: True"), (0, "stop", "does: 'stop'")],
)
def test_what_nobody_could_do_is_no_order(fault: int, does: str, text: str) -> None:
    """It is refused before it is written."""
    with pytest.raises(ValueError, match=text):
        HandOrder(fault=fault, does=does)


def test_a_line_that_is_something_else_is_refused(tmp_path: Path) -> None:
    """Whoever reads it learns what it should have been."""
    path = tmp_path / "orders.jsonl"
    path.write_text('{"kind": "slow"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="is no HandOrder"):
        list(HandOrder.all_of(path))
