"""Fixtures of the crowd's tests: a hostile site, browsers that are closed, prepared runs."""

import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import gevent
import pytest

from siaga.crowd.browser import Browser
from siaga.crowd.courier import Courier
from siaga.record.run_folder import RunFolder
from tests.crowd.courier_master import Carry, CourierMaster, carry_to
from tests.crowd.hostile_site import CERTIFICATE, HostileSite, Script
from tests.crowd.locust_run import LocustRun, prepared
from tests.crowd.stream_talk import WINDOW_BYTES, StreamTalk, offering_http2, streams
from tests.crowd.visitor_stage import Stage


@pytest.fixture(autouse=True)
def present() -> None:
    """Tell gevent's loop the time: it has the one of its last turn, and deadlines would begin then."""
    gevent.get_hub().loop.update_now()


@pytest.fixture
def undo() -> Iterator[ExitStack]:
    """What is undone after the test, last thing first."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def site(undo: ExitStack) -> Callable[..., HostileSite]:
    """Start a hostile site that plays a script."""

    def start(script: Script, **options: Any) -> HostileSite:  # noqa: ANN401 - as the site takes them
        made = HostileSite(script, **options)
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


@pytest.fixture
def spool(tmp_path: Path) -> RunFolder:
    """The worker's own folder, with files that hold nothing yet."""
    folder = RunFolder(tmp_path / "spool")
    for path in folder.of_worker(0).values():
        path.parent.mkdir(parents=True)
        path.touch()
    return folder


@pytest.fixture
def there(tmp_path: Path) -> RunFolder:
    """The run folder on the master's side."""
    return RunFolder(tmp_path / "run")


@pytest.fixture
def carry(spool: RunFolder, there: RunFolder) -> Carry:
    """Make a courier and the master that it sends to; mishaps befall its messages in order."""

    def made(mishaps: Iterable[str] = (), *, carries: bool = True) -> tuple[Courier, CourierMaster]:
        return carry_to(spool, there, mishaps, carries=carries)

    return made


@pytest.fixture
def visit(
    site: Callable[..., HostileSite], browse: Callable[..., Browser]
) -> Callable[..., tuple[Browser, HostileSite]]:
    """Open a browser at a site that plays a script of HTTP/2."""

    def start(
        script: Callable[[StreamTalk], None],
        window_bytes: int = WINDOW_BYTES,
        **options: Any,  # noqa: ANN401 - as the browser takes them
    ) -> tuple[Browser, HostileSite]:
        at = site(streams(script, window_bytes), secure=True, protocols=("h2",))
        return browse(at.url, http2=offering_http2(), **options), at

    return start
