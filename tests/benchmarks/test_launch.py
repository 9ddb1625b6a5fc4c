"""Claims about rows of a launch: a run without a verdict has none, and what is dearer is wrong."""

from pathlib import Path

import pytest

from siaga.record.run_folder import RunFolder
from tests.benchmarks.conftest import Script


def test_a_run_that_came_to_no_verdict_or_to_which_nobody_came_has_no_row(
    script: Script, tmp_path: Path
) -> None:
    """Its folder may be missing altogether."""
    launch, tree = script("launch"), script("launch_tree").Tree()
    folder = RunFolder(tmp_path / "latest")
    assert launch.played(folder, tree, 0.0) is None
    folder.path.mkdir()
    assert launch.played(folder, tree, 0.0) is None
    text = '{"verdict": "INCONCLUSIVE", "load": {"arrived": 0, "requests": 0}}'
    folder.verdict.write_text(text, encoding="utf-8")
    assert launch.played(folder, tree, 0.0) is None


@pytest.mark.parametrize("which", ["CPU of site", "memory of senders", "time to the verdict", "disk"])
@pytest.mark.parametrize(("times", "linear"), [(1.2, False), (1.09, True), (0.5, True)])
def test_only_a_visitor_who_costs_more_is_wrong(
    script: Script, capsys: pytest.CaptureFixture[str], times: float, which: str, *, linear: bool
) -> None:
    """Whatever it is that costs more; one who costs less is told of, too."""
    launch, tree = script("launch"), script("launch_tree")

    def day(visitors: int, dearer: str, by: float) -> object:
        """Give a day in which everything takes as much for a visitor, but one thing."""

        def taken(cost: str, each: float) -> float:
            return visitors * each * (by if cost == dearer else 1.0)

        parts = enumerate(launch.LINEAR)
        cpu_s = {(at, 0.0): (part, taken(f"CPU of {part}", 0.01)) for at, part in parts}
        held = {"senders": int(taken("memory of senders", 10_000))}
        return launch.Launch(
            visitors=visitors,
            requests=visitors,
            verdict="NO_GO",
            after_s=taken("time to the verdict", 0.001),
            folder_bytes=int(taken("disk", 1_000)),
            tree=tree.Tree(cpu_s=cpu_s, peak_bytes=held),
        )

    assert launch.is_linear(day(100, "", 1.0), day(200, which, times)) is linear
    said = capsys.readouterr().out.splitlines()
    assert f"{which}: {times - 1:+.1%} a visitor; +10% is allowed" in said
    assert len([one for one in said if "+0.0% a visitor" in one]) == len(said) - 1
