"""Functions that activities of the tests call, as those of an extension of Chaos Toolkit would be."""

import logging
import signal
import subprocess
import time
from datetime import date
from pathlib import Path
from typing import Any

import urllib3


def paused(url: str) -> bool:
    """Tell whether the site of a test is paused; it prints, as extensions do."""
    print("a line that must not be taken for the answer of the job")  # noqa: T201 - as it says
    return bool(_state(url, "token-of-the-tests")["paused"])


def asked(url: str, secrets: dict[str, str] | None = None) -> str:
    """Give what the site was asked with."""
    return str(_state(url, (secrets or {})["password"])["asked"])


def leaves() -> None:
    """End the process that it is called in."""
    raise SystemExit(3)


def _state(url: str, token: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    headers = {"Authorization": f"Bearer {token}"}
    with urllib3.PoolManager(retries=False, timeout=5.0) as pool:
        return pool.request("GET", f"{url}/pause", headers=headers).json()


def sleeps() -> None:
    """Take longer than any test waits."""
    time.sleep(300)


def says(what: str) -> str:
    """Print something and give it back."""
    print('{"answer": "not this"}')  # noqa: T201 - it is to be told from the answer of the job
    return what


def deaf() -> None:
    """Take no notice of signals."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(300)


def odd() -> dict[str, object]:
    """Give what JSON lacks."""
    return {"raw": b"abc", "set": {1}, "day": date(2020, 4, 11)}


def logs(what: str) -> None:
    """Log and print as extensions do."""
    logging.getLogger("chaostoolkit").warning("logged %s", what)
    print("printed")  # noqa: T201 - as it says


def starts(path: str, for_s: float = 0.0) -> None:
    """Start a program, write down its id, and let it go on."""
    program = subprocess.Popen(["/bin/sleep", "600"])
    Path(path).write_text(str(program.pid))
    time.sleep(for_s)
