"""The profile form: an address, and one of some choices for the rest."""

import pytest

from mock_site.forms.profile_form import EDUCATION, EMPLOYMENT, read_profile
from mock_site.pages.refusals import Refusal
from mock_site.store.progress import Profile

GOOD = {
    "address": " Jalan  Melati 5 ",
    "region": "97",
    "education": "diploma",
    "employment": "seeking",
}
PROVINCES = {"97": "Provinsi uji 97"}


def test_a_good_form_is_read() -> None:
    """The address is one line."""
    assert read_profile(GOOD, PROVINCES) == Profile(
        address="Jalan Melati 5", region="97", education="diploma", employment="seeking"
    )


@pytest.mark.parametrize("education", EDUCATION)
@pytest.mark.parametrize("employment", EMPLOYMENT)
def test_every_choice_can_be_chosen(education: str, employment: str) -> None:
    """What the page offers is what the form takes."""
    profile = read_profile({**GOOD, "education": education, "employment": employment}, PROVINCES)
    assert (profile.education, profile.employment) == (education, employment)


@pytest.mark.parametrize("field", ["region", "education", "employment"])
def test_what_is_no_choice_is_refused(field: str) -> None:
    """A province that is not there, a school that nobody knows."""
    with pytest.raises(Refusal) as caught:
        read_profile({**GOOD, field: "00"}, PROVINCES)
    assert caught.value.faults == {field: "is not one of the choices"}


def test_everything_missing_is_told() -> None:
    """All four fields are needed."""
    with pytest.raises(Refusal) as caught:
        read_profile({}, PROVINCES)
    assert caught.value.faults == dict.fromkeys(GOOD, "is missing")
