"""Claims about content: ledger and roll write the same thing alike, and different things apart."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.record.content import content_digest, written

NUMBER = UUID("6e8bc430-9c3a-11d9-9669-0800200c9a66")

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
)
contents = st.dictionaries(st.text(), values, min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        ("7", "7"),
        (7.0, "7"),
        (Decimal("7.00"), "7"),
        (Decimal("1E+3"), "1000"),
        (1.5, "1.5"),
        (Decimal("1.50"), "1.5"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (-0.0, "0"),
        (Decimal("0.1000000000000000000000000000000001"), "0.1000000000000000000000000000000001"),
        (float("nan"), "NaN"),
        (float("-inf"), "-Infinity"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        ("7.00", "7.00"),
        (" é ", " é "),
        (NUMBER, str(NUMBER)),
        (date(2020, 4, 11), "2020-04-11"),
        ([], "[]"),
        ((1, 2.0, None, "x"), '["1","2",null,"x"]'),
        ({"b": [True], "a": {"c": Decimal(1)}}, '{"a":{"c":"1"},"b":["true"]}'),
    ],
)
def test_a_value_is_written_in_one_way(value: object, text: str) -> None:
    """As numbers of JSON, decimals of a database and texts of a file are written for the same thing."""
    assert written(value) == text


@given(contents)
def test_the_order_of_names_does_not_matter(content: dict[str, object]) -> None:
    """A journey may name them as it likes."""
    turned = dict(reversed(content.items()))
    assert content_digest(turned) == content_digest(content)


@given(contents)
def test_any_content_has_a_digest_of_one_length(content: dict[str, object]) -> None:
    """Also one with half a character in it, which the roll would refuse."""
    digest = content_digest(content)
    assert len(digest) == 32
    assert set(digest) <= set("0123456789abcdef")


@given(contents, st.text(min_size=1), st.text(min_size=1))
def test_one_value_more_or_another_is_another_content(
    content: dict[str, object], name: str, value: str
) -> None:
    """A digest that did not see it would call corrupted what is not, or the reverse."""
    before = {one: text for one, text in content.items() if one != name} | {"k": "v"}
    changed = before | {name: value + "x" if written(before.get(name)) == value else value}
    assert content_digest(changed) != content_digest(before)


def test_nothing_named_is_no_content() -> None:
    """A journey that promises none is not judged."""
    assert content_digest({}) == ""


def test_null_an_empty_text_and_a_missing_name_are_the_same() -> None:
    """A file cannot tell them apart. That nothing is held is content, too."""
    digests = {content_digest(one) for one in ({"a": None}, {"a": ""}, {"b": None, "c": ""})}
    assert len(digests) == 1
    assert digests != {""}
    assert content_digest({"a": 1, "b": None}) == content_digest({"a": "1"})


def test_values_do_not_move_from_name_to_name() -> None:
    """What stands in the wrong column is wrong, and so is what only looks alike in a row."""
    contents = [{"a": "1", "b": "2"}, {"a": "2", "b": "1"}, {"a": "12"}, {"a": '1","b":"2'}]
    assert len({content_digest(one) for one in contents}) == len(contents)
