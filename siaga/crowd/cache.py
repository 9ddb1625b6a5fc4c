"""The Cache of a visitor: which resources a browser has, and whether it must ask for them again.

The rules are those of RFC 9111 for a private cache, Vary included; only what they need of an answer is
kept, its fields and its size, since nobody looks at the body of a resource.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import hishel

from siaga.crowd.answer import Answer

MOST_BYTES = 64 * 1024 * 1024
"""Bodies that a browser would keep; the oldest go when there are more."""

MOST_ENTRIES = 500

_PRIVATE: hishel.CacheOptions = {"shared": False, "supported_methods": ["GET"], "allow_stale": False}
_CONDITIONS = ("if-none-match", "if-modified-since")

Send = Callable[[Mapping[str, str]], Answer | None]
"""Asks for a resource with more headers; gives the answer, None where none came."""


@dataclass(frozen=True, slots=True)
class _Kept:
    entry: hishel.Entry
    size_bytes: int


class Cache:
    """Keeps what is known of resources, by their URLs.

    Args:
        most_bytes: bodies that it holds.
        most_entries: how many resources it holds.
    """

    __slots__ = ("_held_bytes", "_kept", "_most_bytes", "_most_entries")

    def __init__(self, most_bytes: int = MOST_BYTES, most_entries: int = MOST_ENTRIES) -> None:
        self._most_bytes = most_bytes
        self._most_entries = most_entries
        self._kept: dict[str, _Kept] = {}
        self._held_bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, url: str) -> bool:
        return url in self._kept

    def fetch(self, url: str, headers: Mapping[str, str], send: Send) -> None:
        """Have a resource there: from the cache, or by asking, with a condition where it is stale.

        Args:
            url: of the resource.
            headers: that the request has, by which an answer may vary.
            send: asks for it; not called while what is kept is fresh.
        """
        request = hishel.Request("GET", url, hishel.Headers(headers))
        kept = self._kept.get(url)
        state: hishel.AnyState = hishel.IdleClient(options=_PRIVATE).next(
            request, [] if kept is None else [kept.entry]
        )
        while isinstance(state, hishel.CacheMiss | hishel.NeedRevalidation):
            answer = send(_conditions(state.request))
            if answer is None:
                return
            state = state.next(_response(answer))
            while isinstance(state, hishel.InvalidateEntries):
                state = state.next()
            self._settle(url, request, state, len(answer.body))

    def _settle(
        self, url: str, request: hishel.Request, state: hishel.AnyState, size_bytes: int
    ) -> None:
        """Keep what an answer says about a resource, or forget it."""
        if isinstance(state, hishel.StoreAndUse):
            self._keep(url, hishel.Entry(uuid.uuid4(), request, state.response), size_bytes)
        elif isinstance(state, hishel.NeedToBeUpdated):
            kept = self._kept.get(url)
            if kept is not None:
                self._keep(url, state.updating_entries[0], kept.size_bytes)
        elif isinstance(state, hishel.CouldNotBeStored):
            self._forget(url)

    def _keep(self, url: str, entry: hishel.Entry, size_bytes: int) -> None:
        self._forget(url)
        self._kept[url] = _Kept(entry, size_bytes)
        self._held_bytes += size_bytes
        while self._kept and (
            self._held_bytes > self._most_bytes or len(self._kept) > self._most_entries
        ):
            self._forget(next(iter(self._kept)))

    def _forget(self, url: str) -> None:
        gone = self._kept.pop(url, None)
        if gone is not None:
            self._held_bytes -= gone.size_bytes


def _conditions(request: hishel.Request) -> dict[str, str]:
    return {name: request.headers[name] for name in _CONDITIONS if name in request.headers}


def _response(answer: Answer) -> hishel.Response:
    fields: dict[str, str | list[str]] = {}
    for name, _value in answer.headers:
        fields.setdefault(name, answer.headers.every(name))
    return hishel.Response(answer.status, hishel.Headers(fields))
