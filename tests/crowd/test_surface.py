"""Claims about a surface: it names what a site has."""

from siaga.crowd.call import Call
from siaga.crowd.surface import Surface


def test_a_surface_names_what_is_said_of_the_site() -> None:
    """What is left out, or empty, the site does not have."""
    assert Surface().known() == []
    said = Surface(receipt="id", queue=Call(path="/queue"), guesses=())
    assert said.known() == ["receipt", "queue"]
