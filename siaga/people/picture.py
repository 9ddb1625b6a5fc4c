"""A Picture: a file that one person hands in, a small grey JPEG as far as its head tells."""

import hashlib

HEAD = bytes.fromhex("ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 0000 ffc0 000b 08 0040 0040 01 011100")
"""A grey picture of 64 by 64 pixels begins so."""


def picture_of(text: str, size_bytes: int) -> bytes:
    """Give a picture of a text, another one for every text.

    Args:
        text: whose and what it is.
        size_bytes: of what follows the head, rounded down to whole digests; at least one.
    """
    grain = hashlib.sha256(text.encode("utf-8")).digest()
    return HEAD + grain * max(1, size_bytes // len(grain))
