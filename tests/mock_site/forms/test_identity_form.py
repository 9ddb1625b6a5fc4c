"""The identity form: numbers that somebody may have, a name, a day of birth."""

import datetime as dt

import pytest

from mock_site.forms.identity_form import read_identity
from mock_site.nik import Regions
from mock_site.pages.refusals import Refusal
from mock_site.testing import form

TODAY = dt.date(2027, 1, 15)
GOOD = {name: form(1)[name] for name in ("nik", "kk", "name", "birth_date")}
IN_REHEARSAL = Regions(test_mode=True)


def faults(**other: object) -> dict[str, str]:
    """Give what is wrong with a form."""
    with pytest.raises(Refusal) as caught:
        read_identity({**GOOD, **other}, TODAY, IN_REHEARSAL)
    return caught.value.faults


def test_a_good_form_is_read() -> None:
    """As the person wrote it, without the spaces around."""
    identity = read_identity({**GOOD, "nik": f" {GOOD['nik']} "}, TODAY, IN_REHEARSAL)
    assert (identity.nik, identity.kk) == (GOOD["nik"], GOOD["kk"])
    assert (identity.name, identity.birth_date) == (GOOD["name"], dt.date(1990, 8, 5))


@pytest.mark.parametrize("number", ["", "123", "97010105089000011", "\uff19" * 16, "x" * 16])
@pytest.mark.parametrize("name", ["nik", "kk"])
def test_a_number_has_16_digits(name: str, number: str) -> None:
    """Digits of this script, and no more of them."""
    assert faults(**{name: number}) == {name: "is not 16 digits"}


@pytest.mark.parametrize(
    "number", ["0001010508900001", "9701013213900001", "9701010508900000", "9700010508900001"]
)
@pytest.mark.parametrize("name", ["nik", "kk"])
def test_a_number_that_nobody_has_is_refused(name: str, number: str) -> None:
    """Region, date and serial have to be some that there are."""
    assert faults(**{name: number}) == {name: "is not a number that anybody has"}


def test_numbers_of_no_province_are_good_in_rehearsals_alone() -> None:
    """Elsewhere they belong to nobody."""
    with pytest.raises(Refusal) as caught:
        read_identity(GOOD, TODAY, Regions(test_mode=False))
    assert set(caught.value.faults) == {"nik", "kk"}


def test_what_is_not_a_field_is_refused() -> None:
    """Nobody can make themselves verified."""
    assert faults(verified=True) == {"verified": "is not a field of this form"}
