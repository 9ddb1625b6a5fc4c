"""An e-mail address has one spelling, and what only looks like another one's is none."""

import pytest

from mock_site.forms.email_address import naive_email, normalised_email

LOOK_ALIKES = [
    "budi\u200b@warga.test",
    "budi@warga.test\u200b",
    "\u202ebudi@warga.test",
    "b\u0443di@warga.test",
    "\uff42udi@warga.test",
    "be\u0301@warga.test",
    "b\u00e9@warga.test",
]
"""Of no width, right to left, Cyrillic, full width; one letter in two code points and in one."""


@pytest.mark.parametrize(
    "text",
    [
        "", "budi", "@warga.test", "budi@", "budi@warga", "budi@@warga.test", "bu di@warga.test",
        "budi@warga.test\nBcc: x@y.test", "budi@w_arga.test", "böse@warga.test", f"{'b' * 250}@w.test",
        "budi\uff20warga.test",
    ],
)  # fmt: skip
def test_what_is_no_email_is_refused(text: str) -> None:
    """Nobody could be written to there."""
    with pytest.raises(ValueError, match="is not an e-mail address"):
        normalised_email(text)


@pytest.mark.parametrize("text", LOOK_ALIKES, ids=ascii)
def test_what_looks_like_anothers_is_no_address_but_to_a_naive_site(text: str) -> None:
    """Which opens a second account for it."""
    with pytest.raises(ValueError, match="is not an e-mail address"):
        normalised_email(text)
    assert naive_email(text) == text


def test_both_keep_an_address_trimmed_and_in_lower_case() -> None:
    """A keyboard that begins with a capital opens no second account anywhere."""
    for spelled in (normalised_email, naive_email):
        assert spelled(" Budi@Warga.Test ") == "budi@warga.test"


@pytest.mark.parametrize("text", ["", "budi", "budi@warga", "bu di@warga.test", "a@b@c.test"])
def test_what_does_not_look_like_an_address_is_refused_by_a_naive_site_too(text: str) -> None:
    """So much is looked at everywhere."""
    with pytest.raises(ValueError, match="is not an e-mail address"):
        naive_email(text)
