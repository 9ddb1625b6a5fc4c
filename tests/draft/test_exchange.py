"""Claims about exchanges: bodies are taken apart, however a browser wrote them down."""

import base64
import json
from typing import Any

import pytest

from siaga.draft.exchange import Body, Exchange, File, body_of, exchange_of, read_json
from siaga.draft.har import Entry, Field_, Sent
from tests.draft import recorded


def exchange(content: dict[str, Any]) -> Exchange:
    """Read an entry that is of the web."""
    found = exchange_of(Entry.model_validate(content))
    assert found is not None
    return found


UPLOAD = Body(
    shape="multipart", fields=(("kind", "ktp"),), files=(File(name="file", kind="image/jpeg"),)
)
CHROMES = (
    '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nktp\r\n'
    '--x\r\nContent-Disposition: form-data; name="file"; filename="me.jpg"\r\n'
    "Content-Type: image/jpeg\r\n\r\n\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("sent", "body"),
    [
        (None, Body()),
        (Sent(), Body()),
        (
            Sent(mimeType="application/x-www-form-urlencoded; charset=UTF-8", text="a=1&a=%C3%A5&b="),
            Body(shape="form", fields=(("a", "1"), ("a", "å"), ("b", ""))),
        ),
        (
            Sent(mimeType="application/x-www-form-urlencoded", params=(Field_(name="a", value="1"),)),
            Body(shape="form", fields=(("a", "1"),)),
        ),
        (
            Sent(mimeType="application/vnd.api+json", text="[1]"),
            Body(shape="json", json=[1], kind="application/vnd.api+json"),
        ),
        (Sent(mimeType="application/vnd.anna+json; q=1", text="[1]"), Body(shape="json", json=[1])),
        (Sent(mimeType="application/json", text='{"a": '), Body(shape="other")),
        (Sent(mimeType="text/xml", text="<a/>"), Body(shape="other")),
        (
            Sent(mimeType="multipart/form-data; boundary=x", text=CHROMES),
            UPLOAD,
        ),
        (
            Sent(
                mimeType="multipart/form-data; boundary=x",
                params=(
                    Field_(name="kind", value="ktp"),
                    Field_(name="file", fileName="me.jpg", contentType="image/jpeg"),
                ),
            ),
            UPLOAD,
        ),
        (Sent(mimeType="multipart/form-data", text="cut"), Body(shape="multipart")),
    ],
)  # fmt: skip
def test_what_a_request_carries_is_taken_apart(sent: Sent | None, body: Body) -> None:
    """Forms, JSON, uploads as Chrome and as Firefox write them; what is cut or unknown is told apart."""
    assert body_of(sent) == body


def test_answers_in_base64_are_read_where_they_are_texts() -> None:
    """Chrome writes some pages so; a picture, or what is no base64, has no text."""
    content = recorded.page("/")
    content["response"]["content"] |= {
        "mimeType": "text/html; charset=iso-8859-1",
        "encoding": "base64",
        "text": base64.b64encode("på".encode("iso-8859-1")).decode(),
    }
    assert exchange(content).text == "på"
    content["response"]["content"]["text"] = "%%%a"
    assert exchange(content).text == ""
    content["response"]["content"] |= {"mimeType": "image/png", "text": "aGVsbG8="}
    assert exchange(content).text == ""


@pytest.mark.parametrize(
    "url",
    ["data:text/css,a", "chrome-extension://abc/x.js", "wss://a.example/", "http://[", "http://a:0/"],
)
def test_what_is_none_of_the_web_is_passed_over(url: str) -> None:
    """Browsers write their own among the rest, and nobody can ask a broken address."""
    assert exchange_of(Entry.model_validate(recorded.entry(url))) is None


def test_json_that_is_nested_to_harm_is_none() -> None:
    """It is found before anybody walks down into it."""
    assert read_json("[" * 39 + "1" + "]" * 39) is not None
    assert read_json("[" * 100 + "]" * 100) is None
    assert read_json("[" * 1_000_000) is None
    assert read_json(json.dumps({"a": None})) == {"a": None}


def test_an_origin_has_no_credentials_and_headers_have_small_names() -> None:
    """Some addresses carry a name and a password; HTTP/2 has headers of its own."""
    content = recorded.entry(
        "https://anna:geheim@Shop.example.org/x", headers={"X-Csrf": "1", ":path": "/x"}
    )
    one = exchange(content)
    assert (one.origin, one.headers) == ("https://shop.example.org", (("x-csrf", "1"),))
