"""The account form: everything wrong is told, passwords have a length."""

import pytest

from mock_site.forms.account_form import read_account, read_email, read_log_in
from mock_site.pages.refusals import Refusal

GOOD = {"email": " Budi.S@Warga.Test ", "password": "tiga kata sandi"}


def test_a_good_form_is_read_and_normalised() -> None:
    """The e-mail is kept in lower case, the password as it is."""
    form = read_account(GOOD)
    assert (form.email, form.password) == ("budi.s@warga.test", "tiga kata sandi")
    assert "tiga" not in repr(form)


@pytest.mark.parametrize("length", [0, 7, 129])
def test_a_password_has_8_to_128_characters(length: int) -> None:
    """A shorter one is guessed, a longer one is an attack on the hash."""
    with pytest.raises(Refusal) as caught:
        read_account({**GOOD, "password": "x" * length})
    assert caught.value.faults == {"password": "is not 8 to 128 characters long"}


def test_everything_wrong_is_told() -> None:
    """Both fields and the one too many."""
    with pytest.raises(Refusal) as caught:
        read_account({"email": 1, "admin": True})
    assert set(caught.value.faults) == {"email", "password", "admin"}


def test_whoever_logs_in_may_have_any_password_of_bounded_length() -> None:
    """A rule that is newer than an account does not lock it out."""
    assert read_log_in({"email": "a@b.test", "password": "kurz"}).password == "kurz"
    with pytest.raises(Refusal):
        read_log_in({"email": "a@b.test", "password": "x" * 129})


def test_an_email_alone_is_read() -> None:
    """Whoever asks for another e-mail says no more."""
    assert read_email({"email": "A@B.Test"}) == "a@b.test"
    with pytest.raises(Refusal):
        read_email({})
