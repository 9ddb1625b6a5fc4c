"""A picture is told by its bytes, and one that would fill the memory is refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.forms.picture import MAX_SIDE_PIXELS, recognised


def png(width: int, height: int) -> bytes:
    """Give the head of a PNG."""
    sides = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + sides + bytes(5)


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    """Give the head of a JPEG, with segments before its frame."""
    sides = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return b"\xff\xd8" + before + b"\xff\xc0\x00\x11\x08" + sides + bytes(10)


APP0 = b"\xff\xe0\x00\x10JFIF\x00" + bytes(9)


def test_a_picture_says_what_it_is_and_how_large() -> None:
    """Both kinds, with and without segments before the frame."""
    assert (recognised(png(640, 480)).media_type, recognised(png(640, 480)).sides) == (
        "image/png",
        (640, 480),
    )
    for head in (jpeg(640, 480, APP0), jpeg(640, 480, APP0 + b"\xff\xfe\x00\x04hi")):
        assert (recognised(head).media_type, recognised(head).sides) == ("image/jpeg", (640, 480))


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"GIF89a",
        b"<svg/>",
        b"%PDF-1.7",
        b"MZ",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8",
        b"BM" + bytes(50),
    ],
)
def test_what_is_neither_is_refused(head: bytes) -> None:
    """Whatever it is called."""
    with pytest.raises(ValueError, match="is no JPEG or PNG picture"):
        recognised(head)


@pytest.mark.parametrize("head", [png(10_000, 1), png(1, MAX_SIDE_PIXELS + 1), jpeg(10_000, 1, APP0)])
def test_a_picture_that_would_fill_the_memory_is_refused(head: bytes) -> None:
    """A few bytes can claim to be a hundred million pixels."""
    with pytest.raises(ValueError, match="is larger than 8192 pixels"):
        recognised(head)


def test_the_largest_picture_is_allowed() -> None:
    """The limit itself is within."""
    assert recognised(png(MAX_SIDE_PIXELS, MAX_SIDE_PIXELS)).sides == (8192, 8192)


def test_a_jpeg_whose_frame_is_out_of_sight_is_taken() -> None:
    """Cameras write large previews before it."""
    assert recognised(b"\xff\xd8\xff\xe1\xff\xff" + bytes(40)).sides is None


@given(st.binary(max_size=200))
def test_no_bytes_are_an_error_of_the_site(tail: bytes) -> None:
    """Whatever follows the mark of a JPEG, it is looked at in bounded time."""
    head = b"\xff\xd8\xff" + tail
    with contextlib.suppress(ValueError):
        assert recognised(head).media_type == "image/jpeg"
