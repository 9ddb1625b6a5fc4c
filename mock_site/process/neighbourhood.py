"""The neighbourhood: the neighbours that a site starts itself, and those that it is told of."""

import argparse
import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from mock_site.errors import UsageError
from mock_site.neighbours.process import serve
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.outside.metrics import Neighbour
from mock_site.process.listener import listener_on, url_of
from mock_site.process.part import Part

EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - told apart, not bound
"""Addresses that can be listened on, and that nobody can go to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """The neighbours of one site.

    Attributes:
        urls: where each answers.
        called_at: where the workers call each: there, or at what stands before it.
        parts: those that are to be started.
    """

    urls: Mapping[Neighbour, str]
    called_at: Mapping[Neighbour, str]
    parts: Sequence[Part]

    def announcement(self) -> str:
        """Say where each answers, a line each."""
        return "".join(
            f"mock_site {neighbour.value.replace('_', ' ')} on {self.urls[neighbour]}\n"
            for neighbour in Neighbour
        )

    def inboxes_url(self, public_url: str) -> str:
        """Give where people read their mail: at the site's own host, if nobody can go where it listens.

        Args:
            public_url: where people reach the site; empty where nobody has said so.
        """
        listening = urlsplit(self.urls[Neighbour.POST_OFFICE])
        host = urlsplit(public_url).hostname
        if host is None or listening.hostname not in EVERYWHERE:
            return self.urls[Neighbour.POST_OFFICE]
        return f"http://[{host}]:{listening.port}" if ":" in host else f"http://{host}:{listening.port}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that concern neighbours."""
    parser.add_argument(
        "--neighbour",
        action="append",
        default=[],
        metavar="NAME=URL",
        help="use this registry, post-office or evaluator and start none; repeatable",
    )
    parser.add_argument(
        "--neighbour-via",
        action="append",
        default=[],
        metavar="NAME=URL",
        help="call this neighbour, which is started all the same, by way of a proxy; repeatable",
    )
    parser.add_argument("--post-office-port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--time-scale", type=float, default=1.0, help="multiplies every wait")
    parser.add_argument(
        "--rate-scale", type=float, default=1.0, help="multiplies every limit of the neighbours"
    )
    parser.add_argument(
        "--no-test-mode",
        dest="test_mode",
        action="store_false",
        help="accept no NIK, KK or region of the provinces 97 to 99, which do not exist",
    )
    parser.add_argument("--neighbour-seed", type=int, default=0, help="of what neighbours draw")


def neighbourhood(options: argparse.Namespace, stack: ExitStack) -> Neighbourhood:
    """Listen for the neighbours that are to be started.

    The post office listens where the site does, since the people read their inboxes there; the others
    on this machine alone.

    Args:
        options: with the arguments above and the site's host.
        stack: closes what is opened.

    Raises:
        UsageError: an argument is wrong, or an address cannot be listened on.
    """
    try:
        settings = NeighbourSettings(
            time_scale=options.time_scale,
            rate_scale=options.rate_scale,
            test_mode=options.test_mode,
            seed=options.neighbour_seed,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
    urls = dict(_told("neighbour", one) for one in options.neighbour)
    via = dict(_told("neighbour-via", one) for one in options.neighbour_via)
    admin_token = os.environ.get("SITE_ADMIN_TOKEN", "")
    parts: list[Part] = []
    for neighbour in Neighbour:
        if neighbour in urls:
            continue
        is_public = neighbour is Neighbour.POST_OFFICE
        host, port = (options.host, options.post_office_port) if is_public else ("127.0.0.1", 0)
        listener = stack.enter_context(listener_on(host, port))
        urls[neighbour] = url_of(listener)
        part = Part(
            name=neighbour.value.replace("_", " "),
            title=f"mock_site.neighbours.{neighbour.value}",
            serve=partial(serve, neighbour.value, settings, admin_token),
            listener=listener,
        )
        parts.append(part)
    return Neighbourhood(urls=urls, called_at={**urls, **via}, parts=parts)


def _told(argument: str, text: str) -> tuple[Neighbour, str]:
    """Read NAME=URL."""
    name, _, url = text.partition("=")
    names = [neighbour.value.replace("_", "-") for neighbour in Neighbour]
    if name not in names:
        raise UsageError(f"{argument}: is '{name}'; write {', '.join(names)}, then =URL")
    if not is_url(url):
        raise UsageError(f"{argument} {name}: is at '{url}'; it must be a URL http://HOST[:PORT]")
    return Neighbour(name.replace("-", "_")), url.rstrip("/")


def is_url(text: str) -> bool:
    """Tell whether a text is the URL of a place over HTTP."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
