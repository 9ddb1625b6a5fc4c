"""The store's values refuse what cannot be."""

import pytest

from mock_site.store.draw import Draw
from mock_site.store.records import (
    JoinRequest,
    Registration,
    Seats,
    Standing,
    WaveChange,
    WaveState,
    standing_of,
)


def _registration(seat: int | None) -> Registration:
    return Registration(
        registration_id="r", wave="1", person="p", key="k", payload="d", seat=seat, at_s=0.0
    )


def _wave(*, quota: int, given: int) -> WaveState:
    return WaveState(wave="1", quota=quota, given=given, opens_at_s=None, closes_at_s=None)


def test_a_registration_repeats_only_the_same_wish() -> None:
    """Another wave or payload under the same key is another wish."""
    wishes = [
        JoinRequest(account_id="a", wave=wave, key="k", payload=payload)
        for wave in ("1", "2")
        for payload in ("d", "e")
    ]
    assert [_registration(1).repeats(wish) for wish in wishes] == [True, False, False, False]


def test_seats_left_are_never_below_none() -> None:
    """A quota lowered below what was given leaves no seats, and no debt."""
    assert _wave(quota=3, given=5).left == 0


@pytest.mark.parametrize(
    ("seats", "issued", "left"),
    [
        (Seats(quota=3, given=0, taken=0), 3, 3),
        (Seats(quota=3, given=2, taken=2), 3, 1),
        (Seats(quota=3, given=5, taken=5), 5, 0),
        (Seats(quota=3, given=1, taken=2, held=1), 3, 1),
    ],
    ids=["none given", "some given", "the quota was lowered since", "one is held"],
)
def test_seats_add_up(seats: Seats, issued: int, left: int) -> None:
    """Seats issued are those given, held and left, also where more were given than there are now."""
    assert (seats.issued, seats.left) == (issued, left)
    assert seats.issued == seats.given + seats.held + seats.left


@pytest.mark.parametrize(
    "name",
    ["quota", "given", "taken", "held", "confirmed", "expired", "applications", "drawn"],
)
def test_seats_of_negative_numbers_are_refused(name: str) -> None:
    """There are no debts."""
    with pytest.raises(ValueError, match=r"^seats: are Seats\(.*\); each number is 0 or more$"):
        Seats(**{"quota": 1, "given": 1, "taken": 1, name: -1})


def test_seats_are_numbered_from_one() -> None:
    """There is no seat 0."""
    with pytest.raises(ValueError, match=r"^seat: is 0; seats are numbered from 1$"):
        _registration(0)


def test_a_registration_has_a_seat_or_a_lot() -> None:
    """Without either it would be nothing."""
    with pytest.raises(ValueError, match=r"^registration: has neither a seat nor a lot; it needs one$"):
        _registration(None)


@pytest.mark.parametrize(
    ("seat", "lot", "drawn_at_s", "standing"),
    [
        (1, None, None, Standing.CONFIRMED),
        (None, "l", None, Standing.APPLIED),
        (1, "l", 5.0, Standing.DRAWN),
        (None, "l", 5.0, Standing.NOT_DRAWN),
    ],
)
def test_a_registration_comes_to_one_of_four_things(
    seat: int | None, lot: str | None, drawn_at_s: float | None, standing: Standing
) -> None:
    """By its seat, its lot, and whether lots are drawn."""
    assert standing_of(seat, lot, drawn_at_s) is standing


def test_a_draw_that_cannot_be_is_refused() -> None:
    """Neither debts, nor one by a seed that nobody is told."""
    with pytest.raises(ValueError, match=r"^draw: applications and drawn are -1, 0; each is 0 or more$"):
        Draw(commitment="c", applications=-1)
    with pytest.raises(ValueError, match=r"^draw: lots are drawn and the seed is None; it is published"):
        Draw(commitment="c", applications=1, drawn_at_s=5.0)


def test_a_wave_of_negative_numbers_is_refused() -> None:
    """Neither quota nor given can be below 0."""
    with pytest.raises(ValueError, match=r"^wave: quota and given are -1, 0; both are 0 or more$"):
        _wave(quota=-1, given=0)
    with pytest.raises(ValueError, match=r"^wave: held is -1; it is 0 or more$"):
        WaveState(wave="1", quota=1, given=0, opens_at_s=None, closes_at_s=None, held=-1)


def test_a_held_seat_is_not_left() -> None:
    """Nor is it given."""
    wave = WaveState(wave="1", quota=9, given=3, opens_at_s=None, closes_at_s=None, held=2)
    assert (wave.given, wave.left) == (3, 4)


def test_a_change_changes_something_possible() -> None:
    """An empty change and a negative quota are refused."""
    with pytest.raises(ValueError, match=r"^wave change: changes nothing"):
        WaveChange()
    with pytest.raises(ValueError, match=r"^quota: is -1; it must be 0 or more$"):
        WaveChange(quota=-1)
