"""The Glance at a page: its status, within a time that nothing the site goes on to say can stretch."""

import asyncio

import aiohttp

from siaga.observe.bound_session import bound_session
from siaga.sender import Sender
from siaga.web import WebError


def glance(url: str, sender: Sender, deadline_s: float) -> int:
    """Give the status of a page; its body is left unread.

    Args:
        url: of the page.
        sender: who asks, and where that may go.
        deadline_s: for all of it: a site that says a byte a second has not answered, either.

    Raises:
        WebError: there is no status in time.
    """
    return asyncio.run(_seen(url, sender, deadline_s))


async def _seen(url: str, sender: Sender, deadline_s: float) -> int:
    try:
        async with (
            asyncio.timeout(deadline_s),
            bound_session(sender) as session,
            session.get(url, allow_redirects=False) as answer,
        ):
            return answer.status
    except TimeoutError:
        raise WebError(f"GET {url}: no answer within {deadline_s:g} s") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise WebError(f"GET {url}: no answer ({type(error).__name__})") from None
