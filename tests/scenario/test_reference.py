"""Claims about references to secrets."""

import pytest
from pydantic import ValidationError

from siaga.errors import UsageError
from siaga.scenario.reference import reference, resolved

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


@pytest.mark.parametrize("text", ["${TOKEN}", "Bearer ${TOKEN}"])
def test_a_text_with_a_reference_is_taken_as_it_is(text: str) -> None:
    """What stands beside it is no secret."""
    assert reference(text) == text


@pytest.mark.parametrize("text", ["t0k", "$TOKEN", "${}", "${2}"])
def test_a_secret_in_the_file_is_refused_and_not_repeated(text: str) -> None:
    """Whoever reads the message over somebody's shoulder does not read the secret."""
    with pytest.raises(ValidationError) as refused:
        reference(text)
    assert [one["msg"] for one in refused.value.errors()] == [
        "is no reference to the environment; write ${NAME}, secrets do not belong in a file"
    ]


def test_what_is_not_set_is_named_all_at_once_and_nothing_else() -> None:
    """An empty variable is as good as none, and no secret is told."""
    with pytest.raises(UsageError, match="NONE, EMPTY is not set") as missing:
        resolved("${NONE}${TOKEN}${EMPTY}", ENVIRON)
    assert str(missing.value) == (
        "environment: NONE, EMPTY is not set, and the scenario refers to it; set it"
    )
