"""The phone form: a number has one spelling, a code six digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.forms.phone_form import normalised_phone, read_code, read_phone
from mock_site.pages.refusals import Refusal


@pytest.mark.parametrize(
    "text",
    [
        "0841-2345-6789",
        "+62 841 2345 6789",
        "6284123456789",
        "(0841) 2345.6789",
        " +6284123456789 ",
        "+62 (0)841-2345-6789",
        "62-0841-2345-6789",
        "0062 0841 2345 6789",
        "0062 841 2345 6789",
    ],
)
def test_a_number_has_one_spelling(text: str) -> None:
    """However it is written, it is one phone."""
    assert normalised_phone(text) == "+6284123456789"


@pytest.mark.parametrize(
    "text",
    ["", "0841", "+0841234567", "08412345678x", "٠٨٤١٢٣٤٥٦٧٨٩", "+" * 12, "1" * 16, "+62 00841234567"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    """Nobody could be called there."""
    with pytest.raises(ValueError, match="is not a phone number"):
        normalised_phone(text)


@given(
    st.integers(min_value=800_000_000, max_value=899_999_999_999),
    st.sampled_from(["0", "62", "+62", "0062", "620", "+620", "00620"]),
    st.lists(st.sampled_from(["", "", " ", "-", ".", "(", ")"]), min_size=20, max_size=20),
)
def test_all_spellings_of_a_number_come_to_one(number: int, country: str, between: list[str]) -> None:
    """With the 0 of home, with the country or with both, and whatever stands between the digits."""
    digits = f"{country}{number}"
    text = "".join(map(str.__add__, digits, between))
    assert normalised_phone(text) == f"+62{number}"


@given(st.text("0123456789+() .-", max_size=24))
def test_a_number_that_was_read_is_read_the_same_again(text: str) -> None:
    """Normalising twice changes nothing."""
    try:
        phone = normalised_phone(text)
    except ValueError:
        return
    assert normalised_phone(phone) == phone


def test_a_form_names_one_phone() -> None:
    """And nothing else."""
    assert read_phone({"phone": "0841-2345-6789"}) == "+6284123456789"
    with pytest.raises(Refusal):
        read_phone({"phone": "0841-2345-6789", "verified": True})


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", "١٢٣٤٥٦", ""])
def test_a_code_has_six_digits(code: str) -> None:
    """Anything else is not looked up."""
    with pytest.raises(Refusal) as caught:
        read_code({"code": code})
    assert caught.value.faults == {"code": "is not 6 digits"}


def test_a_code_may_have_spaces_around_it() -> None:
    """They come with copying."""
    assert read_code({"code": " 012345 "}) == "012345"
