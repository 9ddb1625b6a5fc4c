"""Claims about HTML: read as a browser does, with its base and its forms."""

import pytest

from siaga.html_page import HtmlPage


def _read(text: str, url: str = "http://site.test/a/b?c=d") -> HtmlPage:
    page = HtmlPage.read(text, url)
    assert page is not None
    return page


@pytest.mark.parametrize("text", ["", "  \n"])
def test_where_there_is_nothing_there_is_no_page(text: str) -> None:
    """A browser would show nothing."""
    assert HtmlPage.read(text, "/") is None


def test_what_is_no_text_is_read_without_it() -> None:
    """Half a letter, as a charset of a site's own may leave behind, is none."""
    assert _read("<p>a\ud800b").root.text_content() == "a?b"


@pytest.mark.parametrize(
    ("head", "base"),
    [
        ("", "http://site.test/a/b?c=d"),
        ("<base target=_top>", "http://site.test/a/b?c=d"),
        ("<base href=''><base href=/e/>", "http://site.test/a/b?c=d"),
        ("<base target=_top><base href=' /d/ '><base href=/e/>", "http://site.test/d/"),
        (r"<base href='\\other.test\d\'>", "http://other.test/d/"),
        ("<base href='http://[bad'>", "http://site.test/a/b?c=d"),
        ("<base href='javascript:x'>", "http://site.test/a/b?c=d"),
    ],
)
def test_the_base_of_a_page_is_the_first_with_an_address(head: str, base: str) -> None:
    """One that leads nowhere, or out of the web, leaves it to the page itself."""
    assert _read(f"<head>{head}</head><p>").base == base


@pytest.mark.parametrize(
    ("action", "leads"),
    [
        ("", "http://site.test/a/b?c=d"),
        (" action=''", "http://site.test/a/b?c=d"),
        (" action=' '", "http://site.test/d/"),
        (" action=' x?y '", "http://site.test/d/x?y"),
        (r" action='..\x'", "http://site.test/x"),
        (" action='http://[bad '", "http://[bad"),
    ],
)
def test_an_action_is_relative_to_the_base(action: str, leads: str) -> None:
    """A form without one is sent to the page itself; one that nobody can follow is for people to see."""
    (form,) = _read(f"<base href=/d/><form{action}><input name=a value=1></form>").forms()
    assert (form.action, form.fields, form.element.tag) == (leads, (("a", "1"),), "form")


def test_a_form_that_only_closes_a_dialog_is_none() -> None:
    """It stands for no request."""
    assert _read("<form method=Dialog><button name=a></form>").forms() == []


def test_what_nobody_has_filled_in_is_sent_empty() -> None:
    """As browsers do; what has to be clicked, ticked or chosen is not sent at all."""
    page = """<form><input name=a><input name=b type=hidden><input name=c type=Button value=1>
      <input name=d type=submit><input name=e type=file><input name=f type=checkbox>
      <input name=g type=checkbox checked><input name=h disabled><input><textarea name=i></textarea>
      <select name=j></select><select name=k><option>l</select><button name=m value=1>n</button>
      <select name=o multiple><option selected>p<option>q<option selected value=r></select></form>"""
    (form,) = _read(page).forms()
    assert form.fields == (
        ("a", ""), ("b", ""), ("g", "on"), ("i", ""), ("k", "l"), ("o", "p"), ("o", "r"),
    )  # fmt: skip


def test_the_first_line_break_of_a_text_area_is_none_of_its_text() -> None:
    """However it is written."""
    forms = [_read(f"<form><textarea name=a>{one}b\n</textarea>").forms() for one in ("\n", "\r\n", "")]
    assert [form[0].fields for form in forms] == [(("a", "b\n"),)] * 3
