"""Claims about a roll in pages, from a site that cuts them, loops, and points elsewhere."""

from collections.abc import Callable

import pytest

from siaga.roll import http_roll
from siaga.roll.entry import RollError
from siaga.roll.http_roll import PAGE_ATTEMPTS, HttpRoll
from siaga.scenario.roll_source import HttpSource
from tests.roll.listening_site import Answer, Site, body, chunks

TOKEN = "never-shown-7f3a"
Serve = Callable[..., Site]


def page(*people: str, link: str = "", claims: int | None = None) -> Answer:
    """Serve people on a page, with a link to the next one."""
    content = "".join(f'{{"person":"{one}"}}\n' for one in people).encode()
    headers = (("Link", f'<{link}>; rel="next"'),) if link else ()
    return body(content, headers=headers, claims=claims)


def read(site: Site, following: str | None = "Link") -> list[str]:
    """Read a roll to its end; give its people."""
    roll = HttpRoll(
        site.url, HttpSource.model_validate({"next": following}), {"SITE_ADMIN_TOKEN": TOKEN}
    )
    return [one.person for one in roll.entries()]


def test_pages_are_read_one_after_the_other_each_with_the_token(serve: Serve) -> None:
    """An empty one in between, too."""
    site = serve(page("ana", "budi", link="?p=2"), page(link="?p=3"), page("citra"))
    assert read(site) == ["ana", "budi", "citra"]
    paths = ["/admin/roll", "/admin/roll?p=2", "/admin/roll?p=3"]
    assert site.asked == [(path, f"Bearer {TOKEN}") for path in paths]


def test_a_page_that_is_cut_is_asked_for_again(serve: Serve) -> None:
    """From where the last whole page ended; nobody of the cut one is counted twice."""
    cut = page("citra", claims=99, link="?p=3")
    broken = chunks(b'12\r\n{"person":"citra"}\n\r\n')
    site = serve(
        page("ana", "budi", link="?p=2"), cut, broken, page("citra", "dewi", link="?p=3"), page()
    )
    assert read(site) == ["ana", "budi", "citra", "dewi"]
    assert [path for path, _token in site.asked].count("/admin/roll?p=2") == PAGE_ATTEMPTS


def test_a_page_that_is_always_cut_ends_the_reading(serve: Serve) -> None:
    """After as many attempts as it says."""
    site = serve(page("ana", link="?p=2"), page("budi", claims=99))
    with pytest.raises(RollError, match=r"p=2 cannot be read .*; it was asked for 3 times$"):
        read(site)
    assert len(site.asked) == 1 + PAGE_ATTEMPTS


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_page_that_is_refused_ends_the_reading_at_once(serve: Serve, status: int) -> None:
    """A redirect is not followed either."""
    elsewhere = serve(page("eve"))
    refused = body(b"", status, headers=(("Location", f"{elsewhere.url}/admin/roll"),))
    site = serve(page("ana", link="?p=2"), refused)
    with pytest.raises(RollError, match=rf"p=2 answers {status}; 200 is needed"):
        read(site)
    assert (len(site.asked), elsewhere.asked) == (2, [])


def test_pages_in_a_circle_are_refused(serve: Serve) -> None:
    """The site is asked no more than once for each."""
    site = serve(page("ana", link="?p=2"), page("budi", link="/admin/roll"))
    with pytest.raises(RollError, match="names '/admin/roll' as the next one, which was read before"):
        read(site)
    assert len(site.asked) == 2


def test_a_page_that_points_elsewhere_is_not_followed(serve: Serve) -> None:
    """The other site hears nothing, least of all the token; neither does the sentence."""
    elsewhere = serve(page("eve"))
    site = serve(page("ana", link=f"{elsewhere.url}/admin/roll?{TOKEN}"))
    with pytest.raises(RollError, match="only this site's own are followed") as refused:
        read(site)
    assert elsewhere.asked == []
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("following", [None, "X-Next"])
def test_a_first_page_is_not_taken_for_the_whole(serve: Serve, following: str | None) -> None:
    """The site says that there are more, and the scenario does not know how."""
    site = serve(page("ana", link="?p=2"))
    with pytest.raises(
        RollError, match="answers with a page and a Link to the next; write `next: Link`"
    ):
        read(site, following)


def test_a_page_that_no_memory_should_hold_is_refused(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page is kept until its end is seen, so it is bounded."""
    monkeypatch.setattr(http_roll, "PAGE_LIMIT_BYTES", 40)
    assert read(serve(page("ana", "budi"))) == ["ana", "budi"]
    with pytest.raises(RollError, match="a page is over 40 bytes; that much is allowed"):
        read(serve(page("ana", "budi", "citra")))


def test_lines_are_counted_over_all_pages(serve: Serve) -> None:
    """The number in the sentence is that of the roll."""
    site = serve(page("ana", "budi", link="?p=2"), body(b"oops\n"))
    with pytest.raises(RollError, match="line 3 is b'oops'"):
        read(site)
