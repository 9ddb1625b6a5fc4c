"""The Ground of a search: one site for all its levels, so that what one leaves behind can show."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from siaga.scenario.model import Scenario
from siaga.stage.request import Request
from siaga.stage.target import target
from siaga.stage.venue import built_in
from siaga.stage.ways import Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Where levels are played.

    Attributes:
        url: base URL of the site.
        environ: environment with its token.
    """

    url: str
    environ: Mapping[str, str]


@contextmanager
def ground(request: Request, day: Scenario, log: Callable[[str], None]) -> Iterator[Ground]:
    """Start the built-in site, or take the one that was named; it is stopped if siaga started it.

    Args:
        request: what was asked for.
        day: without turns.
        log: is told what the site says.

    Raises:
        UsageError: the site refuses its arguments, or the host is none.
        RefusedError: it has not agreed to be loaded.
        SiagaError: the site cannot be started.
    """
    environ = dict(request.environ)
    if request.host:
        yield Ground(url=target(request.host, environ, day.site.admitted(environ)).url, environ=environ)
        return
    with tempfile.TemporaryDirectory(prefix="siaga-site-") as scratch:
        ways = Ways(day.seed, environ, log)
        site = built_in(day, "", request.site_arguments, Path(scratch), environ, log, ways)
        try:
            site.start()
            yield Ground(url=site.url, environ=environ | {"SITE_ADMIN_TOKEN": site.token})
        finally:
            site.stop()
