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


@pytest.mark.parametrize(("times", "linear"), [(1.2, False), (1.09, True), (0.5, True)])
def test_only_a_visitor_who_costs_more_is_wrong(
    script: Script, capsys: pytest.CaptureFixture[str], times: float, *, linear: bool
) -> None:
    """One who costs less is told of, too."""
    launch, tree = script("launch"), script("launch_tree")

    def day(visitors: int, each_s: float) -> object:
        """Give a day in which every part took so much for a visitor."""
        taken = {(place, 0.0): (part, visitors * each_s) for place, part in enumerate(launch.LINEAR)}
        return launch.Launch(
            visitors=visitors,
            requests=visitors,
            verdict="NO_GO",
            after_s=1.0,
            folder_bytes=1,
            tree=tree.Tree(cpu_s=taken),
        )

    assert launch.is_linear(day(100, 0.01), day(200, 0.01 * times)) is linear
    assert capsys.readouterr().out.count(f"{times - 1:+.1%} a visitor") == len(launch.LINEAR)
