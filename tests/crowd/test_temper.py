"""Claims about tempers: what a visitor does repeats, and coming back has an end."""

from siaga.crowd.draw import Draw
from siaga.crowd.temper import Temper
from siaga.scenario.reactions import Reactions

CLICKS = Reactions.model_validate({"double-clicks": "50 %"})


def _doubles(temper: Temper, step: str, often: int) -> list[bool]:
    return [temper.mood(step, 0.0, posts=True).double for _ in range(often)]


def test_a_step_is_taken_the_same_however_many_others_there_were() -> None:
    """Looks into an inbox, which depend on the time, change nothing of a join."""
    busy, quick = (Temper(CLICKS, Draw(1, 5), 1.0) for _ in range(2))
    _doubles(busy, "inbox", 17)
    assert _doubles(busy, "join", 40) == _doubles(quick, "join", 40)


def test_each_time_that_a_visitor_comes_to_a_step_is_drawn_anew() -> None:
    """Of forty times it is neither all nor none."""
    assert 8 < sum(_doubles(Temper(CLICKS, Draw(1, 5), 1.0), "join", 40)) < 32


def test_a_visitor_comes_back_so_many_times() -> None:
    """To where the scenario says and nowhere else; the pauses are scaled and differ."""
    back = Reactions.model_validate({"comes-back": {"after": "60 s", "most": 2}})
    temper = Temper(back, Draw(1, 5), 0.1)
    assert temper.return_after_s("start") is None
    pauses_s = [temper.return_after_s("step") for _ in range(3)]
    assert pauses_s[2] is None
    assert temper.returns == 2
    first_s, second_s = pauses_s[0] or 0.0, pauses_s[1] or 0.0
    assert first_s != second_s
    assert all(1.0 < one < 36.0 for one in (first_s, second_s))


def test_a_share_comes_back_after_a_pause_around_the_median() -> None:
    """The same people at every play."""
    back = Reactions.model_validate({"comes-back": {"after": "60 s", "share": "25 %", "to": "start"}})
    played = [
        [Temper(back, Draw(1, visitor), 1.0).return_after_s("start") for visitor in range(400)]
        for _ in range(2)
    ]
    assert played[0] == played[1]
    pauses_s = sorted(one for one in played[0] if one is not None)
    assert 70 < len(pauses_s) < 130
    assert 50 < pauses_s[len(pauses_s) // 2] < 70


def test_a_share_of_pages_is_seen_again_after_pauses_that_are_scaled() -> None:
    """Drawn each time that the visitor comes to a page, and the same at every play."""
    again = Reactions.model_validate({"refreshes": {"every": "2 s", "share": "50 %", "times": 2}})

    def played() -> list[list[float]]:
        temper, pauses_s = Temper(again, Draw(1, 5), 0.1), []
        for _ in range(40):
            temper.mood("home", 0.0, posts=False)
            pauses_s.append(list(temper.refreshes("home")))
        return pauses_s

    assert played() == played()
    assert {tuple(one) for one in played()} == {(), (0.2, 0.2)}
    assert 8 < sum(bool(one) for one in played()) < 32
    assert list(Temper(CLICKS, Draw(1, 5), 0.1).refreshes("home")) == []


def test_whoever_is_not_said_to_come_back_stays_away() -> None:
    """Whatever else it does."""
    assert Temper(CLICKS, Draw(1, 5), 1.0).return_after_s("step") is None
