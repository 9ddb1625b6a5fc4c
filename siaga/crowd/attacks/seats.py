"""The attacks on seats: more of them than there should be, or too late, or kept from others."""

from functools import partial

from siaga.abuse.hold import LAPSED_S, TURNS
from siaga.abuse.race_last_seats import EACH, GANG
from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.answer import Answer
from siaga.crowd.journey_end import JourneyEndedError
from siaga.crowd.visitor import Visitor

AT_ONCE = 50
BEFORE_S, AFTER_S, EVERY_S = 1.0, 1.0, 0.1
LATE_S = 2.5
"""Joins from a second before the close to a second after it; and one that is late by any clock."""


def race_one_person(me: Abuser) -> None:
    """Join fifty times at once, as one person who has done everything that comes before."""
    visitor, person = me.walked(me.surface.to_join), me.person()
    twins = [me.browser(visitor.browser) for _ in range(AT_ONCE)]
    me.together(
        [
            partial(me.join, "join", twin, me.draw.token(f"race {place}"), person)
            for place, twin in enumerate(twins)
        ]
    )


def race_last_seats(me: Abuser) -> None:
    """Come as a gang whose members all walk to the join, and join in one instant."""
    gang = me.together([partial(_walked, me, n) for n in range(GANG)])
    me.together(
        [
            partial(
                me.join,
                "join",
                me.browser(one.browser),
                me.draw.token(f"gang {n} {turn}"),
                me.person(n),
            )
            for n, one in enumerate(gang)
            for turn in range(EACH)
        ]
    )


def sniping(me: Abuser) -> None:
    """Join all the time around the close as one person, and once after it as another."""
    if me.closes_s is None:
        raise JourneyEndedError("joining never closes")
    early, late = me.together([partial(_walked, me, n) for n in range(2)])
    me.world.sleep_until(me.closes_s - BEFORE_S)
    turn = 0
    while me.world.now_s() < me.closes_s + AFTER_S:
        me.join("join", early.browser, me.draw.token(f"snipe {turn}"), me.person(0))
        me.sleep(EVERY_S)
        turn += 1
    me.world.sleep_until(me.closes_s + LATE_S)
    me.join("late", late.browser, me.draw.token("late"), me.person(1))


def hold_and_abandon(me: Abuser) -> None:
    """Queue with one browser each, do not come when called, and look when the turns have lapsed."""
    browsers = [me.browser() for _ in range(TURNS)]
    taken = [me.ask("take", browser, needed(me.surface.queue)) for browser in browsers]
    waiting = [
        browser
        for browser, answer in zip(browsers, taken, strict=True)
        if answer is not None and needed(me.surface.position)(answer) is not None
    ]
    if not waiting:
        raise JourneyEndedError("there was no queue in which turns could be held")
    me.sleep(LAPSED_S * me.world.time_scale)
    for browser in waiting:
        me.ask("late", browser, needed(me.surface.look), gained=partial(_still_in, me))


def _walked(me: Abuser, n: int) -> Visitor:
    return me.walked(me.surface.to_join, n)


def _still_in(me: Abuser, answer: Answer) -> str:
    still = bool(needed(me.surface.admitted)(answer))
    return "a turn that nobody took for so long still lets in" * still
