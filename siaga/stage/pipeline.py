"""The Pipeline that a run may be a part of: told of the verdict where that pipeline looks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from siaga.judge.verdict import Verdict
from siaga.record.run_folder import RunFolder
from siaga.report.annotation import annotations

SUMMARY_BYTES = 1_000_000
"""A little less than the 1 MiB of a step summary beyond which GitHub shows none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """GitHub's, known by what it puts into the environment; others read the files of the run folder.

    Attributes:
        environ: the environment.
        say: prints a line on standard output, where GitHub looks for annotations.
    """

    environ: Mapping[str, str]
    say: Callable[[str], None]

    def tell(self, folder: RunFolder, verdict: Verdict) -> None:
        """Say the reasons as annotations; write the step summary and the outputs of the step.

        What cannot be written is said in an annotation and changes no verdict.
        """
        if self.environ.get("GITHUB_ACTIONS") != "true":
            return
        for line in annotations(verdict):
            self.say(line)
        self._append("GITHUB_STEP_SUMMARY", folder, _summary)
        self._append("GITHUB_OUTPUT", folder, lambda of: _outputs(of, verdict))

    def _append(self, name: str, folder: RunFolder, text: Callable[[RunFolder], str]) -> None:
        path = self.environ.get(name, "")
        if not path:
            return
        try:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(text(folder))
        except OSError as error:
            self.say(f"::warning title=siaga::{name} cannot be written: {error}")


def _summary(folder: RunFolder) -> str:
    """Give summary.md; one that is too long ends where GitHub would show nothing any more."""
    text = folder.summary.read_text(encoding="utf-8")
    whole = text.encode()
    if len(whole) <= SUMMARY_BYTES:
        return f"{text}\n"
    return f"{whole[:SUMMARY_BYTES].decode(errors='ignore')}\n\nThe rest is in summary.md.\n"


def _outputs(folder: RunFolder, verdict: Verdict) -> str:
    told = {
        "verdict": verdict.decision.value,
        "exit-code": str(verdict.exit_code),
        "run": str(folder.path),
        "report": str(folder.report),
    }
    return "".join(f"{name}={' '.join(value.splitlines())}\n" for name, value in told.items())
