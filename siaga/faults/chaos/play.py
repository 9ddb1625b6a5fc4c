"""The Play of an experiment: Chaos Toolkit runs it, its journal is written down as it goes."""

import json
import logging
import os
import signal
import threading
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import psutil
from chaoslib import PayloadEncoder  # type: ignore[import-untyped] # it ships no types, here and below
from chaoslib.caching import cache_activities  # type: ignore[import-untyped]
from chaoslib.rollback import run_rollbacks  # type: ignore[import-untyped]
from chaoslib.run import (  # type: ignore[import-untyped]
    RunEventHandler,
    Runner,
    initialize_run_journal,
)
from chaoslib.types import Strategy  # type: ignore[import-untyped]

from siaga.faults.chaos.activity import Surroundings
from siaga.faults.chaos.mask import Mask

SETTINGS = {"runtime": {"rollbacks": {"strategy": "always"}}}
"""Whatever comes of an experiment is rolled back; settings of the machine are not asked."""

LOGGER = logging.getLogger("chaostoolkit")


class Journal:
    """The file of a journal, without secrets.

    Args:
        path: of the file.
        experiment: as it was written, before Chaos Toolkit put anything into it.
        mask: takes secrets out.
    """

    def __init__(self, path: Path, experiment: Mapping[str, Any], mask: Mask) -> None:
        self._path, self._mask = path, mask
        self._experiment = deepcopy(dict(experiment))
        self._writing = threading.Lock()

    def write(self, journal: Mapping[str, Any]) -> None:
        """Write it down as far as it is known.

        Raises:
            OSError: it cannot be written.
        """
        with self._writing:
            content = {**journal, "experiment": self._experiment}
            plain = json.loads(json.dumps(content, cls=_Encoder))
            fresh = self._path.with_suffix(".new")
            fresh.write_text(json.dumps(self._mask.of_json(plain), indent=2) + "\n", encoding="utf-8")
            fresh.replace(self._path)

    def read(self) -> dict[str, Any]:
        """Read what was written of it; a new one where nothing was."""
        try:
            found: dict[str, Any] = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            found = initialize_run_journal(self._experiment)
        return found


class _Watch(RunEventHandler):  # type: ignore[misc] # as above
    """Keeps the journal, and decides what signals mean: the end of all, but never of the rollbacks."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._leaving = signal.getsignal(signal.SIGTERM)
        self._known: Mapping[str, Any] = {}
        self._before: frozenset[int] = frozenset()

    def started(self, experiment: Mapping[str, Any], journal: Mapping[str, Any]) -> None:
        """Take note of the journal; Chaos Toolkit has set its own signals by now."""
        del experiment
        self._known = journal
        # Its own answer to SIGTERM is an error that its providers take for one of an activity.
        signal.signal(signal.SIGTERM, self._leaving)

    def start_activity(self, activity: Mapping[str, Any]) -> None:
        """Take note of the programs that go on already."""
        del activity
        self._before = frozenset(one.pid for one in psutil.Process().children(recursive=True))

    def activity_completed(self, activity: Mapping[str, Any], run: Mapping[str, Any]) -> None:
        """Write down what is known."""
        del activity, run
        self._journal.write(self._known)

    def start_rollbacks(self, experiment: Mapping[str, Any]) -> None:
        """Let nothing interrupt what undoes the harm, and nothing go on with it."""
        del experiment
        undisturbed()
        if any("status" not in run for run in self._known["run"]):
            # Interrupted as it started a program, an activity knows of none and leaves it running.
            end_children(self._before)


def play(experiment: dict[str, Any], journal: Journal) -> None:
    """Run an experiment, and roll it back whatever comes.

    Raises:
        Exception: whatever Chaos Toolkit raises where it cannot go on.
    """
    with Runner(Strategy.DEFAULT) as runner:
        runner.register_event_handler(_Watch(journal))
        known = runner.run(experiment, SETTINGS)
    undisturbed()
    journal.write(known)


def roll_back(experiment: dict[str, Any], around: Surroundings, journal: Journal) -> None:
    """Run the rollbacks alone, each whatever comes of the others, and put them into the journal."""
    undisturbed()
    known = journal.read()
    cache_activities(experiment)
    runs: list[Any] = []
    known["rollbacks"] = runs
    for activity in experiment.get("rollbacks", []):
        one = {**experiment, "rollbacks": [{**activity, "background": False}]}
        try:
            list(run_rollbacks(one, around.configuration, around.secrets, None, None, None, runs))
        except Exception:
            LOGGER.exception("a rollback went wrong")
        journal.write(known)
    known["status"] = known["status"] or "interrupted"
    journal.write(known)


def end_children(before: AbstractSet[int]) -> None:
    """End the programs that this process has started since, and what they have started."""
    for child in psutil.Process().children(recursive=True):
        if child.pid not in before:
            with suppress(psutil.NoSuchProcess):
                child.kill()


def undisturbed() -> None:
    """Take no notice of signals from now on."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, signal.SIG_IGN)


class _Encoder(PayloadEncoder):  # type: ignore[misc] # as above
    """Writes whatever an activity gives, as text where JSON has nothing like it."""

    def default(self, o: object) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Give something that JSON has."""
        try:
            return super().default(o)
        except TypeError:
            return os.fsdecode(o) if isinstance(o, bytes) else str(o)
