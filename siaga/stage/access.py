"""The Access to a Prometheus: its address and token, looked up and found fit before anything is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from siaga.errors import UsageError
from siaga.record.loopback import is_loopback
from siaga.scenario.model import Scenario
from siaga.scenario.prometheus import Prometheus, RemoteWrite, address_problem
from siaga.scenario.reference import resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where a server is, and by which token it is asked.

    Attributes:
        url: its address.
        token: bearer token; empty for none.
        deadline_s: how long one answer may take, above 0.
    """

    url: str
    token: str = field(repr=False)
    deadline_s: float

    @classmethod
    def of(cls, key: str, asked: Prometheus | RemoteWrite, environ: Mapping[str, str]) -> Self:
        """Look up what a scenario refers to, without repeating what may be a secret.

        Args:
            key: under which it stands in the scenario.
            asked: the server.
            environ: where address and token are looked up.

        Raises:
            UsageError: a reference leads nowhere or to no address, or a token would be sent in the open.
        """
        url = resolved(asked.url, environ)
        token = "" if asked.token is None else resolved(asked.token, environ)
        if problem := address_problem(url):
            raise UsageError(f"{key}.url: {asked.url} {problem}")
        if not (token.isascii() and token.isprintable()):
            raise UsageError(f"{key}.token: has a character that no header can carry; check it")
        if token and urlsplit(url).scheme == "http" and not is_loopback(urlsplit(url).hostname or ""):
            raise UsageError(
                f"{key}.url: {asked.url} is http on another machine, where everybody would read the"
                " token; https is allowed"
            )
        return cls(url=url, token=token, deadline_s=asked.deadline_s)


def receiver_of(scenario: Scenario, environ: Mapping[str, str]) -> Access | None:
    """Give where a scenario's metrics are written to; None where they are not.

    Raises:
        UsageError: a reference leads nowhere or to no address, or a token would be sent in the open.
    """
    asked = scenario.remote_write
    return None if asked is None else Access.of("remote-write", asked, environ)
