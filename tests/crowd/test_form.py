"""Claims about forms: what a browser would send of a page, filled in, with what stands there unseen."""

import pytest

from siaga.crowd.answer import Answer
from siaga.crowd.form import Form, FormError, form_of
from siaga.crowd.headers import Headers

PAGE = """<!DOCTYPE html><title>Sign up</title>
<form action="/search"><input name=q></form>
<form method=post action="?step=2">
  <input type=hidden name=csrf value="a&amp;b">
  <input name=name value=Ana required><input name=old value=1 disabled>
  <textarea name=note>
Rice</textarea>
  <select name=size><option value="">choose<option value=s>small<option value=m selected>medium</select>
  <label><input type=checkbox name=diet value=fish>fish</label>
  <label><input type=checkbox name=diet value=none checked>none</label>
  <input type=radio name=day value=mon><input type=radio name=day value=tue checked>
  <input type=file name=photo><button name=go value=1>Go</button>
  <input type=submit name=draft value=Draft>
</form>"""

FIELDS = (
    ("csrf", "a&b"),
    ("name", "Ana"),
    ("note", "Rice"),
    ("size", "m"),
    ("diet", "none"),
    ("day", "tue"),
)


def _page(body: str, path: str = "/sign-up?step=1", kind: bytes = b"text/html") -> Answer:
    return Answer(
        status=200,
        headers=Headers([(b"content-type", kind)]),
        body=body.encode(),
        path=path,
        connect_s=0.0,
        first_byte_s=0.0,
        total_s=0.0,
        sent_bytes=1,
        received_bytes=1,
        requests=1,
    )


def _sign_up() -> Form:
    return form_of(_page(PAGE), field="csrf")


def test_a_form_is_sent_as_the_page_gives_it() -> None:
    """With what is hidden, chosen and ticked; without what is disabled, a file, or a button."""
    form = _sign_up()
    assert (form.action, form.method, form.fields) == ("/sign-up?step=2", "POST", FIELDS)
    assert form.filled() == {name: [value] for name, value in FIELDS}


def test_what_is_filled_in_stands_in_place_of_what_the_page_says() -> None:
    """Several values, a button that is clicked, and nothing at all, too."""
    filled = _sign_up().filled({"name": "Budi", "diet": ["fish", "none"], "day": None, "go": "1"})
    assert filled == {
        "csrf": ["a&b"],
        "note": ["Rice"],
        "size": ["m"],
        "name": ["Budi"],
        "diet": ["fish", "none"],
        "go": ["1"],
    }


def test_several_ticks_of_one_name_are_all_sent() -> None:
    """As a list of people among whom a bill is split."""
    page = "<form><input type=checkbox name=a value=1 checked><input name=a value=2></form>"
    form = form_of(_page(page), field="a")
    assert form.filled() == {"a": ["1", "2"]}


def test_a_form_that_only_closes_a_dialog_is_none() -> None:
    """It has no action, and would seem to lead to the page itself."""
    page = (
        "<dialog><form method=Dialog><button name=a></form></dialog><form><input name=a value=1></form>"
    )
    assert form_of(_page(page, "/x"), action="/x").fields == (("a", "1"),)


def test_a_list_says_what_it_offers() -> None:
    """A person chooses from that."""
    assert _sign_up().choices == {"size": ("", "s", "m")}


def test_a_field_that_the_form_does_not_have_is_refused() -> None:
    """A typo, or a site that has changed, is seen at once."""
    with pytest.raises(FormError, match=r"form /sign-up\?step=2: has no field nmae; it has csrf, day, "):
        _sign_up().filled({"nmae": "Budi"})


def test_a_form_is_found_by_where_it_leads() -> None:
    """Its query does not matter, and both can be asked for at once."""
    assert form_of(_page(PAGE), action="/search").names == {"q"}
    assert form_of(_page(PAGE), action="/sign-up").names >= {"csrf"}
    with pytest.raises(FormError, match="has no form of field 'q' action '/sign-up'"):
        form_of(_page(PAGE), field="q", action="/sign-up")


@pytest.mark.parametrize(
    ("action", "leads"),
    [
        ("", "/a/b?c=d"),
        ("x", "/a/x"),
        ("../x?y", "/x?y"),
        (r"..\x?y", "/x?y"),
        ("//[bad", "//[bad"),
        ("//other.test/x", "//other.test/x"),
        ("https://other.test/", "https://other.test/"),
    ],
)
def test_an_action_is_resolved_as_a_browser_does(action: str, leads: str) -> None:
    """Whether the visitor may go there is the browser's to say."""
    assert form_of(_page(f'<form action=" {action} "><input name=a></form>', "/a/b?c=d")).action == leads


@pytest.mark.parametrize(
    ("base", "action", "leads"),
    [
        ('<base href="/app/">', ' action="x?y"', "/app/x?y"),
        ('<base href="/app/">', ' action="/x"', "/x"),
        ('<base href="http://site.test/app/">', ' action="x"', "http://site.test/app/x"),
        ('<base target=_top><base href="../d/"><base href="/e/">', ' action="x"', "/d/x"),
        ('<base href="/app/">', "", "/a/b?c=d"),
        ('<base href="/app/">', ' action=""', "/a/b?c=d"),
        ('<base href="http://[bad">', ' action="x"', "/a/x"),
    ],
)
def test_an_action_is_relative_to_the_base_of_the_page(base: str, action: str, leads: str) -> None:
    """As what the page loads is; a form without one is sent to the page itself."""
    page = f"<head>{base}</head><form{action}><input name=a></form>"
    assert form_of(_page(page, "/a/b?c=d"), field="a").action == leads


@pytest.mark.parametrize("body", ["", "<p>Sold out", "\x00\x01", '{"a": 1}', "<!-- <form> -->"])
def test_a_page_without_a_form_says_so(body: str) -> None:
    """Empty and broken ones, too."""
    with pytest.raises(FormError, match=r"answer of /x with status 200: .* its forms are: none"):
        form_of(_page(body, "/x"), field="csrf")


def test_a_page_is_read_in_the_charset_that_it_names() -> None:
    """And a declaration inside it does not change that."""
    page = '<?xml version="1.0" encoding="ascii"?><meta charset=latin-1><form><input name=a value="é">'
    assert form_of(_page(page, kind=b"text/html; charset=utf-8")).filled() == {"a": ["é"]}
