"""What is due is done whole at one look, however many people it is about."""

from dataclasses import dataclass, field

from mock_site.dues import draw_and_tell, end_holds
from mock_site.store import draws, lapses
from mock_site.store.hold import Hold, HoldOutcome
from mock_site.store.records import JoinRequest


@dataclass
class Dues:
    """A store of which it is known how many people there are in each transaction."""

    people: list[int]
    asked: list[str] = field(default_factory=list)

    async def hold(self, wish: JoinRequest, lasts_s: float) -> HoldOutcome:
        """Hold nothing."""
        raise NotImplementedError

    async def hold_of(self, account_id: str, wave: str) -> Hold | None:
        """Know of none."""
        raise NotImplementedError

    async def end_holds(self, wave: str) -> int:
        """End what is over."""
        self.asked.append(f"end {wave}")
        return self.people.pop(0)

    async def draw(self, wave: str) -> bool:
        """Draw."""
        self.asked.append(f"draw {wave}")
        return True

    async def tell_of_draw(self, wave: str) -> int:
        """Tell people."""
        self.asked.append(f"tell {wave}")
        return self.people.pop(0)


async def test_as_many_holds_as_are_over_are_ended_at_one_look() -> None:
    """A transaction ends but so many; it goes on until there are fewer."""
    store = Dues([lapses.MOST, lapses.MOST, 3, 9])
    await end_holds(store, "1")
    assert (store.asked, store.people) == (["end 1"] * 3, [9])


async def test_lots_are_drawn_and_then_everybody_is_told() -> None:
    """A transaction tells but so many; it goes on until there are fewer."""
    store = Dues([draws.MOST, draws.MOST, 3, 9])
    await draw_and_tell(store, "1")
    assert (store.asked, store.people) == (["draw 1", *["tell 1"] * 3], [9])
