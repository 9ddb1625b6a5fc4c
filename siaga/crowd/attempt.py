"""The Attempt of a visitor at a step: one of its requests, and when it began and ended."""

from collections.abc import Callable
from dataclasses import dataclass

from siaga.crowd.browser import Browser
from siaga.crowd.cut import Cut
from siaga.crowd.exchange import Exchange

Ask = Callable[[Browser, Cut | None], Exchange]
"""Sends the request of a step once, by a browser, until the visitor breaks it off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One request of a step.

    Attributes:
        exchange: how it ended.
        began_s: when it began, run seconds.
        ended_s: when it ended, run seconds.
    """

    exchange: Exchange
    began_s: float
    ended_s: float
