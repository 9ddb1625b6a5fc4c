"""Claims about `siaga prometheus`: files that are written as asked for, once."""

from pathlib import Path

import pytest

from siaga.cli.main import call


def test_files_are_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second time is refused, and what is there stays as it is."""
    folder = tmp_path / "deep" / "monitoring"
    assert call(["prometheus", str(folder), "--window", "24h", "--availability", "99.5%"]) == 0
    names = ["prometheus.yml", "rules.yml", "dashboard.json"]
    assert capsys.readouterr().out.split() == [str(folder / name) for name in names]
    rules = (folder / "rules.yml").read_text()
    assert "a registration window of 1d, an availability of 99.5 %" in rules
    assert call(["prometheus", str(folder)]) == 64
    assert "nothing is overwritten" in capsys.readouterr().err
    assert (folder / "rules.yml").read_text() == rules


@pytest.mark.parametrize(
    ("option", "said"),
    [
        (["--window", "soon"], "siaga: --window: 'soon' is not a duration"),
        (["--availability", "100%"], "siaga: availability: 1.0 leaves no budget"),
        (["--latency", "0 s"], "siaga: window, latency: nothing is none"),
        (["--every", "1 min"], "siaga: every: 60 s gives windows of 10 s too few values"),
        (["--site", "nowhere"], "siaga: 'nowhere': is no host and port"),
    ],
)
def test_what_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: list[str], said: str
) -> None:
    """And no folder is made."""
    folder = tmp_path / "monitoring"
    assert call(["prometheus", str(folder), *option]) == 64
    assert capsys.readouterr().err.startswith(said)
    assert not folder.exists()
