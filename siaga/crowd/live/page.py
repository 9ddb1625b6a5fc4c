"""The Page of a run beside Locust's web interface: shows it, also when it is over, and its buttons.

What it shows is a file that the exporter writes once a second. To serve it costs the master one small
read, however many visitors there are; nothing is drawn or reckoned in its process.
"""

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from flask import Blueprint, Response, redirect, request, send_from_directory
from flask.typing import ResponseReturnValue
from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from siaga.crowd.live.desk import BUTTONS, Desk
from siaga.crowd.live.seal import Seal

NAME = "siaga"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self';"
    " img-src data:; frame-ancestors 'none'; base-uri 'none'"
)
REPORT_POLICY = (
    "sandbox allow-scripts allow-downloads allow-popups; default-src 'none'; script-src 'unsafe-inline';"
    " style-src 'unsafe-inline'; img-src data:"
)
"""A report counts as another site: whatever it quotes from anywhere can press no button here."""

ASSETS = {"live.js": "text/javascript", "live.css": "text/css", "tab.js": "text/javascript"}
NOTHING = '<div class="now" data-stage="none"><p>There is no run yet.</p></div>'

View = Callable[..., Any]
Guard = Callable[[View], View]
"""Locks a view for who has not logged in, where Locust asks for that."""


def page(desk: Desk, seal: Seal, guard: Guard, prefix: str) -> Blueprint:
    """Make the page.

    Args:
        desk: the run, and what may be done with it.
        seal: tells the page's own requests from others.
        guard: Locust's log-in.
        prefix: path that Locust's web interface has before its own; empty: none.
    """
    made = Blueprint(NAME, __name__, url_prefix=f"{prefix}/{NAME}")
    views = _Views(desk, seal)
    made.before_request(views.refuse_strangers)
    made.before_app_request(views.note_stop)
    made.after_request(_sealed)
    made.add_url_rule("/", "page", guard(views.page))
    made.add_url_rule("/now", "now", guard(views.now))
    made.add_url_rule("/press", "press", guard(views.press), methods=["POST"])
    made.add_url_rule("/harm", "harm", guard(views.harm), methods=["POST"])
    made.add_url_rule("/run/<path:file>", "run", guard(views.run))
    made.add_url_rule("/asset/<file>", "asset", _asset)
    return made


class _Views:
    """What is answered."""

    def __init__(self, desk: Desk, seal: Seal) -> None:
        self._desk, self._seal = desk, seal

    def refuse_strangers(self) -> Response | None:
        why = self._seal.strange(request.headers)
        return _said(why, 403) if why else None

    def note_stop(self) -> None:
        # A browser that only asks whether it may has stopped nothing.
        if request.endpoint == "locust.stop" and request.method != "OPTIONS":
            self._desk.note_stop()

    def page(self) -> str:
        """Give the whole page, with what there is to see by now: it says something without a script."""
        return _template().render(
            now=Markup(self._now()),  # noqa: S704 - a file that siaga has written, escaped
            token=self._seal.token,
            may_start=self._desk.may_start,
            faults=self._desk.faults,
        )

    def now(self) -> ResponseReturnValue:
        """Give what is new every second."""
        answer = Response(self._now(), content_type="text/html; charset=utf-8")
        answer.add_etag()
        return answer.make_conditional(request)

    def press(self) -> ResponseReturnValue:
        form = request.form
        if why := self._seal.refused(request.headers, form.get("token", "")):
            return _said(why, 403)
        button = form.get("press", "")
        if button not in BUTTONS:
            return _said(f"button {button!r}: is none; {', '.join(BUTTONS)} are", 400)
        if button != "start" and not form.get("sure"):
            return _said(f"{button}: needs a tick at 'I mean it'", 400)
        self._desk.press(button)
        return redirect("./", 303)

    def harm(self) -> ResponseReturnValue:
        """Have a fault begin or healed now."""
        form = request.form
        if why := self._seal.refused(request.headers, form.get("token", "")):
            return _said(why, 403)
        try:
            self._desk.harm(int(form.get("fault", "")), form.get("does", ""))
        except ValueError as error:
            return _said(str(error), 400)
        return redirect("./", 303)

    def run(self, file: str) -> Response:
        """Give a file of a run that is over: its report, and what that leads to."""
        folder = self._desk.folder
        if folder is None or not folder.verdict.exists():
            return _said("run: is not judged yet, and has no report", 404)
        answer = send_from_directory(folder.path, file)
        answer.headers["Content-Security-Policy"] = REPORT_POLICY
        return answer

    def _now(self) -> str:
        folder = self._desk.folder
        try:
            return NOTHING if folder is None else folder.live_page.read_text(encoding="utf-8")
        except FileNotFoundError:
            return NOTHING


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("siaga.crowd.live"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.j2")


def _asset(file: str) -> Response:
    if file not in ASSETS:
        return _said(f"{file}: is no part of the page", 404)
    return Response(_text(file), content_type=f"{ASSETS[file]}; charset=utf-8")


@cache
def _text(file: str) -> str:
    return resources.files("siaga.crowd.live").joinpath("assets", file).read_text(encoding="utf-8")


def _said(text: str, status: int) -> Response:
    return Response(f"{text}\n", status, content_type="text/plain; charset=utf-8")


def _sealed(answer: Response) -> Response:
    """Have browsers take it for what it is, and show it nowhere else."""
    answer.headers.setdefault("Content-Security-Policy", POLICY)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-cache"
    return answer
