"""The Venue of a run: the site, built in or somebody else's, and the ways that lead to it."""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from siaga.faults.catalog import proxied_targets, site_arguments
from siaga.scenario.model import Scenario
from siaga.stage.foreign_site import ForeignSite
from siaga.stage.preparation import Preparation
from siaga.stage.site import BuiltInSite, pace
from siaga.stage.ways import Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where a run takes place.

    Attributes:
        site: not started yet.
        ways: those that are harmed, open.
        owned: whether siaga starts and stops the site.
    """

    site: BuiltInSite | ForeignSite
    ways: Ways
    owned: bool


def venue(
    prepared: Preparation,
    arguments: tuple[str, ...],
    environ: Mapping[str, str],
    log: Callable[[str], None],
    undo: ExitStack,
) -> Venue:
    """Make the venue of a run.

    Args:
        prepared: the run.
        arguments: for the built-in one.
        environ: where secrets are looked up.
        log: is told what processes say.
        undo: is told how to undo what is made.

    Raises:
        SiagaError: the proxy cannot be started.
    """
    scenario, record, target = prepared.scenario, prepared.record, prepared.target
    ways = Ways(scenario.seed, environ, log)
    if targets := proxied_targets(scenario):
        undo.callback(ways.stop)
        ways.open(targets)
    if target.url:
        token = environ.get("SITE_ADMIN_TOKEN", "")
        sender = record.sender(scenario.site.admitted(environ))
        return Venue(site=ForeignSite(target, token, ways, sender), ways=ways, owned=False)
    # Its store is scratch and goes when the run is over.
    scratch = Path(undo.enter_context(tempfile.TemporaryDirectory(prefix="siaga-site-")))
    site = built_in(scenario, record.run_id, arguments, scratch, environ, log, ways)
    return Venue(site=site, ways=ways, owned=True)


def built_in(
    scenario: Scenario,
    run_id: str,
    arguments: tuple[str, ...],
    scratch: Path,
    environ: Mapping[str, str],
    log: Callable[[str], None],
    ways: Ways,
) -> BuiltInSite:
    """Make the built-in site of a scenario, not started yet.

    Args:
        scenario: that is played at it.
        run_id: that the site is told; empty: it serves no single run.
        arguments: further ones for it.
        scratch: folder of its store.
        environ: where secrets are looked up.
        log: is told what it says.
        ways: that lead to it.
    """
    given = (*pace(scenario.applied), *site_arguments(scenario), *arguments)
    return BuiltInSite(scenario.site, given, scratch, environ, log, ways, run_id=run_id)
