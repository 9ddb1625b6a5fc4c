"""The Framing of an answer: what its head says of where it ends, and whether another may follow."""

from collections.abc import Sequence

from siaga.crowd.headers import Field, Headers


def goes_on(headers: Headers, version: str) -> bool:
    """Tell whether the connection outlives an answer without a body (RFC 9112, 9.3).

    The parser knows of no HEAD: without a length it would wait for the end of the connection.

    Args:
        headers: of the answer.
        version: of HTTP that it is written in, as in "1.1".
    """
    said = {one.strip().lower() for one in ",".join(headers.every("connection")).split(",")}
    kept = version == "1.1" or "keep-alive" in said
    return kept and "close" not in said


def says_length(fields: Sequence[Field]) -> bool:
    """Tell whether a head says where the body ends."""
    codings = b",".join(value for name, value in fields if name == b"transfer-encoding")
    if codings:
        return codings.lower().rpartition(b",")[2].strip() == b"chunked"
    return any(name == b"content-length" for name, _ in fields)
