"""Claims about the headers of an answer."""

import pytest

from siaga.crowd.headers import Headers

HEADERS = Headers([(b"set-cookie", b"a=1"), (b"x-name", b" n\xe9 \t"), (b"set-cookie", b"b=2")])


@pytest.mark.parametrize("name", ["x-name", "X-Name", "X-NAME"])
def test_case_makes_no_difference(name: str) -> None:
    """A field is found however it is written, its value without the blanks around it."""
    assert HEADERS[name] == "né"
    assert name in HEADERS


def test_a_field_that_comes_twice_gives_the_first_or_all() -> None:
    """In the order they came."""
    assert HEADERS.get("Set-Cookie") == "a=1"
    assert HEADERS.every("Set-Cookie") == ["a=1", "b=2"]


def test_a_missing_field_is_none_empty_or_an_error() -> None:
    """Each way of asking says it in its own way."""
    assert HEADERS.get("x-none", "default") == "default"
    assert HEADERS.every("x-none") == []
    assert "x-none" not in HEADERS
    with pytest.raises(KeyError, match="x-none"):
        HEADERS["x-none"]


def test_a_name_that_no_header_can_have_is_just_missing() -> None:
    """Letters beyond Latin-1 do not break the look-up."""
    assert HEADERS.get("x-名") is None


def test_all_fields_are_listed() -> None:
    """With names in small letters."""
    assert list(HEADERS) == [("set-cookie", "a=1"), ("x-name", "né"), ("set-cookie", "b=2")]
    assert len(HEADERS) == 3
    assert repr(HEADERS) == f"Headers({list(HEADERS)!r})"
