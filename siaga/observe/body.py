"""The Body of an answer: read to its end, and no further than what somebody has room for."""

import aiohttp


async def body_of(answer: aiohttp.ClientResponse, most_bytes: int, too_large: Exception) -> bytes:
    """Read a body.

    Args:
        answer: whose it is.
        most_bytes: that it may have.
        too_large: raised where it has more.

    Raises:
        Exception: the body is too large.
        aiohttp.ClientError: it does not come whole.
    """
    body = bytearray()
    async for part in answer.content.iter_any():
        body += part
        if len(body) > most_bytes:
            raise too_large
    return bytes(body)
