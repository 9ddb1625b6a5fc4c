"""The crowd of the opening day, and those whom a self-test sends besides.

    locust -f locustfiles/selftest.py --host http://127.0.0.1:8080 --headless

A load balancer asks whether the site is ready, and somebody has the page of their profile open twice.
"""

from typing import ClassVar

import opening_day as day  # type: ignore[import-not-found]  # Locust finds it beside this file

from siaga.crowd.launch import Launch
from siaga.crowd.visitor import Visitor

LOOKS = 1_000
BETWEEN_S = 5.0
"""As often as balancers look, at the pace of a real day."""

READY_OR_NOT = (200, 503)
"""A balancer sends nobody to a site that is not ready; what should come is for objectives to say."""

CHANGED_MEANWHILE = (412,)


def balancer(me: Visitor) -> None:
    """Ask again and again whether the site is ready."""
    for _ in range(LOOKS):
        me.get("/readyz", step="ready", expect=READY_OR_NOT)
        me.wait(BETWEEN_S)


def two_tabs(me: Visitor) -> None:
    """Save a profile in one tab, then an older one in another: the site has to say what has changed."""
    day.enter(me)
    day.log_in(me, day.account(me))
    day.identity(me)
    day.profile(me)
    form = {"address": "Jalan Sudirman 4", "region": me.person.nik[:2]}
    form |= {"education": "primary", "employment": "seeking"}
    me.think(5)
    headers = {"If-Match": '"0"'}
    me.put("/profile", step="older-tab", expect=CHANGED_MEANWHILE, json=form, headers=headers)


class SelfTest(Launch):
    """The people of the opening day, a load balancer, and people with two tabs."""

    journeys: ClassVar = {**day.OpeningDay.journeys, "balancer": balancer, "two-tabs": two_tabs}
