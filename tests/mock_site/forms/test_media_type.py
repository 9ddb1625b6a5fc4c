"""The media type is what aiohttp takes it for, however it is spelt."""

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from mock_site.forms.media_type import media_type_of

SPELT = st.text("aZ/;= -\"'9.b\t", max_size=24) | st.from_regex(
    r"[a-z]{1,9}/[a-z.+-]{1,9}(; ?[a-z]{1,5}=[A-Za-z'()+_,./:?-]{1,9})?", fullmatch=True
)


@given(SPELT)
def test_a_type_is_read_as_aiohttp_reads_it(text: str) -> None:
    """Whatever stands there."""
    request = make_mocked_request("POST", "/", headers={"Content-Type": text.strip()})
    assert media_type_of(request) == request.content_type


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW", "multipart/form-data"),
        ("application/json", "application/json"),
        ("application/json;charset=utf-8", "application/json"),
        ("Application/JSON", "application/json"),
        ('text/plain; a="b;c"; d=e', "text/plain"),
        ("nonsense", "application/octet-stream"),
    ],
)
def test_a_type_is_read_without_its_parameters(text: str, expected: str) -> None:
    """And in small letters."""
    request = make_mocked_request("POST", "/", headers={"Content-Type": text})
    assert media_type_of(request) == expected


def test_who_says_nothing_sends_bytes() -> None:
    """As HTTP has it."""
    assert media_type_of(make_mocked_request("POST", "/")) == "application/octet-stream"
