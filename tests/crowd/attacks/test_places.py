"""Claims about the places of an abuser: on this machine there are many, and elsewhere there is one."""

from pathlib import Path

import pytest

from siaga.crowd.attacks.places import MOST, browser_from, place
from tests.crowd.ill_site import IllSite


def test_at_a_site_on_this_machine_each_place_is_an_address_of_its_own(tmp_path: Path) -> None:
    """None of those that honest visitors come from."""
    site = IllSite(tmp_path, {}, host="127.0.0.1")
    me = site.abuser("password-guessing")
    found = [place(me, number) for number in range(MOST)]
    assert (found[0], found[-1], len(set(found))) == ("127.0.0.66", "127.0.0.245", MOST)
    browser_from(me, found[1], me.visitor().browser)
    assert site.places == ["127.0.0.67"]


def test_at_a_site_elsewhere_connections_come_from_where_they_come(tmp_path: Path) -> None:
    """A browser has the cookies that it was given in either case."""
    site = IllSite(tmp_path, {})
    me = site.abuser("password-guessing")
    like = me.visitor().browser
    like.cookies.put("pass", "mine")
    assert place(me, 1) == ""
    assert browser_from(me, "", like).cookies.get("pass") == "mine"
    assert site.places == []


@pytest.mark.parametrize("number", [-1, MOST])
def test_there_are_no_more_places_than_there_are(tmp_path: Path, number: int) -> None:
    """Whoever asks for another is told how many."""
    with pytest.raises(ValueError, match=f"place {number}: is none of an abuser; 0 to {MOST - 1} is"):
        place(IllSite(tmp_path, {}).abuser("password-guessing"), number)
