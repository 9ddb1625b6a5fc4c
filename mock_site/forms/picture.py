"""A picture: what the first bytes of a file say that it is."""

from dataclasses import dataclass

MAX_SIDE_PIXELS = 8192
HEAD_BYTES = 64 * 1024
"""How much of a file is looked at."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_HEADER = b"IHDR"
_JPEG = b"\xff\xd8\xff"
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a file shows itself to be.

    Attributes:
        media_type: image/jpeg or image/png.
        sides: width and height in pixels; None where the bytes at hand do not say.
    """

    media_type: str
    sides: tuple[int, int] | None


def recognised(head: bytes) -> Picture:
    """Tell what a file is by its first bytes, whatever its sender calls it.

    Args:
        head: at most the first 64 KiB.

    Raises:
        ValueError: it is no picture, or one that would take too much memory to be looked at.
    """
    if head.startswith(_PNG) and head[12:16] == _PNG_HEADER and len(head) >= 24:  # noqa: PLR2004 - end of IHDR's sides
        picture = Picture(
            media_type="image/png",
            sides=(int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")),
        )
    elif head.startswith(_JPEG):
        picture = Picture(media_type="image/jpeg", sides=_jpeg_sides(head))
    else:
        raise ValueError("is no JPEG or PNG picture")
    if picture.sides is not None and max(picture.sides) > MAX_SIDE_PIXELS:
        raise ValueError(f"is larger than {MAX_SIDE_PIXELS} pixels")
    return picture


def _jpeg_sides(head: bytes) -> tuple[int, int] | None:
    """Go from segment to segment to the frame header (ITU-T T.81, B.1 and B.2)."""
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:  # noqa: PLR2004 - begins every marker
        marker = head[at + 1]
        if marker in _FRAMES:
            height, width = head[at + 5 : at + 7], head[at + 7 : at + 9]
            return int.from_bytes(width, "big"), int.from_bytes(height, "big")
        at += 2 if marker in _BARE else 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return None
