"""The attacks on idempotency keys: used for something else, at once, or by somebody else."""

from dataclasses import replace
from functools import partial

from siaga.crowd.abuser import Abuser, needed
from siaga.crowd.answer import Answer

AT_ONCE = 10


def key_other_payload(me: Abuser) -> None:
    """Join, then send the same key with another wish, then ten times at once with its own."""
    visitor, person = me.walked(me.surface.to_join), me.person()
    key = me.draw.token("key")
    me.join("join", visitor.browser, key, person)
    other = replace(needed(me.surface.join)(key), json={"wish": "another"})
    me.join("changed", visitor.browser, key, person, other)
    twins = [me.browser(visitor.browser) for _ in range(AT_ONCE)]
    me.together([partial(me.join, "again", twin, key, person) for twin in twins])


def key_of_another(me: Abuser) -> None:
    """Join as one person, and send the key as another who has only logged in."""
    owner = me.walked(me.surface.to_join, 0)
    thief = me.walked(me.surface.to_session, 1)
    key = me.draw.token("key")
    joined = me.join("join", owner.browser, key, me.person(0))
    receipt = _receipt(me, joined)

    def gained(answer: Answer) -> str:
        """Find the seat of the other in the answer."""
        return "the seat of somebody else" * bool(receipt and _receipt(me, answer) == receipt)

    call = needed(me.surface.join)(key)
    me.ask("theft", thief.browser, call, person=me.person(1).id_number, gained=gained)


def _receipt(me: Abuser, answer: Answer | None) -> str:
    return "" if answer is None else answer.said(me.surface.receipt)
