"""The Watch over a long run: what each kind of siaga's processes holds, look after look."""

import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import psutil
from killings_play import WORDS
from launch_tree import looks

CONDUCTOR = "conductor"
SITE = "mock_site"
EVERY_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What all processes of a kind held at one time.

    Attributes:
        at_s: Unix seconds.
        kind: of the processes.
        processes: how many there were.
        held_bytes: memory that no other process shares with them.
        descriptors: files, pipes and connections that were open.
    """

    at_s: float
    kind: str
    processes: int
    held_bytes: int
    descriptors: int


class Watch:
    """Looks at all processes below one, every few seconds, until it has ended.

    Attributes:
        looks: what was seen, in order.
    """

    def __init__(self) -> None:
        self.looks: list[Look] = []

    def follow(self, process: "subprocess.Popen[bytes]", until_s: float) -> None:
        """Look at it again and again until it has ended.

        Raises:
            TimeoutError: it has not until then, monotonic seconds.
        """
        for processes in looks(process, until_s, EVERY_S):
            self._look(processes)

    def _look(self, processes: Sequence[psutil.Process]) -> None:
        at_s = time.time()
        held: dict[str, list[tuple[int, int]]] = {}
        for one in processes:
            with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                kind = kind_of(one.cmdline())
                if kind != SITE:
                    held.setdefault(kind, []).append((one.memory_full_info().uss, one.num_fds()))
        for kind, each in held.items():
            held_bytes, descriptors = (sum(column) for column in zip(*each, strict=True))
            look = Look(
                at_s=at_s, kind=kind, processes=len(each), held_bytes=held_bytes, descriptors=descriptors
            )
            self.looks.append(look)


def kind_of(command: Sequence[str]) -> str:
    """Give the kind of a process by its command line; what belongs to the site is `SITE`.

    >>> kind_of(["python", "-m", "siaga.observe", "reports/run"])
    'observer'
    >>> kind_of(["python", "-m", "mock_site.worker", "3"])
    'mock_site'
    >>> kind_of(["python", "-m", "siaga", "run", "scenario.yaml"])
    'conductor'
    """
    if any(word.startswith(SITE) for word in command):
        return SITE
    kinds = (kind for kind, word in WORDS.items() if word and word in command)
    return next(kinds, CONDUCTOR)
