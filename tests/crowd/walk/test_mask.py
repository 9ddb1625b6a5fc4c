"""Claims about the mask: what is secret by its name is left out, wherever it stands afterwards."""

import pytest

from siaga.crowd.walk.mask import Mask


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"email": "a@x.test", "password": "hunter2"}, '{"email": "a@x.test", "password": ***}'),
        ({"a": [{"csrf_token": "x"}], "n": 7}, '{"a": [{"csrf_token": ***}], "n": 7}'),
        ({"code": "123456", "note": "é"}, '{"code": ***, "note": "é"}'),
        ({"otp": 5, "footprint": "large"}, '{"otp": ***, "footprint": "large"}'),
        ({"x": "y" * 300}, '{"x": "' + "y" * 193 + "…"),
    ],
)
def test_what_a_request_carries_is_shown_without_its_secrets(given: object, shown: str) -> None:
    """By their names; a long one only as far as it fits."""
    assert Mask().carried(given) == shown


def test_a_query_is_shown_without_its_secrets() -> None:
    """The rest of it as it was."""
    assert Mask().path("/verify?token=abc&page=2&email=a@x.test") == (
        "/verify?token=***&page=2&email=a@x.test"
    )
    assert Mask().path("/plain") == "/plain"


ANSWERS = {
    "json": '{"session": {"token": "k3y-of-the-door"}}',
    "field": '<input type="hidden" name="csrf_token" value="k3y-of-the-door">',
    "unquoted": "<input name=csrf_token value=k3y-of-the-door>",
    "meta": "<meta content='k3y-of-the-door' name='csrf-token'>",
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
def test_a_secret_of_an_answer_is_known_from_then_on(answer: str) -> None:
    """Also where it stands without its name, as in a path."""
    mask = Mask()
    assert mask.path("/in/k3y-of-the-door") == "/in/k3y-of-the-door"
    mask.read(answer)
    assert mask.path("/in/k3y-of-the-door") == "/in/***"
    assert "k3y-of-the-door" not in mask.begin(answer)


def test_a_word_that_stands_for_a_secret_is_left_out_only_with_its_name() -> None:
    """Else half of what is shown would be stars."""
    mask = Mask()
    mask.read('{"session": "closed", "state": "closed"}')
    assert (
        mask.begin('{"session": "closed", "state": "closed"}') == '{"session": ***, "state": "closed"}'
    )
    assert mask.hide("it is closed; try token=1 later") == "it is closed; try token=*** later"


def test_what_was_typed_is_a_secret_and_the_code_of_an_error_is_none() -> None:
    """Both are often called code."""
    mask = Mask()
    mask.carried({"code": "90817263"})
    assert mask.begin('{"code": "full", "got": "90817263"}') == '{"code": "full", "got": "***"}'


def test_secrets_of_the_environment_are_known_from_the_start() -> None:
    """Those that are called so; what is no text is no answer to learn from."""
    mask = Mask(
        {"SITE_ADMIN_TOKEN": "adm1n-of-all", "HOME": "/home/somebody", "SIGN_KEY": "s1gning-key"}
    )
    assert mask.hide("adm1n-of-all /home/somebody s1gning-key") == "*** /home/somebody ***"
    mask.read("[" * 100_000)


def test_what_is_surely_a_secret_is_left_out_whatever_it_looks_like() -> None:
    """As the password by which a site lets anybody in."""
    mask = Mask({}, {"kopi", "kopi-susu", ""})
    assert mask.hide("no kopi-susu for kopi:x") == "no *** for ***:x"


def test_what_is_shown_of_a_text_is_one_line_of_200_characters() -> None:
    """However it was written."""
    assert Mask().begin("a\n\n  b") == "a b"
    assert Mask().begin("x" * 201) == "x" * 200 + "…"
