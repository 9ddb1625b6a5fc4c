"""The announcement of a verdict: in the terminal, and to the pipeline that the run is a part of."""

import os

from rich.console import Console

from siaga.cli.headline import headline
from siaga.judge.verdict import Verdict
from siaga.record.run_folder import RunFolder
from siaga.stage.pipeline import Pipeline


def announce(folder: RunFolder, verdict: Verdict, console: Console) -> None:
    """Say what was decided."""
    console.print(headline(folder, verdict), highlight=False, soft_wrap=True)

    def say(line: str) -> None:
        """Print a line as it is, however long."""
        console.print(line, markup=False, highlight=False, emoji=False, soft_wrap=True)

    Pipeline(environ=os.environ, say=say).tell(folder, verdict)
