"""Counting of requests that fail before they have a result of their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiohttp import web
from prometheus_client import Counter

from mock_site.pages.refusals import Refusal
from mock_site.store.role import StoreError


@contextmanager
def failures_counted(
    *,
    invalid: Counter,
    busy: Counter,
    failed: Counter,
    named: Callable[[str], Counter | None] = lambda _error: None,
) -> Iterator[None]:
    """Count what goes wrong inside.

    Args:
        invalid: requests that are wrong in themselves.
        busy: requests that the store has certainly not processed.
        failed: requests of which nobody knows whether they were processed.
        named: gives what counts refusals of a name; None: they are wrong in themselves.
    """
    try:
        yield
    except Refusal as refusal:
        (named(refusal.error) or invalid).inc()
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
