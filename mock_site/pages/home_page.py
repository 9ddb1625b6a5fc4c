"""The home page: rendered when the wave changes, handed out as ready bytes until then."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from mock_site.pages.announcements import announcements
from mock_site.pages.days import moment
from mock_site.pages.negotiation import Language
from mock_site.pages.pages import Pages
from mock_site.pages.public_page import PublicPage
from mock_site.store.draw import Draw
from mock_site.store.records import WaveState


class WaveLabel(Enum):
    """What the home page says of the wave."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The home page, ready to be sent: in every language, and for programmes."""

    html: Mapping[Language, PublicPage]
    json: PublicPage


class HomePage:
    """Renders the home page, once for every state of the wave.

    Args:
        pages: render its template.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._rendered: tuple[WaveState, WaveLabel, Rendering] | None = None
        self.is_lost = False
        """Whether it was thrown away and not made since."""

    def forget(self) -> None:
        """Throw away what was rendered."""
        self._rendered = None
        self.is_lost = True

    def render(self, wave: WaveState, now_s: float) -> Rendering:
        """Give the page for a state of the wave at a time in Unix seconds."""
        label = label_of(wave, now_s)
        kept = self._rendered
        if kept is not None and kept[0] is wave and kept[1] is label:
            return kept[2]
        rendering = Rendering(
            html={language: self._html(wave, label, language) for language in Language},
            json=_json(wave, label),
        )
        self._rendered = (wave, label, rendering)
        self.is_lost = False
        return rendering

    def _html(self, wave: WaveState, label: WaveLabel, language: Language) -> PublicPage:
        context = {
            **public_frame("/", language),
            "wave": wave.wave,
            "state": label.value,
            "quota": wave.quota,
            "seats_left": wave.left,
            "seats_held": wave.held,
            "draw": wave.draw,
            "opens_at": "" if wave.opens_at_s is None else moment(wave.opens_at_s),
            "closes_at": "" if wave.closes_at_s is None else moment(wave.closes_at_s),
            "announcements": announcements(language),
        }
        return PublicPage.html(self._pages.html("home.html", language, context))


def public_frame(path: str, language: Language) -> Mapping[str, object]:
    """Give what the frame of a public page needs: nothing in it is of one visitor."""
    english = language is Language.ENGLISH
    other = Language.INDONESIAN if english else Language.ENGLISH
    # The usual language has the bare address, so that there is one address of a page to cache.
    query = {Language.INDONESIAN: "", Language.ENGLISH: f"?lang={Language.ENGLISH.value}"}
    return {
        "signed_in": False,
        "csrf": "",
        "other_language": f"{path}?lang={other.value}",
        "lang_query": query[language],
    }


def label_of(wave: WaveState, now_s: float) -> WaveLabel:
    """Give what to say of a wave at a time in Unix seconds; whose lots are drawn is closed for good."""
    if wave.draw is not None and wave.draw.is_done:
        return WaveLabel.CLOSED
    if not wave.has_opened(now_s):
        return WaveLabel.NOT_OPEN
    if wave.has_closed(now_s):
        return WaveLabel.CLOSED
    return WaveLabel.OPEN if wave.left or wave.draw is not None else WaveLabel.FULL


def _drawn(draw: Draw) -> Mapping[str, object]:
    return {
        "applications": draw.applications,
        "commitment": draw.commitment,
        "seed": draw.seed,
        "drawn_at": draw.drawn_at_s,
        "drawn": draw.drawn,
        "last_lot": draw.last_lot,
    }


def _json(wave: WaveState, label: WaveLabel) -> PublicPage:
    content = {
        "wave": wave.wave,
        "state": label.value,
        "opens_at": wave.opens_at_s,
        "closes_at": wave.closes_at_s,
        "seats_left": wave.left,
        "seats_held": wave.held,
        "draw": None if wave.draw is None else _drawn(wave.draw),
    }
    return PublicPage.json(json.dumps(content, separators=(",", ":")).encode("utf-8"))
