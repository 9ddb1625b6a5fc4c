"""The day of a club: people of another country read its news at one host and join at the other."""

from typing import ClassVar

from siaga.crowd import plugin  # noqa: F401 - plugs siaga into Locust
from siaga.crowd.launch import Launch
from siaga.crowd.promise import Promise
from siaga.crowd.visitor import Visitor


def member(me: Visitor) -> None:
    """Read the news, and join under a number of the club."""
    me.get("/", step="news")
    desk = me.at("http://127.0.0.1:DESK")
    told = Promise(person=me.person.id_number, receipt="member", expect={201})
    born = me.person.birth_date.isoformat()
    form = {"number": me.person.id_number, "name": me.person.name, "born": born, "mail": me.person.email}
    desk.promise("/members", step="join", promise=told, json=form)


class ClubDay(Launch):
    """The day that `test_foreign_people` plays, with the port of its desk put in."""

    journeys: ClassVar = {"member": member}
    scenario = "club-day.yaml"
