"""Claims about forms of recorded pages: as the person found them."""

from urllib.parse import urlsplit

import pytest

from siaga.draft.exchange import Exchange
from siaga.draft.page_form import Page, PageForm, page_of

TEXT = """<head><meta name=csrf content=t0k><meta property=og:x content=y><meta name=empty></head>
<form action=/register><input name=email type=Email><input type=hidden name=t value=1><input value=2>
<textarea name=note>
Rice</textarea><select name=size><option value=s>S<option value=m selected>M</select>
<input type=radio name=day value=mon><input type=checkbox name=news><button name=go value=1>Go</button>
</form><form method=dialog><button name=x></form><a href=../terms?v=1>Terms</a><a>none</a>"""


def _page(text: str, kind: str = "text/html") -> Page:
    url = urlsplit("https://shop.example.org/a/b?c=d")
    return page_of(Exchange(started_s=0, ended_s=1, method="GET", url=url, kind=kind, text=text))


def test_a_page_hands_out_forms_metas_and_links() -> None:
    """Fields without a name, forms of dialogs and links to nowhere are none of them."""
    assert _page(TEXT) == Page(
        forms=(
            PageForm(
                action="/register",
                fields=(("email", ""), ("t", "1"), ("note", "Rice"), ("size", "m")),
                kinds={
                    "email": "email",
                    "t": "hidden",
                    "note": "textarea",
                    "size": "select",
                    "day": "radio",
                    "news": "checkbox",
                    "go": "submit",
                },
                choices={"size": ["s", "m"], "day": ["mon"], "news": ["on"], "go": ["1"]},
            ),
        ),
        metas=(("csrf", "t0k"), ("og:x", "y")),
        links=("https://shop.example.org/terms?v=1",),
    )


@pytest.mark.parametrize(
    ("base", "action", "path"),
    [
        ("", "x", "/a/x"),
        ("", "", "/a/b"),
        ("", "?step=2", "/a/b"),
        ("<base href=/app/>", "x", "/app/x"),
        ("<base href=https://api.example.org/v1/>", "x", "/v1/x"),
        ("<base href=/app/>", "", "/a/b"),
        ("", r"\x\y", "/x/y"),
    ],
)
def test_an_action_and_links_are_relative_to_the_base_of_the_page(
    base: str, action: str, path: str
) -> None:
    """As where the visitor of the journey sends them."""
    page = _page(f"<head>{base}</head><form action='{action}'></form><a href='{action or '/a/b'}'>")
    assert [one.action for one in page.forms] == [path]
    assert urlsplit(page.links[0]).path == path


@pytest.mark.parametrize(("text", "kind"), [("", "text/html"), (" ", "text/html"), (TEXT, "text/plain")])
def test_an_answer_that_is_no_page_hands_out_nothing(text: str, kind: str) -> None:
    """Nor does an empty one."""
    assert _page(text, kind) == Page()
