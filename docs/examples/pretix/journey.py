"""The journeys at pretix, a Django site on which people register for an event with a quota."""

import re
from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.answer import Answer
from siaga.crowd.form import form_of
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import JourneyEndedError, Visitor

EVENT = "/balai/satu/"
CONFIRM = f"{EVENT}checkout/confirm/"
AMOUNT = re.compile("item_[0-9]+")

ORDER = re.compile(f"{EVENT}order/([A-Z0-9]+)/")
"""Where an order is shown to whom it belongs: the way there names it."""

IN_CART = "have been successfully added to your cart"
GONE = re.compile("no longer available|not available anymore|sold out|fully booked", re.IGNORECASE)
BUSY = re.compile("try again", re.IGNORECASE)
"""What pages say, in English: a browser that names no language gets that."""


def registrant(me: Visitor) -> None:
    """Open the page of the event, put a seat into the cart, say who one is, and order it."""
    page = me.get(EVENT, step="event")
    me.think(2)
    if not reserved(me, page):
        return
    me.think(3)
    page = me.get(f"{EVENT}checkout/start", step="checkout")
    me.think(8)
    form = form_of(page, field="email")
    page = me.post(form.action, step="who", form=form.filled({"email": me.person.email}))
    if page.path.partition("?")[0] != CONFIRM:
        raise JourneyEndedError("not asked to confirm", page)
    me.think(3)
    ordered(me, page)


def reserved(me: Visitor, page: Answer) -> bool:
    """Put a seat into the cart; False if there is none."""
    if not (amounts := AMOUNT.findall(page.text())):
        return False
    form = form_of(page, field=amounts[0])
    kept = me.promise(form.action, step="cart", promise=seat(me), form=form.filled({amounts[0]: "1"}))
    if IN_CART in kept.answer.text():
        return True
    if GONE.search(kept.answer.text()):
        return False
    raise JourneyEndedError("no seat in the cart", kept.answer)


def ordered(me: Visitor, page: Answer) -> None:
    """Confirm, and look at the order a little later."""
    form = form_of(page, field="csrfmiddlewaretoken", action=CONFIRM)
    kept = me.promise(form.action, step="order", promise=seat(me), form=form.filled())
    if not kept.receipt:
        raise JourneyEndedError("no order", kept.answer)
    me.think(5)
    shown = me.get(kept.answer.path, step="look")
    me.saw.holding(me.person.email, kept.receipt if kept.receipt in shown.text() else "")


def seat(me: Visitor) -> Promise:
    """Give what one wants: an order in one's own name. The cart is on the way there."""
    return Promise(
        person=me.person.email, receipt="order", echo="", content={"email": me.person.email}, reads=said
    )


def said(answer: Answer) -> object:
    """Read on the page what became of a seat."""
    if found := ORDER.match(answer.path):
        return {"said": "ordered", "order": found[1]}
    text = answer.text()
    if IN_CART in text:
        return {"said": "in cart"}
    if GONE.search(text):
        return {"said": "sold out"}
    return {"said": "busy" if BUSY.search(text) else "something else"}


class Registration(Launch):
    """The crowd of scenario.yaml."""

    scenario = "scenario.yaml"
    journeys: ClassVar = {"registrant": registrant}
