"""The Request: everything somebody asked for when starting a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from siaga.scenario.load import Override
from siaga.scenario.model import Scenario
from siaga.stage.baseline import Wanted
from siaga.stage.muster import Muster

OWN_SITE_SCALE = 1.0
OTHER_SITE_SCALE = 0.01
"""A site that siaga does not own is played small unless somebody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Some visitors of an earlier run, to be sent as they were sent then.

    Attributes:
        run_id: id of that run.
        epoch: number of that run, from which the same people are made.
        only: numbers of the visitors, at least one, in order.
    """

    run_id: str
    epoch: int
    only: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse a replay without anybody: it would be a whole day."""
        if not self.only:
            raise ValueError(f"replay of {self.run_id}: names no visitor; at least one is allowed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked for.

    Attributes:
        scenario: file or bare name of a scenario.
        host: base URL of the site; empty for the built-in one.
        scale: factor for people and seats, above 0 to 1; None for the default.
        time_scale: factor for durations, above 0 to 1.
        seed: replaces the scenario's; None keeps it.
        muster: who plays it.
        out: folder of run folders.
        folder: the run folder itself, where it is no day of its own; None: a new one below `out`.
        overrides: values put in place of the scenario's.
        site_arguments: passed on to the built-in site.
        locustfile: replaces the scenario's; empty keeps it.
        ui: show Locust's web interface and wait there.
        strict: conditions count as NO_GO.
        exporter_port: where the generator's metrics are exported.
        command: what was typed.
        environ: environment, where secrets are looked up.
        replays: the run whose visitors are to be sent again; None for a day of its own.
        baseline: what the run is to be held against.
        kill_file: that ends the run when somebody makes it; None: only the one in its folder does.
        i_own: host of which somebody says that it is theirs to break; empty: none.
        ask: asks whoever sits at the terminal, and gives what is typed; None: nobody sits there.
    """

    scenario: str
    host: str = ""
    scale: float | None = None
    time_scale: float = 1.0
    seed: int | None = None
    muster: Muster = field(default=Muster(here=2))
    out: Path = Path("reports")
    folder: Path | None = None
    overrides: tuple[Override, ...] = ()
    site_arguments: tuple[str, ...] = ()
    locustfile: str = ""
    ui: bool = False
    strict: bool = False
    exporter_port: int = 9646
    command: tuple[str, ...] = ()
    environ: Mapping[str, str]
    replays: Again | None = None
    baseline: Wanted = field(default_factory=Wanted)
    kill_file: Path | None = None
    i_own: str = ""
    ask: Callable[[str], str] | None = None

    def scale_of(self, scenario: Scenario) -> float:
        """Give the scale to play a scenario at; a stock Locust file is played as it is."""
        if self.scale is None and scenario.traffic.is_closed:
            return 1.0
        return self.applied_scale

    @property
    def applied_scale(self) -> float:
        """The scale to play at where arrivals are planned."""
        if self.scale is not None:
            return self.scale
        return OTHER_SITE_SCALE if self.host else OWN_SITE_SCALE
