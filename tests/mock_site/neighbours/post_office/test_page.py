"""A person reads an inbox as a page, and follows its links."""

import json

from mock_site.neighbours.post_office.page import InboxPage


def message(text: str, subject: str = "") -> bytes:
    """Give a delivered message."""
    content = {"number": 1, "kind": "email", "subject": subject, "text": text, "delivered_at": 0.0}
    return json.dumps(content).encode()


def test_links_can_be_followed_and_nothing_else_is_markup() -> None:
    """What somebody wrote into a message does nothing."""
    page = InboxPage().inbox("a@b.test", [message("see https://x.test/v?t=1&u=2 <script>", "<b>")])
    assert '<a href="https://x.test/v?t=1&amp;u=2" rel="noopener noreferrer"' in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<h2>&lt;b&gt;</h2>" in page


def test_an_empty_inbox_says_so_and_looks_again_by_itself() -> None:
    """Without JavaScript."""
    page = InboxPage().inbox("<i>@b.test", [])
    assert "Belum ada pesan" in page
    assert '<meta http-equiv="refresh" content="5">' in page
    assert "&lt;i&gt;@b.test" in page


def test_a_message_shows_when_it_came_in_western_indonesia() -> None:
    """Seven hours before Greenwich."""
    assert "01-01-1970 07:00:00 WIB" in InboxPage().inbox("a@b.test", [message("x")])


def test_the_page_that_asks_for_an_address_stays_as_it_is() -> None:
    """Nobody loses what they type."""
    page = InboxPage().question()
    assert '<input id="to" name="to"' in page
    assert "refresh" not in page
