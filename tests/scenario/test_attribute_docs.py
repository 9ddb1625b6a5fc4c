"""The AttributeDocs of a class, as they stand in its code."""

from siaga.scenario.attribute_docs import attribute_docs


class Room:
    """A room."""

    seats: int
    """How many sit in it,
    and no more."""

    bare: str = ""
    name = "hall"
    """Nothing that has a type."""

    @property
    def size(self) -> int:
        """Nothing that is kept."""
        return self.seats


def test_what_stands_below_an_attribute_is_given_without_its_indentation() -> None:
    """Lines of a text that goes on are as far in as its first."""
    assert attribute_docs(Room)["seats"] == "How many sit in it,\nand no more."


def test_an_attribute_with_nothing_below_it_and_what_is_none_are_left_out() -> None:
    """Only what has a type is declared; a method's own text is no attribute's."""
    assert set(attribute_docs(Room)) == {"seats"}
