"""The account form accepts what is right and names what is wrong."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.account_form import AccountForm, normalised_email, normalised_phone, read_form
from mock_site.refusals import Refusal

TODAY = dt.date(2027, 1, 15)
FORM = {
    "nik": "9701014508900001",
    "kk": "9701014508900009",
    "name": "  Siti   Aminah ",
    "birth_date": "1990-08-05",
    "email": " Siti@Warga.TEST ",
    "phone": "0841-2345-6789",
    "password": "rahasia-sekali",
}


def test_a_good_form_is_read_and_normalised() -> None:
    """Names are trimmed, e-mails lower case, phones E.164."""
    assert read_form(FORM, TODAY) == AccountForm(
        nik="9701014508900001",
        kk="9701014508900009",
        name="Siti Aminah",
        birth_date=dt.date(1990, 8, 5),
        email="siti@warga.test",
        phone="+6284123456789",
        password="rahasia-sekali",
    )


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("nik", "970101450890000", "is not 16 digits"),
        ("nik", "97010145089000012", "is not 16 digits"),
        ("nik", "٩٧٠١٠١٤٥٠٨٩٠٠٠٠١", "is not 16 digits"),
        ("nik", "9701014508900001\n", "is not 16 digits"),
        ("nik", 9701014508900001, "is not text"),
        ("kk", "x" * 16, "is not 16 digits"),
        ("name", "   ", "is not 1 to 100 characters long"),
        ("name", "a" * 101, "is not 1 to 100 characters long"),
        ("name", "a\u0000b", "has characters that cannot be printed"),
        ("birth_date", "1990-8-5", "is not written YYYY-MM-DD"),
        ("birth_date", "19900805", "is not written YYYY-MM-DD"),
        ("birth_date", "1990-02-30", "is not a day of the calendar"),
        ("birth_date", "2027-01-16", "is in the future"),
        ("email", "siti.warga.test", "is not an e-mail address"),
        ("email", f"{'a' * 64}@{'b' * 62}.{'c' * 62}.{'d' * 62}.test", "is not an e-mail address"),
        ("phone", "12345", "is not a phone number; write e.g. +6284123456789"),
        ("phone", "+62841234567890123", "is not a phone number; write e.g. +6284123456789"),
        ("password", "seven77", "is not 8 to 128 characters long"),
        ("password", "x" * 129, "is not 8 to 128 characters long"),
    ],
)
def test_a_wrong_field_is_refused_with_its_reason(field: str, value: object, reason: str) -> None:
    """The refusal is 400, names the field and says why."""
    with pytest.raises(Refusal) as caught:
        read_form({**FORM, field: value}, TODAY)
    assert caught.value.status == 400
    assert caught.value.body == {"error": "invalid", "field": field, "reason": reason}


@pytest.mark.parametrize("field", sorted(FORM))
def test_a_missing_field_is_refused(field: str) -> None:
    """Every field is needed."""
    with pytest.raises(Refusal) as caught:
        read_form({name: value for name, value in FORM.items() if name != field}, TODAY)
    assert caught.value.body == {"error": "invalid", "field": field, "reason": "is missing"}


def test_a_field_that_the_form_does_not_have_is_refused() -> None:
    """Nothing is taken in silently."""
    with pytest.raises(Refusal) as caught:
        read_form({**FORM, "is_admin": "yes"}, TODAY)
    assert caught.value.body["field"] == "is_admin"


def test_being_born_today_is_allowed() -> None:
    """The boundary belongs to the past."""
    assert read_form({**FORM, "birth_date": "2027-01-15"}, TODAY).birth_date == TODAY


@given(st.integers(min_value=10**8, max_value=10**12 - 1))
def test_every_spelling_of_a_phone_number_is_the_same_number(digits: int) -> None:
    """With a zero, with 62, with +62, with or without punctuation: one number."""
    spellings = [f"0{digits}", f"62{digits}", f"+62{digits}", f" +62 {digits} ", f"(0){digits}"]
    assert {normalised_phone(text) for text in spellings} == {f"+62{digits}"}


@given(st.from_regex(r"[A-Za-z0-9.]{1,20}@[A-Za-z0-9]{1,20}\.test", fullmatch=True))
def test_normalising_an_email_twice_changes_nothing_more(text: str) -> None:
    """Normalising is idempotent and blind to case."""
    assert normalised_email(normalised_email(text)) == normalised_email(text.upper())
