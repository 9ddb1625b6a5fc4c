"""Claims about pages: what a browser would load with them, and nothing that it would not."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from siaga.crowd.answer import Answer
from siaga.crowd.headers import Headers
from siaga.crowd.page import MOST_RESOURCES, resources_of

BASE = "http://site.test/shop/page?x=1"


def _page(body: str, kind: str = "text/html; charset=utf-8") -> Answer:
    return Answer(
        status=200,
        headers=Headers([(b"content-type", kind.encode())]),
        body=body.encode(),
        path="/shop/page?x=1",
        connect_s=0,
        first_byte_s=0,
        total_s=0,
        sent_bytes=0,
        received_bytes=0,
        requests=1,
    )


LOADED = {
    '<link rel="stylesheet" href="a.css">': "http://site.test/shop/a.css",
    '<link rel="Shortcut ICON" href=/i.ico>': "http://site.test/i.ico",
    '<link rel=preload as=font href="//cdn.test/f.woff2#x">': "http://cdn.test/f.woff2",
    '<link rel=modulepreload href="m.js">': "http://site.test/shop/m.js",
    '<script src=" s.js?v=2 "></script>': "http://site.test/shop/s.js?v=2",
    '<script type=module src="../m.js"></script>': "http://site.test/m.js",
    '<img src="p.png" alt="">': "http://site.test/shop/p.png",
    r'<img src="..\i\p.png?a\b">': r"http://site.test/i/p.png?a\b",
    '<input type=image src="go.png">': "http://site.test/shop/go.png",
    '<video poster="v.jpg"></video>': "http://site.test/shop/v.jpg",
    '<img src="p.png" srcset="big.png 2x, small.png 1x">': "http://site.test/shop/small.png",
    '<img srcset="a.png 320w, b.png 1600w, c.png 3200w">': "http://site.test/shop/b.png",
    '<img srcset="a.png 320w, b.png 640w">': "http://site.test/shop/b.png",
    '<img srcset="odd.png wide">': "http://site.test/shop/odd.png",
    '<base href="http://other.test/d/"><img src="p.png">': "http://other.test/d/p.png",
    '<base target=_top><base href="/d/"><base href="/e/"><img src="p.png">': "http://site.test/d/p.png",
    '<base href=""><base href="/d/"><img src="p.png">': "http://site.test/shop/p.png",
    '<base href="http://[bad"><img src="p.png">': "http://site.test/shop/p.png",
    '<p><img src="p.png"><p><img src="p.png#again">': "http://site.test/shop/p.png",
}


@pytest.mark.parametrize(("body", "url"), LOADED.items())
def test_what_a_browser_loads_is_named_once_and_whole(body: str, url: str) -> None:
    """Relative to the page or its base, without a fragment; of several sizes the one that fits."""
    assert resources_of(_page(body), BASE) == [url]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no page",
        '<link rel="alternate stylesheet" href="a.css">',
        '<link rel="stylesheet" disabled href="a.css">',
        '<link rel="canonical" href="/">',
        '<link rel="stylesheet">',
        '<script>src="a.js"</script>',
        '<script nomodule src="old.js"></script>',
        '<script type="text/template" src="a.js"></script>',
        '<img src="data:image/png;base64,AAAA">',
        '<img src="p.png" loading="lazy">',
        '<noscript><img src="pixel.png"></noscript>',
        '<template><img src="t.png"></template>',
        '<!-- <img src="p.png"> -->',
        '<input type="text" src="p.png">',
        '<a href="page"><iframe src="ad"></iframe></a>',
        '<img src="http://[bad">',
        '<img src="ftp://site.test/p.png">',
    ],
)
def test_what_a_browser_does_not_load_is_not_named(body: str) -> None:
    """Other sheets, what is for other browsers, what nobody sees, and what is no URL."""
    assert resources_of(_page(body), BASE) == []


def test_an_answer_that_is_no_page_loads_nothing() -> None:
    """Whatever stands in it."""
    assert resources_of(_page('<img src="p.png">', "application/json"), BASE) == []


def test_a_page_that_names_too_much_loads_a_bounded_part() -> None:
    """In the order of the page."""
    body = "".join(f'<img src="/{n}.png">' for n in range(MOST_RESOURCES + 50))
    found = resources_of(_page(body), BASE)
    assert (len(found), found[-1]) == (MOST_RESOURCES, f"http://site.test/{MOST_RESOURCES - 1}.png")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="<>=/\"' abimgsrclnktyp#?&;:[]\x00\u2028\ud7ff,2xw", max_size=200))
def test_no_page_however_broken_is_an_error(body: str) -> None:
    """A site may say anything."""
    for url in resources_of(_page(f"<img src='{body}'><base href='{body}'>{body}"), BASE):
        assert url.startswith(("http://", "https://"))
