"""The limits: the middleware that refuses whoever asks too often, and says when to come again."""

import math
from collections.abc import Callable
from functools import lru_cache, partial
from http import HTTPStatus
from typing import Protocol

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from mock_site.forms.submission import is_form
from mock_site.pages.refusals import Refusal
from mock_site.protection.rate_limits import address
from mock_site.protection.rate_limits.address import Networks
from mock_site.protection.rate_limits.bucket import Buckets, Counts, Rate
from mock_site.protection.rate_limits.log_ins import LogIns, keep_for_success
from mock_site.protection.rate_limits.subject import (
    ADDRESS_RATE,
    LOG_IN,
    LOGGING_IN,
    STRANGERS_RATE,
    SUBJECTS,
    Route,
    Subject,
    address_rates,
    named,
)
from mock_site.protection.rejections import Reason, Rejections
from mock_site.protection.route import first_part, template_of
from mock_site.protection.terms import Terms
from mock_site.trust.known_browsers import KnownBrowsers

MOST_KEYS = 200_000
"""Addresses whose requests are counted, and those from which somebody has logged in; at about 200 bytes
each they take 40 MB where all are used."""
MOST_PEERS = 32_768
"""Addresses of which is kept in mind how they are limited."""
FREE = frozenset({".well-known", "admin", "assets", "healthz", "metrics", "readyz"})
"""First parts of the addresses that are not limited."""


class Limits:
    """The limits, as one process keeps them.

    Whatever every request asks for, that of an address as such, is counted by each process for itself.

    Args:
        terms: which proxies are believed, and which addresses are not limited.
        time_scale: by which every wait is multiplied.
        timer: monotonic seconds.
        account_of: gives the account that a request has logged in with; None: it has not.
        browsers_of: gives the browsers that accounts know, of a request's site.
        shared: makes what counts, by its name, for all processes together.
    """

    def __init__(
        self,
        terms: Terms,
        time_scale: float,
        timer: Callable[[], float],
        account_of: Callable[[web.Request], str | None],
        browsers_of: Callable[[web.Request], KnownBrowsers],
        shared: Callable[[str, Rate], Counts],
    ) -> None:
        self._trusted = Networks(terms.trusted_proxies)
        self._unlimited = Networks(terms.unlimited_networks)
        self._account_of = account_of
        self._browsers_of = browsers_of
        self._key_of = lru_cache(MOST_PEERS)(self._key_of_peer)

        def counts(rate: Rate, *name: str) -> Counts:
            """Make what fills as much faster as the day is shorter."""
            return shared(" ".join(name), rate.within(time_scale))

        self._everywhere = Buckets(ADDRESS_RATE.within(time_scale), timer, MOST_KEYS)
        rates = address_rates(terms.accounts_of_address)
        self._by_address = {route: counts(rate, *route, "address") for route, rate in rates.items()}
        self._by_subject = {
            route: [(one, counts(one.rate, *route, one.reason.word)) for one in subjects]
            for route, subjects in SUBJECTS.items()
        }
        of_place = counts(LOGGING_IN.rate, *LOG_IN, "place")
        self._log_ins = LogIns(of_place, counts(STRANGERS_RATE, *LOG_IN, "strangers"), MOST_KEYS)

    async def refused(self, request: web.Request, route: Route) -> tuple[Reason, float] | None:
        """Say why a request is refused and for how many seconds; None: it is not.

        Raises:
            aiohttp.web.HTTPRequestEntityTooLarge: the body is larger than the application allows.
        """
        wait_s = self.address_wait_s(request, route)
        if wait_s:
            return Reason.ADDRESS, wait_s
        if route == LOG_IN:
            wait_s = await self._log_in_wait_s(request)
            return (LOGGING_IN.reason, wait_s) if wait_s else None
        for subject, buckets in self._by_subject.get(route, ()):
            key = await self._key(request, subject)
            wait_s = 0.0 if key is None else buckets.take(key)
            if wait_s:
                return subject.reason, wait_s
        return None

    def address_wait_s(self, request: web.Request, route: Route) -> float:
        """Count a request of its address; give 0 where it is allowed, else the seconds until one is."""
        key = self._key_of(request.remote)
        if key is None:
            key = self._limited(address.visitor(request.remote, request.headers, self._trusted))
        if not key:
            return 0.0
        special = self._by_address.get(route)
        return self._everywhere.take(key) or (0.0 if special is None else special.take(key))

    async def _log_in_wait_s(self, request: web.Request) -> float:
        email = await self._key(request, LOGGING_IN)
        if email is None:
            return 0.0
        # That an address is not limited says nothing of whoever guesses there.
        found = address.visitor(request.remote, request.headers, self._trusted)
        seen_at = "" if found is None else address.key(found)
        keep_for_success(request, partial(self._know, request, email, seen_at))
        return self._log_ins.take(email, seen_at, self._browsers_of(request).number(request, email))

    def _know(self, request: web.Request, email: str, seen_at: str) -> None:
        """Know from now on where somebody has logged in, and in which browser."""
        self._log_ins.know(email, seen_at)
        self._browsers_of(request).know(request, email)

    def _key_of_peer(self, peer: str | None) -> str | None:
        """Give the key of whoever a connection is from; None: a proxy, which says for whom it asks."""
        found = address.read(peer)
        return None if found is not None and found in self._trusted else self._limited(found)

    def _limited(self, found: address.Address | None) -> str:
        """Give the key of an address; empty: it is not limited, or there is none."""
        return "" if found is None or found in self._unlimited else address.key(found)

    async def _key(self, request: web.Request, subject: Subject) -> str | None:
        if not subject.field:
            return self._account_of(request)
        return named(await request.read(), subject, is_form=is_form(request))


class OfAddress(Protocol):
    """Limits what an address asks for."""

    def address_wait_s(self, request: web.Request, route: Route, /) -> float:
        """Count a request of its address; give 0 where it is allowed, else the seconds until one is."""
        ...


class NaiveLimits:
    """One limit for each address, wherever it says that it is, all of whose people share it.

    Args:
        counts: the requests.
        unlimited: networks whose addresses are not limited, where they say that they are of one.
    """

    def __init__(self, counts: Counts, unlimited: Networks) -> None:
        self._counts = counts
        self._unlimited = unlimited

    async def refused(self, request: web.Request, route: Route) -> tuple[Reason, float] | None:
        """Say why a request is refused and for how many seconds; None: it is not."""
        wait_s = self.address_wait_s(request, route)
        return (Reason.ADDRESS, wait_s) if wait_s else None

    def address_wait_s(self, request: web.Request, _route: Route) -> float:
        """Count a request of its address; give 0 where it is allowed, else the seconds until one is."""
        key = address.claimed(request.remote, request.headers)
        found = address.read(key)
        if found is not None and found in self._unlimited:
            return 0.0
        return self._counts.take(key)


def is_unlimited(template: str) -> bool:
    """Tell whether a route, by its template, may be asked for as often as anybody likes."""
    return bool(template) and first_part(template) in FREE


def limited(limits: Limits | NaiveLimits, rejections: Rejections) -> Middleware:
    """Make the middleware.

    Args:
        limits: that are asked.
        rejections: count what is refused.
    """

    @web.middleware
    async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer unless somebody asks too often."""
        template = template_of(request)
        if is_unlimited(template):
            return await handler(request)
        found = await limits.refused(request, (request.method, template))
        if found is None:
            return await handler(request)
        reason, wait_s = found
        rejections.note(reason)
        headers = {"Retry-After": str(max(1, math.ceil(wait_s)))}
        raise Refusal(
            HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", {"reason": reason.word}, headers
        )

    return limit
