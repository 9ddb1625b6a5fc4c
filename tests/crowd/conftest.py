"""Fixtures of the crowd's tests: a hostile site, browsers that are closed, prepared runs."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from siaga.crowd.browser import Browser
from tests.crowd.hostile_site import CERTIFICATE, HostileSite, Script
from tests.crowd.locust_run import LocustRun, prepared
from tests.crowd.visitor_stage import Stage


@pytest.fixture
def undo() -> Iterator[ExitStack]:
    """What is undone after the test, last thing first."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def site(undo: ExitStack) -> Callable[..., HostileSite]:
    """Start a hostile site that plays a script."""

    def start(script: Script, *, secure: bool = False) -> HostileSite:
        made = HostileSite(script, secure=secure)
        undo.callback(made.close)
        return made

    return start


@pytest.fixture
def browse(undo: ExitStack) -> Callable[..., Browser]:
    """Open a browser on a site; whatever the test does not say is as in a run."""

    def open_browser(url: str, *, deadline_s: float = 5.0, **options: Any) -> Browser:  # noqa: ANN401
        if url.startswith("https:"):
            options.setdefault("tls", ssl.create_default_context(cafile=CERTIFICATE))
        made = Browser(url, deadline_s=deadline_s, **options)
        undo.callback(made.close)
        return made

    return open_browser


@pytest.fixture
def run(tmp_path: Path, undo: ExitStack) -> Callable[..., LocustRun]:
    """Prepare a run folder and a Locust file for it; every process is gone after the test."""

    def prepare(url: str, journey: str, **changes: Any) -> LocustRun:  # noqa: ANN401
        made = prepared(tmp_path, url, journey, **changes)
        undo.callback(made.kill)
        return made

    return prepare


@pytest.fixture
def stage(tmp_path: Path, browse: Callable[..., Browser], undo: ExitStack) -> Stage:
    """The stage of the test; its books are closed afterwards."""
    made = Stage(tmp_path, browse)
    undo.callback(made.journal.close)
    undo.callback(made.recorder.close)
    return made
