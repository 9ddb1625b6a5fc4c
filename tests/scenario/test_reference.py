"""Claims about references to secrets."""

import pytest

from siaga.errors import UsageError
from siaga.scenario.reference import resolved

ENVIRON = {"TOKEN": "t0k", "EMPTY": "", "_B2": "${TOKEN}"}


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("${TOKEN}", "t0k"),
        ("a-${TOKEN}/${TOKEN}", "a-t0k/t0k"),
        ("${_B2}", "${TOKEN}"),
        ("plain", "plain"),
        ("$TOKEN {TOKEN} ${2} ${}", "$TOKEN {TOKEN} ${2} ${}"),
    ],
)
def test_a_reference_stands_for_its_variable(text: str, secret: str) -> None:
    """Each of them, once: what a secret holds is not looked up again."""
    assert resolved(text, ENVIRON) == secret


def test_what_is_not_set_is_named_all_at_once_and_nothing_else() -> None:
    """An empty variable is as good as none, and no secret is told."""
    with pytest.raises(UsageError, match=r"^environment: NONE, EMPTY is not set, .* set it$") as missing:
        resolved("${NONE}${TOKEN}${EMPTY}", ENVIRON)
    assert "t0k" not in str(missing.value)
