"""A sign is a kind and an id, written in two words."""

import re

import pytest

from siaga.selftest.sign import Sign


def test_a_sign_is_written_as_it_is_read() -> None:
    """Reading and writing are each other's inverse."""
    assert str(Sign.parse("objective home-latency")) == "objective home-latency"
    assert Sign.parse("rule R6") == Sign("rule", "R6")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("R6", "'R6' is no sign; write a kind and an id, as in 'rule R6'"),
        ("rule R6 R8", "'rule R6 R8' is no sign; write a kind and an id, as in 'rule R6'"),
        ("law R6", "kind: 'law' is none; rule, objective, case, check are known"),
    ],
)
def test_what_no_verdict_can_name_is_refused(text: str, said: str) -> None:
    """The message says what is wrong, and what is allowed."""
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        Sign.parse(text)


def test_an_id_is_not_empty() -> None:
    """Nothing is named by nothing."""
    with pytest.raises(ValueError, match="id: is empty; name what has to be seen"):
        Sign("rule", "")
