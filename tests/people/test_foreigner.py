"""Claims about a person of another country: a number of its own, and neither NIK nor KK."""

from dataclasses import replace
from datetime import date

import pytest

from siaga.people.foreigner import Foreigner
from siaga.people.identity import Gender

AIMEE = Foreigner(
    index=0,
    id_number="T7",
    name="Aimée Aertsz",
    gender=Gender.FEMALE,
    birth_date=date(1990, 4, 11),
    email="aimee.aertsz.0@pendaftar.test",
    phone="",
    password="Pw1-0123456789abcdef",
)


@pytest.mark.parametrize("name", ["nik", "kk"])
def test_asking_for_an_indonesian_number_says_what_there_is(name: str) -> None:
    """Instead of giving an empty one."""
    why = f"{name}: a person of the scenario's `people` has none; `id_number` is allowed"
    with pytest.raises(AttributeError, match=why):
        getattr(AIMEE, name)


def test_a_foreigner_can_be_compared_and_shown() -> None:
    """By all that there is."""
    assert replace(AIMEE) == AIMEE
    assert replace(AIMEE, id_number="T8") != AIMEE
    assert "id_number='T7'" in repr(AIMEE)
    assert "nik" not in repr(AIMEE)


def test_what_no_person_has_is_no_attribute() -> None:
    """As with anything else."""
    with pytest.raises(AttributeError, match="person: has no shoe"):
        AIMEE.shoe  # noqa: B018 - asked for to see it refused


def test_a_foreigner_has_an_index_and_a_number() -> None:
    """Others are refused."""
    with pytest.raises(ValueError, match="index: -1 is below 0; 0 and above is allowed"):
        replace(AIMEE, index=-1)
    with pytest.raises(ValueError, match="id_number: is empty; a text is needed"):
        replace(AIMEE, id_number="")
