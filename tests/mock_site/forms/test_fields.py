"""Fields: everything wrong is found at once, and what is right is read in its canonical spelling."""

import datetime as dt
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.forms.fields import Fields, one_line, one_of
from mock_site.pages.refusals import Refusal

TODAY = dt.date(2027, 1, 15)


def faults_of(fields: Fields) -> dict[str, str]:
    """Give what was noted."""
    with pytest.raises(Refusal) as caught:
        fields.settle()
    return caught.value.faults


def test_every_wrong_field_is_noted_with_its_first_reason() -> None:
    """A person corrects them all in one go; a programme is told the first."""
    fields = Fields({"name": "", "age": 7, "x": 1}, {"name", "age", "email"})
    assert fields.text("name", one_line) == ""
    assert fields.text("age", one_line) == ""
    assert fields.text("email", one_line) == ""
    fields.refuse("email", "is late")
    assert faults_of(fields) == {
        "x": "is not a field of this form",
        "name": "is not 1 to 100 characters long",
        "age": "is not text",
        "email": "is missing",
    }


def test_a_form_with_nothing_wrong_settles() -> None:
    """No news is good news."""
    fields = Fields({"name": "Siti"}, {"name"})
    assert fields.text("name", one_line) == "Siti"
    fields.settle()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1990-8-5", "is not written YYYY-MM-DD"),
        ("١٩٩٠-08-05", "is not written YYYY-MM-DD"),
        ("1990-02-30", "is not a day of the calendar"),
        ("2027-01-16", "is in the future"),
    ],
)
def test_a_day_that_nobody_can_be_born_on_is_refused(text: str, reason: str) -> None:
    """Spelling, calendar and today are all looked at."""
    fields = Fields({"day": text}, {"day"})
    fields.day("day", TODAY)
    assert faults_of(fields) == {"day": reason}


def test_today_is_no_future() -> None:
    """The day itself is the last that is allowed."""
    assert Fields({"day": "2027-01-15"}, {"day"}).day("day", TODAY) == TODAY


@pytest.mark.parametrize(
    ("text", "line"),
    [("  Siti \t Aminah ", "Siti Aminah"), ("Re\u0301gine", "R\u00e9gine"), ("o" * 100, "o" * 100)],
)
def test_a_line_has_one_spelling(text: str, line: str) -> None:
    """Spaces and composed letters are the same however they were typed."""
    assert one_line(text) == line


@pytest.mark.parametrize("text", ["", "   ", "o" * 101, "a\x00b", "a\u202eb", "\u200b", "a\u0007"])
def test_a_line_that_cannot_be_read_is_refused(text: str) -> None:
    """Empty, endless, or with signs that nobody sees."""
    with pytest.raises(ValueError, match="characters"):
        one_line(text)


@given(st.text())
def test_a_line_that_was_read_is_read_the_same_again(text: str) -> None:
    """Normalising twice changes nothing."""
    try:
        line = one_line(text)
    except ValueError:
        return
    assert one_line(line) == line


def test_a_choice_is_one_of_the_choices() -> None:
    """Anything else is refused."""
    check = one_of(["a", "b"])
    assert check("b") == "b"
    with pytest.raises(ValueError, match="is not one of the choices"):
        check("B")


def test_no_character_of_a_category_c_is_printed_and_every_other_is() -> None:
    """Whichever they are: control, format, surrogate, private and unassigned characters."""
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        text = f"a{character}b"
        try:
            is_taken = bool(one_line(text))
        except ValueError:
            is_taken = False
        is_space = character.isspace()
        assert is_taken is (is_space or unicodedata.category(character)[0] != "C"), hex(code)
