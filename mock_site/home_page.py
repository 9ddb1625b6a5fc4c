"""The home page: rendered when the wave changes, handed out as ready bytes until then."""

import base64
import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from importlib import resources

import jinja2

from mock_site.store.records import WaveState

# Western Indonesia Time has no summer time; a fixed offset needs no time zone files.
_WIB = dt.timezone(dt.timedelta(hours=7), "WIB")


class WaveLabel(Enum):
    """What the home page says of the wave."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    FULL = "full"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """The home page, ready to be sent."""

    html: bytes
    json: bytes


class HomePage:
    """Renders the home page, once for every state of the wave."""

    def __init__(self) -> None:
        folder = resources.files("mock_site") / "templates"
        style = (folder / "home.css").read_text("utf-8")
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        self._template = environment.from_string((folder / "home.html").read_text("utf-8"))
        self._style = style
        self._rendered: tuple[WaveState, WaveLabel, Rendering] | None = None
        digest = hashlib.sha256(style.encode("utf-8")).digest()
        self.style_source = f"'sha256-{base64.b64encode(digest).decode('ascii')}'"

    def render(self, wave: WaveState, now_s: float) -> Rendering:
        """Give the page for a state of the wave at a time in Unix seconds."""
        label = label_of(wave, now_s)
        kept = self._rendered
        if kept is not None and kept[0] is wave and kept[1] is label:
            return kept[2]
        rendering = Rendering(html=self._html(wave, label), json=_json(wave, label))
        self._rendered = (wave, label, rendering)
        return rendering

    def _html(self, wave: WaveState, label: WaveLabel) -> bytes:
        text = self._template.render(
            style=self._style,
            wave=wave.wave,
            state=label.value,
            quota=_grouped(wave.quota),
            seats_left=_grouped(wave.left),
            opens_at=_local_time(wave.opens_at_s),
            closes_at=_local_time(wave.closes_at_s),
        )
        return text.encode("utf-8")


def label_of(wave: WaveState, now_s: float) -> WaveLabel:
    """Give what to say of a wave at a time in Unix seconds."""
    if not wave.has_opened(now_s):
        return WaveLabel.NOT_OPEN
    if wave.has_closed(now_s):
        return WaveLabel.CLOSED
    return WaveLabel.OPEN if wave.left else WaveLabel.FULL


def _json(wave: WaveState, label: WaveLabel) -> bytes:
    content = {
        "wave": wave.wave,
        "state": label.value,
        "opens_at": wave.opens_at_s,
        "closes_at": wave.closes_at_s,
        "seats_left": wave.left,
    }
    return json.dumps(content, separators=(",", ":")).encode("utf-8")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _local_time(at_s: float | None) -> str:
    if at_s is None:
        return ""
    return dt.datetime.fromtimestamp(at_s, _WIB).strftime("%d-%m-%Y %H:%M:%S WIB")
