"""Claims about credentials: what cannot be sent or read is told before a run, and no secret with it."""

import ssl
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from siaga.credentials import Credentials
from siaga.errors import UsageError
from tests.guarded.site import FIT

SECRET = "rahasia-negara"


@pytest.mark.parametrize("value", [f"{SECRET}\r\nX-Evil: 1", f"{SECRET}ß"])
def test_a_header_that_cannot_be_sent_is_refused_and_not_repeated(value: str) -> None:
    """It may be a secret, with a line break at its end."""
    with pytest.raises(UsageError, match="header X-Key has a line break") as refused:
        Credentials(headers={"X-Key": value})
    assert SECRET not in str(refused.value)


def test_no_secret_is_shown() -> None:
    """Neither in a log nor in a trace."""
    one = Credentials(headers={"X-Key": SECRET}, certificate="/a.pem", password=SECRET)
    assert SECRET not in repr(one)
    assert (one.are_secret, Credentials(certificate="/a.pem").are_secret) == (True, False)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"authorities": "/none.pem"}, "authorities /none.pem cannot be used"),
        ({"authorities": str(Path(__file__))}, "authorities .*test_credentials.py cannot be used"),
        ({"certificate": "/none.pem"}, "certificate /none.pem cannot be used"),
        ({"password": ""}, "certificate .*rehearsal.pem cannot be used"),
        ({"password": "wrong"}, "certificate .*rehearsal.pem cannot be used"),
        ({"key": ""}, "certificate .*rehearsal.pem cannot be used"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_its_name(change: dict[str, Any], told: str) -> None:
    """Nobody is asked for a password on the terminal."""
    with pytest.raises(UsageError, match=told):
        replace(FIT, **change).tls()


def test_a_site_has_to_prove_who_it_is_unless_somebody_says_otherwise() -> None:
    """Its name included; the system's authorities are trusted in any case."""
    plain, fit, blind = Credentials().tls(), FIT.tls(), Credentials(verified=False).tls()
    assert (plain.verify_mode, plain.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert (fit.verify_mode, fit.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert len(fit.get_ca_certs()) == len(plain.get_ca_certs()) + 1
    assert (blind.verify_mode, blind.check_hostname) == (ssl.CERT_NONE, False)
    assert [one.needs_tls for one in (Credentials(), FIT, Credentials(verified=False))] == [
        False, True, True,
    ]  # fmt: skip
