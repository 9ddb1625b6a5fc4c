"""Counting of requests that fail before they have a result of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from aiohttp import web
from prometheus_client import Counter

from mock_site.pages.refusals import Refusal
from mock_site.store.role import StoreError

NONE: Mapping[str, Counter] = MappingProxyType({})


@contextmanager
def failures_counted(
    *, invalid: Counter, busy: Counter, failed: Counter, named: Mapping[str, Counter] = NONE
) -> Iterator[None]:
    """Count what goes wrong inside.

    Args:
        invalid: requests that are wrong in themselves.
        busy: requests that the store has certainly not processed.
        failed: requests of which nobody knows whether they were processed.
        named: refusals that are counted apart, by their names.
    """
    try:
        yield
    except Refusal as refusal:
        named.get(refusal.error, invalid).inc()
        raise
    except web.HTTPException:
        invalid.inc()
        raise
    except StoreError as error:
        (busy if error.certain else failed).inc()
        raise
    except Exception:
        failed.inc()
        raise
