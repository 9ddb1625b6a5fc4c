"""A cleanable run: made by hand at a removing site, with people of its own and others beside them."""

from pathlib import Path

from siaga.ledger.outcome import Outcome
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import loads
from tests.judge.hand_made import SCENARIO, Run, entry
from tests.stage.removing_site import RemovingSite

CLEAN = SCENARIO.replace(
    "  roll: {path: /admin/roll}",
    '  roll: {path: /admin/roll, operation: key}\n  clean: {path: "/rows/{operation}", rate: 10000/s}',
)


def cleanable(folder: Path, site: RemovingSite) -> Run:
    """Have Ana and Budi told yes, Citra hear nothing, Dewi refused; all others are on the roll.

    Zul stood there before the run, Yan came since.
    """
    home = RunFolder(folder / "run")
    home.path.mkdir()
    home.scenario.write_text(CLEAN, encoding="utf-8")
    run = Run(folder=home, scenario=loads(CLEAN, "scenario.yaml"))
    run.promises(ana=Outcome.OK, budi=Outcome.OK, citra=None, dewi=Outcome.REFUSED)
    site.put("zul", "ana", "yan", "budi", "citra")
    before = [("zul", "key-zul", "1", None)]
    run.roll(before=before, first=[*before, entry("ana", 1)], second=[])
    run.record(host=site.url)
    return run
