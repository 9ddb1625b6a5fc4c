"""Claims about a call: it is a value, and has one body at most."""

import pytest

from siaga.crowd.call import Call
from siaga.crowd.request import Upload


def test_a_call_becomes_what_a_browser_takes() -> None:
    """JSON, a form or bytes, with its headers."""
    assert Call(path="/x", json={"a": 1}).options == {"headers": {}, "json": {"a": 1}}
    assert Call(path="/x", form={"a": "1"}).options == {"headers": {}, "form": {"a": "1"}}
    assert Call(path="/x", body=b"{").options == {"headers": {}, "body": b"{"}
    assert Call(path="/x", json={}).options == {"headers": {}, "json": {}}
    files = {"file": Upload(name="a", kind="b", content=b"c")}
    with_files = Call(path="/x", form={"a": "1"}, files=files)
    assert with_files.options == {"headers": {}, "form": {"a": "1"}, "files": files}


def test_more_headers_make_another_call() -> None:
    """The later one wins, and the first call is what it was."""
    first = Call(path="/x", headers={"A": "1", "B": "1"})
    assert first.under({"B": "2"}).headers == {"A": "1", "B": "2"}
    assert first.headers == {"A": "1", "B": "1"}


def test_two_bodies_are_refused() -> None:
    """A request has one."""
    with pytest.raises(ValueError, match="call /x: has several of JSON, form, bytes; one body is"):
        Call(path="/x", json={}, form={})
    with pytest.raises(ValueError, match="several"):
        Call(path="/x", body=b"", files={})
