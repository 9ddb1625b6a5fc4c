"""The cabinet keeps pictures whole and under their digest, or nothing of them."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mock_site.forms.cabinet import Cabinet, TooLargeError
from mock_site.testing import picture
from mock_site.trust.costs import UploadRule

KEPT = UploadRule(most_bytes=100, is_kept=True)
DIGESTED = UploadRule(most_bytes=100, is_kept=False)


def names(folder: Path) -> list[str]:
    """Give the names of the files in a folder."""
    return [file.name for file in folder.iterdir()]


async def pieces(content: bytes, size: int = 7) -> AsyncIterator[bytes]:
    """Give a picture in pieces."""
    for at in range(0, len(content), size):
        yield content[at : at + size]


async def test_a_picture_is_kept_under_its_digest(tmp_path: Path) -> None:
    """The file is what was sent, and nothing else is there."""
    content = picture("ktp")
    received = await Cabinet(KEPT, tmp_path / "documents").receive(pieces(content))
    assert received.digest == hashlib.sha256(content).hexdigest()
    assert (received.media_type, received.size_bytes) == ("image/png", len(content))
    assert names(tmp_path / "documents") == [received.digest]
    assert (tmp_path / "documents" / received.digest).read_bytes() == content


async def test_a_rehearsal_keeps_the_digest_alone(tmp_path: Path) -> None:
    """Nothing goes to the disk."""
    received = await Cabinet(DIGESTED, tmp_path / "documents").receive(pieces(picture("ktp")))
    assert received.digest == hashlib.sha256(picture("ktp")).hexdigest()
    assert names(tmp_path) == []


@pytest.mark.parametrize("rule", [KEPT, DIGESTED])
async def test_what_is_too_large_is_refused_while_it_comes(tmp_path: Path, rule: UploadRule) -> None:
    """The rest is not even read, and nothing of it stays."""
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        """Send without an end."""
        nonlocal read
        while True:
            read += 1
            yield picture("x")

    with pytest.raises(TooLargeError):
        await Cabinet(rule, tmp_path).receive(endless())
    assert read == 100 // len(picture("x")) + 1
    assert names(tmp_path) == []


async def test_what_a_killed_process_left_is_cleared_while_others_take_pictures(tmp_path: Path) -> None:
    """A rehearsal, which keeps none, looks at no folder."""
    (tmp_path / "0f.part").write_bytes(b"half")
    await Cabinet(DIGESTED, tmp_path).clear()
    assert names(tmp_path) == ["0f.part"]

    async def cleared_meanwhile() -> AsyncIterator[bytes]:
        """Give a picture, and have another process start in the middle of it."""
        yield picture("ktp")[:9]
        await Cabinet(KEPT, tmp_path).clear()
        yield picture("ktp")[9:]

    received = await Cabinet(KEPT, tmp_path).receive(cleared_meanwhile())
    assert names(tmp_path) == [received.digest]


async def test_the_largest_picture_is_taken(tmp_path: Path) -> None:
    """The limit itself is within."""
    content = picture("x" * (100 - len(picture(""))))
    assert (await Cabinet(KEPT, tmp_path).receive(pieces(content))).size_bytes == 100


@pytest.mark.parametrize(("content", "reason"), [(b"", "is empty"), (b"GIF89a", "is no JPEG or PNG")])
async def test_what_is_no_picture_leaves_nothing(tmp_path: Path, content: bytes, reason: str) -> None:
    """Empty files and others are refused."""
    with pytest.raises(ValueError, match=reason):
        await Cabinet(KEPT, tmp_path).receive(pieces(content))
    assert names(tmp_path) == []


async def test_the_same_picture_twice_is_kept_once(tmp_path: Path) -> None:
    """Its digest is its name."""
    cabinet = Cabinet(KEPT, tmp_path)
    first = await cabinet.receive(pieces(picture("a")))
    assert await cabinet.receive(pieces(picture("a"), 3)) == first
    assert names(tmp_path) == [first.digest]
