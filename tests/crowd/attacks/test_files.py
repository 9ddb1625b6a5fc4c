"""Claims about the files that are handed in: each is what it is said to be, small, and harmless."""

import io
import zipfile
import zlib

import pytest

from siaga.crowd.attacks.files import (
    DISGUISED,
    FLOODS,
    HUGE_SIDE,
    MARK,
    NAMES,
    PAGE,
    POLYGLOTS,
    SIDE,
    SMALL,
    png,
)

EVERY = [*DISGUISED.values(), *POLYGLOTS.values(), *FLOODS.values()]
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def _chunks(content: bytes) -> dict[bytes, bytes]:
    """Read a PNG as a reader does that checks every sum."""
    found, at = {}, len(PNG)
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        checksum = content[at + 8 + length : at + 12 + length]
        assert int.from_bytes(checksum, "big") == zlib.crc32(kind + body)
        found[kind] = body
        at += 12 + length
    return found


def test_the_picture_of_which_nobody_can_complain_is_one() -> None:
    """Every sum is right, and there is a row for each line."""
    chunks = _chunks(SMALL)
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    assert chunks[b"IHDR"][:8] == SIDE.to_bytes(4, "big") * 2
    assert len(zlib.decompress(chunks[b"IDAT"])) == SIDE * (SIDE + 1)


def test_nothing_that_is_disguised_is_a_picture() -> None:
    """A mark alone is none, either."""
    for name, content in DISGUISED.items():
        assert name.endswith((".png", ".jpg"))
        assert not content.startswith(JPEG)
        assert not content.startswith(PNG) or content == PNG


def test_what_is_two_things_is_both() -> None:
    """A picture from its beginning, and an archive or a page besides."""
    assert all(one.startswith((PNG, JPEG)) for one in POLYGLOTS.values())
    with zipfile.ZipFile(io.BytesIO(POLYGLOTS["archive.png"])) as archive:
        assert archive.namelist() == [f"{MARK}.txt"]
    assert [name for name, one in POLYGLOTS.items() if PAGE in one] == ["page.png", "page.jpg"]


def test_a_flood_of_pixels_is_said_in_few_bytes() -> None:
    """Whoever unpacks it has no more than a row of it."""
    assert _chunks(FLOODS["large.png"])[b"IHDR"][:8] == HUGE_SIDE.to_bytes(4, "big") * 2
    assert len(zlib.decompress(_chunks(png(HUGE_SIDE, bytes(HUGE_SIDE)))[b"IDAT"])) == HUGE_SIDE
    assert HUGE_SIDE.to_bytes(2, "big") * 2 in FLOODS["large.jpg"]
    assert max(map(len, EVERY)) < 2_000


@pytest.mark.parametrize("name", NAMES)
def test_a_name_names_no_file_that_there_is(name: str) -> None:
    """Wherever it leads, there is nothing to be written over."""
    assert MARK in name or set(name.removesuffix(".png")) <= {"a"}
