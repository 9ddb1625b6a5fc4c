"""The rehearsal of an example: sets somebody else's site up, starts it, plays a day at it, stops it.

`python -m docs.examples.rehearse pretix --defect snapshot`, in the folder of the repository.
"""

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from docs.examples import ihatemoney, pretix
from docs.examples.staging import Staging, StagingError, say
from mock_site.errors import SiteError, UsageError

HERE = Path(__file__).resolve().parent
EXAMPLES = {"pretix": pretix, "ihatemoney": ihatemoney}
FAILED = 70
"""As siaga says that something went wrong that is none of the site's doing."""

LASTS_AT_MOST_S = 900.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Rehearse, and give the exit code of `siaga run`: the verdict.

    Args:
        arguments: of the command line; this process's by default.
    """
    parser = argparse.ArgumentParser(prog="python -m docs.examples.rehearse", description=__doc__)
    parser.add_argument("example", choices=sorted(EXAMPLES))
    parser.add_argument("--defect", default="", help="what is configured wrongly; the README names them")
    parser.add_argument("--out", default="reports", help="folder of the run folders")
    parser.add_argument("--state", type=Path, help="folder for the site, in place of .site")
    given = parser.parse_args(arguments)
    example = EXAMPLES[given.example]
    if given.defect not in {"", *example.DEFECTS}:
        parser.error(f"defect {given.defect!r}: is none; there is {', '.join(example.DEFECTS)}")
    folder = HERE / given.example
    staging = Staging(example=folder, folder=(given.state or folder / ".site").resolve())
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        staging.install()
        with example.site(staging, given.defect) as site:
            say(f"{given.example}: stands at {site.url}; its log is {staging.log}")
            command = [sys.executable, "-m", "siaga", "run", os.path.relpath(folder / "scenario.yaml")]
            command += ["--host", site.url, "--scale", "1", "--workers", "1", "--out", given.out]
            environ = {**os.environ, **site.environ}
            return subprocess.run(command, env=environ, check=False, timeout=LASTS_AT_MOST_S).returncode
    except (StagingError, SiteError, UsageError, OSError, subprocess.TimeoutExpired) as error:
        say(f"{given.example}: {error}")
        return FAILED


if __name__ == "__main__":
    sys.exit(main())
