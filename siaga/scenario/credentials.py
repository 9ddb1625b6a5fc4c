"""The SiteCredentials of a scenario: what a staging asks of everybody, its secrets as references."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from siaga.credentials import Credentials
from siaga.errors import UsageError
from siaga.scenario.part import Flag, Part, Text
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.reference import REFERENCE, reference, resolved, secrets
from siaga.sender import HEADER_NAME

MOST_HEADERS = 16
AUTHORIZATION = "Authorization"

_PLACE = "site.credentials.basic"
_NAME = re.compile(HEADER_NAME)
_OURS = frozenset(
    {
        "connection",
        "content-length",
        "cookie",
        "expect",
        "host",
        "siaga-run",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    }
)
"""Headers that siaga or the journeys write themselves."""

Secret = Annotated[str, AfterValidator(reference)]


def _file(text: str) -> str:
    """Refuse a path that would mean another file in each process."""
    if not (text.startswith("/") or REFERENCE.match(text)):
        said = f"{text!r} is relative; an absolute path or a reference (${{STAGING_CA}}) is allowed"
        refuse([Problem(text=said)])
    return text


File = Annotated[str, AfterValidator(_file)]


def _names(headers: Mapping[str, str]) -> Iterator[Problem]:
    """Find names that cannot stand there, and any that stands there twice."""
    seen: set[str] = set()
    for name in headers:
        small = name.lower()
        if not _NAME.fullmatch(name):
            yield Problem(place=(name,), text="is no header's name; letters, digits and - are allowed")
        elif small in _OURS:
            yield Problem(place=(name,), text="is a header that siaga writes itself; leave it out")
        elif small in seen:
            yield Problem(place=(name,), text="is named twice; case makes no other header")
        seen.add(small)


def _fit(headers: dict[str, str]) -> dict[str, str]:
    refuse(list(_names(headers)))
    for name, value in headers.items():
        if name.lower().endswith(AUTHORIZATION.lower()) and not REFERENCE.search(value):
            text = "is a secret in the file; write a reference such as ${NAME} into it"
            refuse([Problem(place=(name,), text=text)])
    return headers


def _named(name: str) -> str:
    """Refuse a name that would end before its end (RFC 7617, 2)."""
    if ":" in name:
        refuse([Problem(text="has a colon, which ends a name; leave it out")])
    return name


class Basic(Part):
    """Name and password, as a browser asks for them (RFC 7617)."""

    name: Annotated[Text, AfterValidator(_named)]
    """Name without a colon, as it is or as a reference."""

    password: Secret
    """Password, as a reference to the environment."""

    def shown(self, place: str, environ: Mapping[str, str]) -> str:
        """Give name and password as a header has them (RFC 7617, 2).

        Args:
            place: where they stand in the scenario.
            environ: where the secrets are.

        Raises:
            UsageError: the environment lacks one, or the name would end before its end.
        """
        name = resolved(self.name, environ)
        if ":" in name:
            raise UsageError(f"{place}.name: has a colon, which ends a name")
        pair = f"{name}:{resolved(self.password, environ)}"
        return f"Basic {b64encode(pair.encode()).decode()}"


class OwnCertificate(Part):
    """A certificate by which siaga shows who it is."""

    file: File
    """Path of the certificate (PEM), absolute or a reference."""

    key: File | None = None
    """Path of its key; not given: it is in the same file."""

    password: Secret | None = None
    """Password of the key, as a reference to the environment; not given: it has none."""


class SiteCredentials(Part):
    """What stands in front of the site and asks everybody."""

    basic: Basic | None = None
    """Name and password that every request carries."""

    bearer: Secret | None = None
    """Bearer token that every request carries, as a reference to the environment."""

    headers: Annotated[dict[str, Text], Field(max_length=MOST_HEADERS), AfterValidator(_fit)] = Field(
        default_factory=dict
    )
    """Further headers of every request; what is a secret belongs into a reference."""

    authorities: File | None = None
    """Path of certificates (PEM) that are trusted beside the system's, absolute or a reference."""

    certificate: OwnCertificate | None = None
    """Certificate that is shown to a site which asks for one."""

    verified: Flag = True
    """Whether an https site has to prove who it is; the report shows where it has not."""

    @model_validator(mode="after")
    def _says_it_once(self) -> Self:
        """Refuse two values of one header."""
        given = [name for name in ("basic", "bearer") if getattr(self, name) is not None]
        given += [f"headers.{name}" for name in self.headers if name.lower() == AUTHORIZATION.lower()]
        if len(given) > 1:
            text = f"{' and '.join(given)} are the same header; one of them is allowed"
            refuse([Problem(text=text)])
        return self

    def resolved(self, environ: Mapping[str, str]) -> Credentials:
        """Look everything up.

        Raises:
            UsageError: the environment lacks something, or a header cannot be sent.
        """
        own = self.certificate
        return Credentials(
            headers=dict(self._headers(environ)),
            authorities=_path("authorities", self.authorities, environ),
            certificate=_path("certificate.file", None if own is None else own.file, environ),
            key=_path("certificate.key", None if own is None else own.key, environ),
            password=resolved((own and own.password) or "", environ),
            verified=self.verified,
            secrets=frozenset(self._secrets(environ)),
        )

    def _secrets(self, environ: Mapping[str, str]) -> Iterator[str]:
        """Give every secret as it is, and the pair of name and password as it is sent."""
        own = self.certificate
        texts = (self.bearer, self.basic and self.basic.password, own and own.password)
        for text in (*texts, *self.headers.values()):
            yield from secrets(text or "", environ)
        if self.basic is not None:
            yield self.basic.shown(_PLACE, environ).partition(" ")[2]

    def _headers(self, environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        if self.basic is not None:
            yield AUTHORIZATION, self.basic.shown(_PLACE, environ)
        if self.bearer is not None:
            yield AUTHORIZATION, f"Bearer {resolved(self.bearer, environ)}"
        for name, value in self.headers.items():
            yield name, resolved(value, environ)


def _path(key: str, text: str | None, environ: Mapping[str, str]) -> str:
    """Give where a file is; a variable may hold the file itself, which nobody may read in a message."""
    path = resolved(text or "", environ)
    if path and not (path.startswith("/") and path.isprintable()):
        raise UsageError(
            f"site.credentials.{key}: {text} holds no absolute path; one is allowed, not the file itself"
        )
    return path
