"""Claims about parts: what is sent arrives, and what nobody of ours sends is refused."""

import tracemalloc
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.part import PART_BYTES, Part, PartError

PACKED = zlib.compress(b"twelve bytes")
SENT: dict[str, Any] = {
    "token": "t",
    "file": "ledger",
    "offset_bytes": 7,
    "length_bytes": 12,
    "packed": PACKED,
}


@given(st.binary(max_size=2_000), st.integers(0, 10**12))
def test_a_part_arrives_as_it_was_packed(content: bytes, offset_bytes: int) -> None:
    """Also one of nothing, by which an empty file comes to be."""
    part = Part.of("t", "tallies", offset_bytes, content)
    arrived = Part.from_message(part.as_message())
    assert arrived == part
    assert (arrived.offset_bytes, arrived.length_bytes) == (offset_bytes, len(content))
    assert arrived.content == content


def test_the_longest_part_arrives_and_lines_of_json_are_packed_small() -> None:
    """The longest is half a mebibyte."""
    line = b'{"e":"invoke","op":"0-17","kind":"join","person":"9712345678901234","at_s":1.234567}\n'
    content = (line * (PART_BYTES // len(line) + 1))[:PART_BYTES]
    part = Part.of("t", "ledger", 0, content)
    assert part.content == content
    assert len(part.packed) < PART_BYTES / 6


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"file": "../../etc/passwd"}, "file: '../../etc/passwd'; ledger, tallies, latency are allowed"),
        ({"file": "worker-0.jsonl"}, "file: 'worker-0.jsonl'"),
        ({"file": "x" * 1_000}, "file: 'x{80}';"),
        ({"file": None}, "file: 'None'"),
        ({"offset_bytes": -1}, "offset_bytes: -1; 0 or more is allowed"),
        ({"offset_bytes": 1.5}, "offset_bytes: 1.5"),
        ({"offset_bytes": True}, "offset_bytes: True"),
        ({"length_bytes": PART_BYTES + 1}, f"length_bytes: {PART_BYTES + 1}; 0 to {PART_BYTES}"),
        ({"length_bytes": -1}, "length_bytes: -1"),
        ({"length_bytes": "12"}, "length_bytes: '12'"),
        ({"packed": "text"}, "packed: str; bytes are allowed"),
        ({"more": 1}, "part: is none"),
    ],
)
def test_what_is_no_part_is_refused(change: dict[str, Any], why: str) -> None:
    """Names are a closed set: a worker can never say where the master writes."""
    with pytest.raises(PartError, match=why):
        Part.from_message({**SENT, **change})


@pytest.mark.parametrize("payload", [None, 5, [], {}, {"token": "t"}])
def test_something_else_is_refused(payload: object) -> None:
    """It may come from anybody who can reach the master."""
    with pytest.raises(PartError, match="part: is none"):
        Part.from_message(payload)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"length_bytes": 11}, "is not what 11 bytes of ledger pack to"),
        ({"length_bytes": 13}, "is not what 13 bytes of ledger pack to"),
        ({"packed": PACKED[:-3]}, "is not what 12 bytes of ledger pack to"),
        ({"packed": PACKED + b"more"}, "is not what 12 bytes of ledger pack to"),
        ({"packed": b"garbage"}, "is no part of ledger"),
        (
            {"packed": PACKED[:-1] + bytes([PACKED[-1] ^ 1])},
            "is no part of ledger .*incorrect data check",
        ),
    ],
)
def test_bytes_that_are_damaged_are_refused(change: dict[str, Any], why: str) -> None:
    """Too few, too many, cut, or with a bit that changed on the way."""
    part = Part.from_message({**SENT, **change})
    with pytest.raises(PartError, match=why):
        _ = part.content


def test_a_few_bytes_that_unpack_to_very_many_are_refused_before_they_fill_the_memory() -> None:
    """A hundred megabytes of nothing are packed into a hundred kilobytes."""
    bomb = zlib.compress(bytes(100_000_000))
    part = Part.from_message({**SENT, "length_bytes": 1_000, "packed": bomb})
    tracemalloc.start()
    try:
        with pytest.raises(PartError, match="is not what 1000 bytes of ledger pack to"):
            _ = part.content
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
