"""Claims about the credentials of a scenario: secrets are references, and every header stands once."""

from typing import Any

import pytest
from pydantic import ValidationError

from siaga.credentials import Credentials
from siaga.errors import UsageError
from siaga.scenario.credentials import SiteCredentials
from siaga.scenario.site import Site

ENVIRON = {"NAME": "siaga", "PASSWORD": "rahasia", "TOKEN": "t0k", "CA": "/etc/ca.pem", "KEY": "k"}


def _read(**given: Any) -> SiteCredentials:  # noqa: ANN401 - as a scenario writes it
    return SiteCredentials.model_validate(given)


@pytest.mark.parametrize(
    ("given", "credentials"),
    [
        ({}, Credentials()),
        (
            {"basic": {"name": "${NAME}", "password": "${PASSWORD}"}},
            Credentials(headers={"Authorization": "Basic c2lhZ2E6cmFoYXNpYQ=="}),
        ),
        ({"bearer": "${TOKEN}"}, Credentials(headers={"Authorization": "Bearer t0k"})),
        (
            {"headers": {"X-Preview": "yes", "CF-Access-Secret": "a-${TOKEN}"}, "bearer": "${TOKEN}"},
            Credentials(
                headers={
                    "Authorization": "Bearer t0k",
                    "X-Preview": "yes",
                    "CF-Access-Secret": "a-t0k",
                }
            ),
        ),
        ({"authorities": "${CA}", "verified": True}, Credentials(authorities="/etc/ca.pem")),
        ({"verified": False}, Credentials(verified=False)),
        (
            {"certificate": {"file": "/c.pem", "key": "${CA}", "password": "${KEY}"}},
            Credentials(certificate="/c.pem", key="/etc/ca.pem", password="k"),
        ),
        ({"certificate": {"file": "/c.pem"}}, Credentials(certificate="/c.pem")),
    ],
)
def test_everything_is_looked_up_where_it_is_needed(
    given: dict[str, Any], credentials: Credentials
) -> None:
    """The scenario itself has references alone."""
    assert _read(**given).resolved(ENVIRON) == credentials


def test_everything_that_nobody_may_be_shown_is_known() -> None:
    """In each form in which it is sent; what stands in the scenario is no secret."""
    basic = {"name": "${NAME}", "password": "${PASSWORD}"}
    own = {"file": "/c.pem", "password": "${KEY}"}
    headers = {"X-Preview": "yes", "X-Key": "a-${TOKEN}-${LOST}"}
    found = _read(basic=basic, certificate=own, headers=headers).resolved({**ENVIRON, "LOST": "l0"})
    assert found.secrets == {"rahasia", "c2lhZ2E6cmFoYXNpYQ==", "k", "t0k", "l0"}
    assert _read(bearer="${TOKEN}").resolved(ENVIRON).secrets == {"t0k"}
    assert "rahasia" not in repr(found)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"bearer": "t0k"}, "is no reference to the environment"),
        ({"basic": {"name": "siaga", "password": "rahasia"}}, "is no reference to the environment"),
        ({"certificate": {"file": "/c.pem", "password": "k"}}, "is no reference to the environment"),
        ({"authorities": "ca.pem"}, "'ca.pem' is relative; an absolute path or a reference"),
        ({"certificate": {"file": "c.pem"}}, "'c.pem' is relative; an absolute path or a reference"),
        ({"headers": {"X Key": "1"}}, "is no header's name; letters, digits and - are allowed"),
        ({"headers": {"Siaga-Run": "1"}}, "is a header that siaga writes itself; leave it out"),
        ({"headers": {"cookie": "a=b"}}, "is a header that siaga writes itself; leave it out"),
        ({"headers": {"X-Key": "1", "x-key": "2"}}, "is named twice; case makes no other header"),
        ({"headers": {f"X-{n}": "1" for n in range(17)}}, "at most 16"),
        (
            {"bearer": "${T}", "headers": {"authorization": "Basic ${B}"}},
            "bearer and headers.authorization are the same header; one of them is allowed",
        ),
        (
            {"bearer": "${T}", "basic": {"name": "a", "password": "${B}"}},
            "basic and bearer are the same header; one of them is allowed",
        ),
        ({"verified": "no"}, "bool"),
        ({"headers": {"authorization": "Bearer t0k"}}, "is a secret in the file; write a reference"),
        ({"headers": {"Proxy-Authorization": "Basic x"}}, "is a secret in the file"),
        ({"basic": {"name": "a:b", "password": "${B}"}}, "has a colon, which ends a name"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, Any], told: str) -> None:
    """Before anything is looked up."""
    with pytest.raises(ValidationError, match=told):
        _read(**given)


def test_what_the_environment_lacks_is_named() -> None:
    """Without its neighbours."""
    with pytest.raises(UsageError, match="LOST is not set") as refused:
        _read(headers={"A": "${TOKEN}", "B": "${LOST}"}).resolved(ENVIRON)
    assert "t0k" not in str(refused.value)


def test_a_site_without_any_lets_everybody_in() -> None:
    """One with some is got to by them."""
    assert Site().admitted({}) == Credentials()
    site = Site.model_validate({"credentials": {"bearer": "${TOKEN}"}})
    assert site.admitted(ENVIRON).headers == {"Authorization": "Bearer t0k"}


@pytest.mark.parametrize("held", ["-----BEGIN PRIVATE KEY-----\nrahasia", "relative.pem", "/a\n.pem"])
@pytest.mark.parametrize("key", ["authorities", "certificate.file", "certificate.key"])
def test_a_variable_that_holds_a_file_itself_is_refused_and_not_repeated(key: str, held: str) -> None:
    """Many pipelines have keys in variables, and messages end in logs."""
    part, _, inner = key.partition(".")
    own = {"file": "/c.pem", inner: "${HELD}"}
    asked = _read(**{part: own if inner else "${HELD}"})
    with pytest.raises(
        UsageError, match=rf"site\.credentials\.{key}: .*HELD.* holds no absolute path"
    ) as told:
        asked.resolved({"HELD": held})
    assert held not in str(told.value)


def test_a_name_with_a_colon_is_refused_where_it_comes_from_a_variable() -> None:
    """It would end before its end, and the password would begin there."""
    asked = _read(basic={"name": "${NAME}", "password": "${PASSWORD}"})
    with pytest.raises(UsageError, match="has a colon"):
        asked.resolved({"NAME": "a:b", "PASSWORD": "rahasia"})
