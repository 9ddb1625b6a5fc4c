"""The words of a book do not lie on top of each other, and hold what is put into them."""

from hypothesis import given
from hypothesis import strategies as st

from mock_site.protection.waiting_room import book
from mock_site.protection.waiting_room.book import CAUSES, RING, Field, Found, Head, Standing
from mock_site.protection.waiting_room.load import Cause


def test_every_word_has_one_meaning() -> None:
    """Heads, rings and tickets fill the book without a gap or an overlap."""
    rings = (book.called_by, book.gone_by, book.turns_until, book.passes_until)
    causes = [book.found(Found.CHANGES, further) for further in range(1, CAUSES)]
    words = [*Head, *(book.found(name) for name in Found), *causes]
    words += [*(ring(tick) for ring in rings for tick in range(RING))]
    words += [book.field(number, name) for number in range(10) for name in Field]
    assert sorted(words) == list(range(book.words_for(10)))


def test_every_cause_has_a_word() -> None:
    """In which its changes of the rate are counted."""
    assert len(Cause) == CAUSES


@given(st.sampled_from(Standing), st.integers(min_value=0, max_value=2**55 - 1))
def test_a_standing_comes_out_as_it_went_in(standing: Standing, until: int) -> None:
    """With the tick until which it lasts."""
    assert book.unpacked(book.packed(standing, until)) == (standing, until)
