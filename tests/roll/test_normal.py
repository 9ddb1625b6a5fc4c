"""Claims about normal forms: two writings of one value are equal, and two values stay two."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.roll.normal import normal
from siaga.scenario.roll_source import Form

FULL_WIDTH = 0xFEE0
"""From a digit to the same digit in full width, as East Asian keyboards write it."""

WRITINGS = [
    "+628412345678901",
    "08412345678901",
    "628412345678901",
    "62 8412-3456-78901",
    " (62) 8412 345 678 901",
    "(+62) 8412345678901",
    "8412345678901",
    "00628412345678901",
    "0062 8412 345678901",
    "+62 (0)8412345678901",
    "+62 08412345678901",
    "+62.8412.345.678.901",
    "tel:+628412345678901",
    "٠٨٤١٢٣٤٥٦٧٨٩٠١",
    "".join(chr(ord(one) + FULL_WIDTH) for one in "08412345678901"),
]
"""Of a number that no company was given, as those of synthetic people are."""

values = st.text(max_size=30) | st.text("+0123456789 ()-xext.:;/", max_size=30)
forms = st.sampled_from(get_args(Form))


@pytest.mark.parametrize("written", WRITINGS)
def test_one_phone_number_has_one_form_however_it_is_written(written: str) -> None:
    """With the country's code, the trunk's zero, both or neither; signs and scripts do not matter."""
    assert normal(written, "phone") == "+628412345678901"


def test_only_the_beginning_of_a_number_is_a_country_s_code() -> None:
    """What looks like one further in is a part of the number."""
    assert normal("62 841 0062 6262", "phone") == normal("0841 0062 6262", "phone") == "+6284100626262"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("08412345678901", "08412345678902"),
        ("081212345678", "+658121234567"),
        # An area of Sumatra begins as the country's code does: the zero in front tells them apart.
        ("0622 21234", "62 221234"),
        ("+62 622 21234", "+62 221234"),
        ("+39 06 123456", "+39 6 123456"),
    ],
)
def test_two_phone_numbers_stay_two(one: str, other: str) -> None:
    """Otherwise two people would share what they do not."""
    assert normal(one, "phone") != normal(other, "phone")


@pytest.mark.parametrize(("written", "form"), [("7", "7"), ("0", "0"), ("62", "62"), ("no 1:2", "12")])
def test_what_is_no_phone_number_counts_by_its_digits(written: str, form: str) -> None:
    """Short ones are compared, too."""
    assert normal(written, "phone") == form


@pytest.mark.parametrize("form", ["digits", "phone"])
@pytest.mark.parametrize("written", ["n/a", "-", "", "+", "none"])
def test_where_nothing_is_left_there_is_no_value(written: str, form: Form) -> None:
    """Two people who gave no number do not share one."""
    assert normal(written, form) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana@Example.test", " ana@example.TEST\n"),
        ("STRASSE@x.test", "straße@x.test"),
        ("é@x.test", "E\u0301@x.test"),
        (f"{chr(ord('a') + FULL_WIDTH)}na@x.test", "ana@x.test"),
        ("Ὀδυσσεύς", "ὀδυσσεύΣ"),
    ],
)
def test_case_spaces_and_composition_do_not_tell_mail_addresses_apart(one: str, other: str) -> None:
    """As mail servers see them."""
    assert normal(one, "caseless") == normal(other, "caseless")


def test_text_is_compared_as_it_stands() -> None:
    """Every character counts, and so does case."""
    assert normal(" Ana\n", "text") == " Ana\n"


def test_digits_are_those_of_any_script_and_nothing_else() -> None:
    """A number with dots and a name in front is the number."""
    assert normal("NIK 99.71-01٤²", "digits") == "9971014"


@given(values, forms)
def test_a_normal_form_is_its_own_normal_form(written: str, form: Form) -> None:
    """So that a site that keeps normal forms, and one that keeps writings, are compared alike."""
    once = normal(written, form)
    # What was no phone number may look like one when only its digits are left.
    if form != "phone" or once.startswith("+"):
        assert normal(once, form) == once
