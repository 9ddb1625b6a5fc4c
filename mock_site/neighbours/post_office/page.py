"""The page on which a person reads an inbox."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from importlib import resources

import jinja2

# Western Indonesia Time has no summer time; a fixed offset needs no time zone files.
_WIB = dt.timezone(dt.timedelta(hours=7), "WIB")
_KINDS = {"email": "Surel / E-mail", "sms": "SMS"}


class InboxPage:
    """Renders inboxes, and the page that asks for an address."""

    def __init__(self) -> None:
        folder = resources.files("mock_site.neighbours.post_office")
        style = (folder / "inbox.css").read_text("utf-8")
        environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
        environment.filters["wib"] = _local_time
        environment.globals["style"] = style
        environment.globals["kinds"] = _KINDS
        self._template = environment.from_string((folder / "inbox.html").read_text("utf-8"))
        digest = hashlib.sha256(style.encode("utf-8")).digest()
        source = base64.b64encode(digest).decode("ascii")
        self.headers = {
            "Content-Security-Policy": (
                f"default-src 'none'; style-src 'sha256-{source}'; base-uri 'none'; "
                "form-action 'self'; frame-ancestors 'none'"
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }

    def inbox(self, to: str, messages: Sequence[bytes]) -> str:
        """Render an inbox of messages, each a JSON object."""
        return self._template.render(to=to, messages=[json.loads(one) for one in messages])

    def question(self) -> str:
        """Render the page that asks whose inbox is wanted."""
        return self._template.render(to="", messages=[])


def _local_time(at_s: float) -> str:
    return dt.datetime.fromtimestamp(at_s, _WIB).strftime("%d-%m-%Y %H:%M:%S WIB")
