"""Claims about the heads of HTTP/2: none promises a body that cannot come."""

from collections.abc import Sequence

import pytest
from hpack import Encoder, HPACKError

from siaga.crowd.head_decoder import HeadDecoder, has_no_body

Fields = Sequence[tuple[bytes, bytes]]
LENGTH = (b"content-length", b"7")
OTHER = (b"etag", b"x")


def _decoded(*fields: tuple[bytes, bytes]) -> tuple[Fields, object]:
    decoder = HeadDecoder()
    return decoder.decode(Encoder().encode(fields), raw=True), decoder.length


@pytest.mark.parametrize("status", [b"204", b"304"])
def test_a_length_of_no_body_is_kept_apart(status: bytes) -> None:
    """Whoever wants to know finds it beside the head."""
    said = (b":status", status)
    assert _decoded(said, LENGTH, OTHER) == ([said, OTHER], LENGTH)
    assert _decoded(said, LENGTH, LENGTH) == ([said], LENGTH)


@pytest.mark.parametrize(
    "fields",
    [
        [(b":status", b"200"), LENGTH],
        [(b":status", b"304"), OTHER],
        [(b":status", b"304"), LENGTH, (b"content-length", b"8")],
        [LENGTH],
        [],
    ],
    ids=["with-a-body", "without-a-length", "of-two-lengths", "a-trailer", "empty"],
)
def test_any_other_head_is_left_as_it_is(fields: Fields) -> None:
    """What is wrong with it is the library's to say."""
    assert _decoded(*fields) == (list(fields), None)


def test_a_length_is_forgotten_with_the_next_head() -> None:
    """It belongs to one answer."""
    decoder, encoder = HeadDecoder(), Encoder()
    decoder.decode(encoder.encode([(b":status", b"304"), LENGTH]), raw=True)
    decoder.decode(encoder.encode([(b":status", b"200")]), raw=True)
    assert decoder.length is None


@pytest.mark.parametrize(("status", "bare"), [(b"200", False), (b"204", True), (b"304", True)])
def test_only_an_answer_without_a_body_is_given_a_length_again(status: bytes, *, bare: bool) -> None:
    """Not that of another stream that came in the same piece."""
    assert has_no_body([(b":status", status), OTHER]) == bare
    assert not has_no_body([OTHER, (b"x-status", b"304")])


def test_what_is_no_head_is_an_error_of_the_library() -> None:
    """As without this."""
    with pytest.raises(HPACKError):
        HeadDecoder().decode(b"\xff\xff\xff\xff\xff", raw=True)
