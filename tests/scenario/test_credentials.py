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


def _refusals(given: dict[str, Any]) -> dict[str, str]:
    """Give what is wrong, by its place."""
    with pytest.raises(ValidationError) as refused:
        _read(**given)
    return {".".join(map(str, one["loc"])): one["msg"] for one in refused.value.errors()}


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


REFERENCE = "is no reference to the environment; write ${NAME}, secrets do not belong in a file"
RELATIVE = "is relative; an absolute path or a reference (${STAGING_CA}) is allowed"
SECRET = "is a secret in the file; write a reference such as ${NAME} into it"
NO_NAME = "is no header's name; letters, digits and - are allowed"
OURS = "is a header that siaga writes itself; leave it out"


@pytest.mark.parametrize(
    ("given", "place", "told"),
    [
        ({"bearer": "t0k"}, "bearer", REFERENCE),
        ({"basic": {"name": "siaga", "password": "rahasia"}}, "basic.password", REFERENCE),
        ({"certificate": {"file": "/c.pem", "password": "k"}}, "certificate.password", REFERENCE),
        ({"authorities": "ca.pem"}, "authorities", f"'ca.pem' {RELATIVE}"),
        ({"authorities": "ca/${CA}"}, "authorities", f"'ca/${{CA}}' {RELATIVE}"),
        ({"certificate": {"file": "c.pem"}}, "certificate.file", f"'c.pem' {RELATIVE}"),
        ({"headers": {"X Key": "1"}}, "headers.X Key", NO_NAME),
        ({"headers": {"Siaga-Run": "1"}}, "headers.Siaga-Run", OURS),
        ({"headers": {"cookie": "a=b"}}, "headers.cookie", OURS),
        (
            {"headers": {"X-Key": "1", "x-key": "2"}},
            "headers.x-key",
            "is named twice; case makes no other header",
        ),
        (
            {"bearer": "${T}", "headers": {"authorization": "Basic ${B}"}},
            "",
            "bearer and headers.authorization are the same header; one of them is allowed",
        ),
        (
            {"bearer": "${T}", "basic": {"name": "a", "password": "${B}"}},
            "",
            "basic and bearer are the same header; one of them is allowed",
        ),
        ({"headers": {"authorization": "Bearer t0k"}}, "headers.authorization", SECRET),
        ({"headers": {"Proxy-Authorization": "Basic x"}}, "headers.Proxy-Authorization", SECRET),
        (
            {"basic": {"name": "a:b", "password": "${B}"}},
            "basic.name",
            "has a colon, which ends a name; leave it out",
        ),
        ({"verified": "no"}, "verified", "Input should be a valid boolean"),
    ],
)
def test_what_cannot_be_meant_is_refused(given: dict[str, Any], place: str, told: str) -> None:
    """At its place, and before anything is looked up."""
    assert _refusals(given) == {place: told}


def test_every_header_that_cannot_stand_there_is_told() -> None:
    """All at once, and there are sixteen at most."""
    assert _refusals({"headers": {"X Key": "1", "host": "2", "A": "3", "a": "4"}}) == {
        "headers.X Key": NO_NAME,
        "headers.host": OURS,
        "headers.a": "is named twice; case makes no other header",
    }
    (told,) = _refusals({"headers": {f"X-{n}": "1" for n in range(17)}}).values()
    assert "at most 16" in told


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
    with pytest.raises(UsageError) as told:
        asked.resolved({"HELD": held})
    said = "${HELD} holds no absolute path; one is allowed, not the file itself"
    assert str(told.value) == f"site.credentials.{key}: {said}"


def test_a_name_with_a_colon_is_refused_where_it_comes_from_a_variable() -> None:
    """It would end before its end, and the password would begin there."""
    asked = _read(basic={"name": "${NAME}", "password": "${PASSWORD}"})
    with pytest.raises(UsageError) as told:
        asked.resolved({"NAME": "a:b", "PASSWORD": "rahasia"})
    assert str(told.value) == "site.credentials.basic.name: has a colon, which ends a name"
