"""Claims about requests as they go out."""

import json
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siaga.crowd.browser import Browser
from siaga.crowd.letterhead import Letterhead
from siaga.crowd.origin import Origin
from siaga.crowd.request import EMPTY, Body, Request, Upload, body_of
from tests.crowd.hostile_site import HostileSite, ok, says

Start = Callable[..., HostileSite]
Browse = Callable[..., Browser]

LETTERHEAD = Letterhead(Origin.of("http://a"))
LINES = LETTERHEAD.lines()


_PLAIN = st.text() | st.integers() | st.floats() | st.booleans() | st.none()
_ANY = st.recursive(_PLAIN, lambda inner: st.lists(inner) | st.dictionaries(_PLAIN, inner))


@given(st.dictionaries(st.text(), st.text()) | _ANY)
def test_json_is_what_the_standard_library_makes_of_it(content: object) -> None:
    """Of whatever kind it is: line ends, quotes and letters in texts, and keys that are none."""
    if content is not None:
        written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        assert body_of(None, content, None).content == written.encode()


@pytest.mark.parametrize(
    ("request_", "wire"),
    [
        (Request("GET", "/x?y", None, EMPTY), b"GET /x?y HTTP/1.1\r\n" + LINES + b"Cookie: c\r\n\r\n"),
        (
            Request("POST", "/", None, EMPTY),
            b"POST / HTTP/1.1\r\n" + LINES + b"Content-Length: 0\r\nCookie: c\r\n\r\n",
        ),
        (
            Request("DELETE", "/", None, Body(content=b"ab")),
            b"DELETE / HTTP/1.1\r\n" + LINES + b"Content-Length: 2\r\nCookie: c\r\n\r\nab",
        ),
        (
            Request("PUT", "/", None, Body(content=b"{}", kind="application/json")),
            b"PUT / HTTP/1.1\r\n"
            + LINES
            + b"Content-Type: application/json\r\nContent-Length: 2\r\nCookie: c\r\n\r\n{}",
        ),
        (
            Request("PUT", "/", {"content-type": "x/y"}, Body(content=b"{}", kind="application/json")),
            b"PUT / HTTP/1.1\r\n"
            + LINES
            + b"content-type: x/y\r\nContent-Length: 2\r\nCookie: c\r\n\r\n{}",
        ),
    ],
    ids=["get", "post-nothing", "delete-something", "put-json", "own-kind"],
)
def test_a_request_goes_out_byte_by_byte(request_: Request, wire: bytes) -> None:
    """Length and kind stand where there may be a body; a kind of the journey's own wins."""
    assert request_.wire(LETTERHEAD, b"Cookie: c\r\n") == wire


@pytest.mark.parametrize(
    ("content", "json", "form", "body"),
    [
        (None, None, None, EMPTY),
        (b"", None, None, EMPTY),
        (b"raw", None, None, Body(content=b"raw")),
        (None, {"a": "ü"}, None, Body(content='{"a":"ü"}'.encode(), kind="application/json")),
        (None, [], None, Body(content=b"[]", kind="application/json")),
        (None, False, None, Body(content=b"false", kind="application/json")),
        (
            None,
            None,
            {"a b": ["1", "ü"]},
            Body(content=b"a+b=1&a+b=%C3%BC", kind="application/x-www-form-urlencoded"),
        ),
    ],
)
def test_a_body_is_made_in_one_way(
    content: bytes | None, json: object, form: dict[str, object] | None, body: Body
) -> None:
    """Bytes, JSON or a form."""
    assert body_of(content, json, form) == body


@pytest.mark.parametrize(
    ("content", "json", "form"), [(b"a", {}, None), (None, {}, {}), (b"", None, {}), (b"a", 1, {})]
)
def test_a_body_that_is_given_twice_is_refused(
    content: bytes | None, json: object, form: dict[str, object] | None
) -> None:
    """Nobody guesses which one was meant."""
    with pytest.raises(ValueError, match="body: is given twice; give one of body, json and form"):
        body_of(content, json, form)


@pytest.mark.parametrize("method", ["get", "", "GET ", "GET / HTTP/1.1\r\nX: "])
def test_a_method_that_would_break_the_line_is_refused(method: str) -> None:
    """A method is a word in capitals."""
    with pytest.raises(ValueError, match="is none; write it in capitals"):
        Request(method, "/", None, EMPTY).wire(LETTERHEAD, b"")


@pytest.mark.parametrize(
    ("method", "repeatable"), [("GET", True), ("HEAD", True), ("POST", False), ("PUT", False)]
)
def test_only_what_changes_nothing_may_be_repeated(method: str, *, repeatable: bool) -> None:
    """A POST that is sent twice may seat a person twice."""
    assert Request(method, "/", None, EMPTY).repeatable is repeatable


def test_a_redirect_as_get_leaves_the_body_and_its_headers_behind() -> None:
    """Other headers go along."""
    sent = Request("POST", "/", {"Content-Type": "x/y", "Accept": "z"}, Body(content=b"b"))
    assert sent.to("/next", as_get=True) == Request("GET", "/next", {"Accept": "z"}, EMPTY)
    assert sent.to("/next", as_get=False) == Request("POST", "/next", sent.headers, sent.body)


def test_a_redirected_head_stays_one() -> None:
    """It asks for no body at the next place either."""
    assert Request("HEAD", "/", None, EMPTY).to("/next", as_get=True).method == "HEAD"


def test_what_a_visitor_sends_arrives(site: Start, browse: Browse) -> None:
    """JSON and forms, as the site reads them."""
    at = site(says(ok(), ok()))
    me = browse(at.url)
    me.post("/a", json={"name": "né"})
    me.post("/b", form={"name": "né"})
    assert at.heard[0].endswith(b'\r\n\r\n{"name":"n\xc3\xa9"}')
    assert at.heard[1].endswith(b"\r\n\r\nname=n%C3%A9")


def test_a_form_with_a_file_goes_out_as_multipart() -> None:
    """Field, file name, media type and bytes arrive as they were given; a form's values beside them."""
    picture = Upload(name="ktp.jpg", kind="image/jpeg", content=b"\xff\xd8\xff\r\n--\x00")
    body = body_of(None, None, {"kind": "ktp"}, {"file": picture})
    assert body.kind.startswith("multipart/form-data; boundary=")
    head = f"Content-Type: {body.kind}\r\n\r\n".encode()
    kind, file = BytesParser(policy=HTTP).parsebytes(head + body.content).iter_parts()
    assert kind.get_param("name", header="content-disposition") == "kind"
    assert kind.get_payload(decode=True) == b"ktp"
    assert file.get_param("name", header="content-disposition") == "file"
    assert (file.get_filename(), file.get_content_type()) == ("ktp.jpg", "image/jpeg")
    assert file.get_payload(decode=True) == picture.content


def test_a_form_with_a_file_may_have_several_values_of_one_name() -> None:
    """As a page's own form is filled in: a list of one value is that value, not a file of that name."""
    body = body_of(None, None, {"csrf": ["t0k"], "each": ("1", 2), "raw": b"3"}, {})
    head = f"Content-Type: {body.kind}\r\n\r\n".encode()
    parts = list(BytesParser(policy=HTTP).parsebytes(head + body.content).iter_parts())
    assert [
        (one.get_param("name", header="content-disposition"), one.get_payload(decode=True))
        for one in parts
    ] == [("csrf", b"t0k"), ("each", b"1"), ("each", b"2"), ("raw", b"3")]
    assert [one.get_filename() for one in parts] == [None] * 4


def test_a_form_is_encoded_as_browsers_encode_it() -> None:
    """Letters, digits and four signs stand as they are, a blank is a plus (WHATWG URL, 5.2)."""
    plain = "aZ09*-._"
    body = body_of(None, None, {plain: f"{plain} ~!'()+/?:@,;=&$#[]|\\^%"})
    encoded = b"+%7E%21%27%28%29%2B%2F%3F%3A%40%2C%3B%3D%26%24%23%5B%5D%7C%5C%5E%25"
    assert body.content == b"aZ09*-._=aZ09*-._" + encoded


def test_line_breaks_of_a_form_are_sent_as_browsers_send_them() -> None:
    """CRLF each, in names and values, with files and without; what is no text stays as it is."""
    form: dict[str, object] = {"no\nte": "a\rb\n\nc\r\nd\r", "each": ["%0A", "\n"]}
    sent = b"no%0D%0Ate=a%0D%0Ab%0D%0A%0D%0Ac%0D%0Ad%0D%0A&each=%250A&each=%0D%0A"
    assert body_of(None, None, form).content == sent
    body = body_of(None, None, {**form, "raw": b"\n"}, {}).content
    assert b'name="no%0D%0Ate"\r\n\r\na\r\nb\r\n\r\nc\r\nd\r\n\r\n--' in body
    assert b'name="each"\r\n\r\n%0A\r\n--' in body
    assert b'name="each"\r\n\r\n\r\n\r\n--' in body
    assert b'name="raw"\r\n\r\n\n\r\n--' in body
    assert body_of(None, {"a": "\n"}, None).content == b'{"a":"\\n"}'


def test_files_and_json_together_are_refused() -> None:
    """One body has one form."""
    with pytest.raises(ValueError, match="body: is given twice"):
        body_of(None, {"a": 1}, None, {"file": Upload(name="a", kind="b/c", content=b"")})
