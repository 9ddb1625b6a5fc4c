"""The journeys at I Hate Money, a Flask site on which a group writes down who has paid what."""

import os
import re
from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - importing it hooks siaga into Locust
from siaga.crowd.answer import Answer
from siaga.crowd.form import form_of
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import Visitor

PROJECT = "/iuran"

ADDED = "The bill has been added"
"""What the page after a bill says; the form comes back where something was wrong with it."""

INVITATION = re.compile(r"[\w.-]+")


def payer(me: Visitor) -> None:
    """Follow the invitation, read what others have paid, and write down what one has paid oneself."""
    me.get(f"{PROJECT}/join/{invitation()}", step="invitation")
    me.think(5)
    page = me.get(f"{PROJECT}/add", step="form")
    me.think(10)
    paid_idr = 10_000 + 1_000 * int(90 * me.draw.uniform("paid"))
    bill = Promise(
        person=me.person.nik,
        receipt="bill",
        content={"amount": paid_idr, "what": me.person.nik},
        reads=said,
    )
    form = form_of(page, field="what")
    payers = [one for one in form.choices["payer"] if one]
    filled = form.filled({"what": me.person.nik, "amount": str(paid_idr), "payer": payers[0]})
    me.promise(form.action, step="bill", promise=bill, form=filled)


def said(answer: Answer) -> object:
    """Read on the page what became of a bill."""
    return {"said": "added" if ADDED in answer.text() else "form again"}


def invitation() -> str:
    """Give the secret of the invitation, which the site has drawn."""
    secret = os.environ.get("SITE_INVITATION", "")
    if not INVITATION.fullmatch(secret):
        raise ValueError(
            "SITE_INVITATION: is not set; it is the last part of the project's invitation link"
        )
    return secret


class Payers(Launch):
    """The crowd of scenario.yaml."""

    scenario = "scenario.yaml"
    journeys: ClassVar = {"payer": payer}
