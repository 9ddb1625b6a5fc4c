"""Strict JSON lets nothing through that two parsers could read differently."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.forms.strict_json import parse
from mock_site.pages.refusals import Refusal

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
    max_leaves=10,
)


@given(JSON)
def test_plain_json_is_read_as_it_was_written(content: object) -> None:
    """What the standard writes, this reads."""
    assert parse(json.dumps(content).encode()) == content


def test_a_text_about_a_nul_has_none_in_it() -> None:
    """A backslash that is itself escaped."""
    assert parse(b'["\\\\u0000"]') == ["\\u0000"]


def test_a_character_written_in_two_escapes_is_whole() -> None:
    """Only half of one is none."""
    assert parse(b'["\\ud83d\\ude00", -1.5]') == ["\U0001f600", -1.5]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"a": 1, "a": 1}', "a name is given twice"),
        (b'{"a": {"b": 1, "b": 2}}', "a name is given twice"),
        (b'{"a": NaN}', "NaN is no JSON number"),
        (b"[-Infinity]", "-Infinity is no JSON number"),
        (b"[1e400]", "Out of range float values are not JSON compliant"),
        (b'{"a": [-1.5e999]}', "Out of range float values are not JSON compliant"),
        (b'"\xff"', "it is not valid UTF-8"),
        (b'"\\ud800"', "it is not valid UTF-8"),
        (b"", "Expecting value"),
        (b"{} {}", "Extra data"),
        (b'{"a": ["\\u0000"]}', "a text has a NUL in it"),
        (b'{"a\\u0000": 1}', "a text has a NUL in it"),
        (b"[" * 8_000, "it is nested too deeply"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_anything_doubtful_is_refused_with_its_reason(body: bytes, reason: str) -> None:
    """The refusal is 400 and says what is wrong with the body."""
    with pytest.raises(Refusal) as caught:
        parse(body)
    assert caught.value.status == 400
    assert caught.value.body == {
        "error": "invalid",
        "field": "body",
        "reason": f"is not strict JSON: {reason}",
    }
