"""Claims about what was typed: whose it is, by name, type and shape."""

import pytest

from siaga.draft.typed import drawn, is_field_word, personal, snake


@pytest.mark.parametrize(
    ("name", "kind", "value", "code"),
    [
        ("x7", "email", "", "me.person.email"),
        ("contact", "", "anna@larsson.se", "me.person.email"),
        ("user[emailAddress]", "", "a", '"Jalan Merdeka 17"'),
        ("password_confirmation", "password", "p", "me.person.password"),
        ("kataSandi", "text", "p", "me.person.password"),
        ("mobile", "", "0701", "me.person.phone"),
        ("anything", "tel", "0701", "me.person.phone"),
        ("anything", "", "+46 70 123 45 67", "me.person.phone"),
        ("NIK", "", "1", "me.person.nik"),
        ("anything", "", "3201234567890001", "me.person.nik"),
        ("no_kk", "", "1", "me.person.kk"),
        ("firstName", "", "Anna", "me.person.name.split()[0]"),
        ("billing.last_name", "", "Larsson", "me.person.name.split()[-1]"),
        ("username", "", "anna", 'me.person.email.partition("@")[0]'),
        ("attendee_name_parts", "", "Anna", None),
        ("nama_lengkap", "", "Anna", None),
        ("full_name", "", "Anna", "me.person.name"),
        ("birth_date", "date", "1980-02-03", "me.person.birth_date.isoformat()"),
        ("dob", "", "03/02/1980", 'me.person.birth_date.strftime("%d/%m/%Y")'),
        ("dob", "", "2/13/1980", 'me.person.birth_date.strftime("%m/%d/%Y")'),
        ("dob", "", "yesterday", None),
        ("postcode", "", "1", '"10110"'),
        ("kota", "", "Lund", '"Jakarta"'),
        ("note", "", "call me", None),
        ("email", "text", "", "me.person.email"),
    ],
)
def test_what_belongs_to_a_person_is_recognised(
    name: str, kind: str, value: str, code: str | None
) -> None:
    """By the input's type first, then by the value's own shape, then by the name."""
    found = personal(name, kind, value)
    if name == "email":
        assert found is None  # nothing was typed
    else:
        assert (found.code if found else None) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("call my wife", 'text(me, "note", length=12)'),
        ("x" * 500, 'text(me, "note", length=32)'),
        ("4200", 'str(number(me, "note", digits=4))'),
        ("-7", 'str(number(me, "note", digits=1))'),
        ("12.50", 'str(number(me, "note", digits=2))'),
        ("2026-12-24", "(date.today() + timedelta(days=7)).isoformat()"),
        ("24.12.2026", '(date.today() + timedelta(days=7)).strftime("%d/%m/%Y")'),
    ],
)
def test_what_nobody_recognises_is_drawn_in_its_shape(value: str, code: str) -> None:
    """Of the value only length and kind are kept."""
    found = drawn("note", value)
    assert found.code == code


def test_names_are_written_small_and_known_ones_are_told() -> None:
    """Whatever marks a framework puts into them."""
    assert snake("user[homeAddress].zipCode") == "user_home_address_zip_code"
    assert [is_field_word(one) for one in ("email", "Lang", "token", "anna")] == [
        True,
        True,
        True,
        False,
    ]
