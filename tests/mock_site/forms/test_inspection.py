"""A file is looked at as it comes: what it is, and whether it is something else besides."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mock_site.forms.inspection import TAIL_BYTES, Inspection
from mock_site.testing import picture
from tests.mock_site.forms.test_picture import APP0, jpeg

OTHER = "is a picture and something else"


def _type_of(content: bytes, size: int = 7) -> str:
    inspection = Inspection()
    for at in range(0, len(content), size):
        inspection.look(content[at : at + size])
    return inspection.media_type()


def _archive(comment: bytes = b"") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.txt", "a")
        archive.comment = comment
    return kept.getvalue()


def test_a_picture_is_what_its_bytes_say() -> None:
    """Whatever the size of the pieces."""
    assert [_type_of(picture("ktp"), size) for size in (1, 7, 1_000)] == ["image/png"] * 3
    assert _type_of(jpeg(64, 64, APP0)) == "image/jpeg"


@pytest.mark.parametrize("size", [1, 4, 1_000])
@pytest.mark.parametrize(
    "page", [b"<html>", b"<!DOCTYPE html>", b"<?php ", b'<SVG xmlns="x"', b"<iframe>"]
)
def test_a_page_is_found_wherever_it_stands(page: bytes, size: int) -> None:
    """Also where it falls between two pieces, in capitals or not."""
    with pytest.raises(ValueError, match=OTHER):
        _type_of(picture("x" * 50) + page + b"x" * 50, size)


@pytest.mark.parametrize("comment", [b"", b"c" * 1_000, b"c" * 0xFFFF])
def test_an_archive_is_found_from_its_end(comment: bytes) -> None:
    """However long its comment is."""
    with pytest.raises(ValueError, match=OTHER):
        _type_of(picture("x") + _archive(comment), 4_096)


def test_a_photograph_is_no_page_by_chance() -> None:
    """Shorter marks stand in one of a few thousand; this one has them all."""
    assert _type_of(picture("x") + b"<% <? <svg ><html<script<?php<!") == "image/png"


def test_the_mark_of_an_archive_that_does_not_end_there_is_none() -> None:
    """Bytes of a picture may be these by chance; so few are kept that no end is overlooked."""
    assert _type_of(picture("x") + b"PK\x05\x06" + bytes(30)) == "image/png"
    assert _type_of(picture("x") + _archive() + bytes(TAIL_BYTES), 4_096) == "image/png"


def test_what_is_no_picture_is_told_as_such() -> None:
    """A page, an archive and nothing at all."""
    for content in (b"<html>", _archive(), b""):
        with pytest.raises(ValueError, match="is no JPEG or PNG picture"):
            _type_of(content)


@given(st.binary(max_size=300), st.integers(1, 40))
def test_what_is_found_does_not_depend_on_the_pieces(content: bytes, size: int) -> None:
    """A file is the same however the network cuts it."""

    def found(size: int) -> str:
        try:
            return _type_of(picture("x") + content, size)
        except ValueError as error:
            return str(error)

    assert found(size) == found(1_000)
