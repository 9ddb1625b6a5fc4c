"""The Flags that siaga adds to Locust's command line, each with an environment variable."""

from argparse import Namespace
from dataclasses import dataclass
from typing import Any

FLAGS: tuple[tuple[str, str, type, Any, str], ...] = (
    (
        "--siaga-run",
        "SIAGA_RUN",
        str,
        "",
        "Folder of a run that siaga has prepared and will judge.",
    ),
    ("--siaga-scenario", "SIAGA_SCENARIO", str, "", "Scenario file, or name of a shipped one."),
    ("--siaga-scale", "SIAGA_SCALE", float, 0.01, "Factor for people and seats, above 0 to 1."),
    ("--siaga-time-scale", "SIAGA_TIME_SCALE", float, 1.0, "Factor for durations, above 0 to 1."),
    ("--siaga-seed", "SIAGA_SEED", int, -1, "Seed of the run; below 0 keeps the scenario's."),
    (
        "--siaga-set",
        "SIAGA_SET",
        str,
        "",
        "Values put into the scenario, as by `siaga run --set`; semicolons in between.",
    ),
    ("--siaga-out", "SIAGA_OUT", str, "reports", "Folder of the run folders."),
    ("--siaga-exporter-port", "SIAGA_EXPORTER_PORT", int, 9646, "Port of the metrics exporter."),
    (
        "--siaga-baseline",
        "SIAGA_BASELINE",
        str,
        "",
        "Run folder, or folder of run folders, to hold the run against.",
    ),
    ("--siaga-branch", "SIAGA_BRANCH", str, "", "Branch whose runs in the baseline's folder count."),
    ("--siaga-strict", "SIAGA_STRICT", int, 0, "1: conditions count as NO_GO."),
    ("--siaga-i-own", "SIAGA_I_OWN", str, "", "Host that is yours to break, for destructive cases."),
    (
        "--siaga-spool",
        "SIAGA_SPOOL",
        str,
        "",
        "Folder for a worker's files until the master has them; else only where the worker has to.",
    ),
)
"""Flag, environment variable, type, default, help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What was given.

    Attributes:
        run: prepared run folder; empty where Locust was started by hand.
        scenario: file or name; empty for the Launch's own.
        scale: factor for people and seats.
        time_scale: factor for durations.
        seed: below 0 keeps the scenario's.
        set: values in place of the scenario's, with semicolons in between.
        out: folder of the run folders.
        exporter_port: port of the metrics exporter.
        baseline: run folder, or folder of run folders, to hold the run against; empty for nothing.
        branch: branch whose runs there count; empty: the one that a pipeline names.
        strict: conditions count as NO_GO.
        i_own: host of which somebody says that it is theirs to break; empty: none.
        spool: folder for the files of a worker, which then never writes into the run folder; empty: only
            where it has to.
    """

    run: str
    scenario: str
    scale: float
    time_scale: float
    seed: int
    set: str
    out: str
    exporter_port: int
    baseline: str
    branch: str
    strict: bool
    i_own: str
    spool: str

    @classmethod
    def of(cls, options: Namespace | None) -> "Flags":
        """Read the flags out of Locust's parsed options; absent ones have their defaults."""
        given = {
            name.removeprefix("--siaga-").replace("-", "_"): getattr(
                options, name.removeprefix("--").replace("-", "_"), default
            )
            for name, _variable, _kind, default, _help in FLAGS
        }
        return cls(**{**given, "strict": bool(given["strict"])})


def add_flags(parser: Any) -> None:  # noqa: ANN401 - Locust's parser, a subclass of argparse's
    """Add the group of flags to Locust's parser; flags in a group stay out of the web interface."""
    group = parser.add_argument_group("siaga: rehearse a launch", "Flags of siaga's plug-in.")
    for name, variable, kind, default, text in FLAGS:
        # Locust's parser does not add environment variables to the help by itself.
        told = f"{text} Environment: {variable}"
        shape = f"<{kind.__name__}>"
        group.add_argument(name, type=kind, default=default, env_var=variable, metavar=shape, help=told)
