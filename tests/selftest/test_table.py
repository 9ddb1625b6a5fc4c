"""The table of a self-test has a line a trial, and a sentence that counts."""

from rich.console import Console

from siaga.judge.verdict import Decision
from siaga.selftest.finding import Finding
from siaga.selftest.sign import Sign
from siaga.selftest.table import listing, markdown, summary
from siaga.selftest.trial import Trial
from tests.selftest.verdicts import sight

QUOTA = Trial(name="quota", scenario="day", expects=Decision.NO_GO, signs=(Sign("rule", "R6"),))
RIGHT = Finding(trial=QUOTA, sight=sight(Decision.NO_GO, "rule R6"), took_s=41.4)
WRONG = Finding(trial=QUOTA, sight=None, took_s=300.0, trouble="a | b")


def test_the_page_has_every_cell() -> None:
    """What would end a cell is kept from doing so."""
    assert markdown([RIGHT, WRONG]) == (
        "| trial | scenario | expected | verdict | seen by | after |  |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| quota | day | NO_GO | NO_GO | rule R6 | 41 s | right |\n"
        "| quota | day | NO_GO | no verdict | a \\| b | 300 s | WRONG |\n"
    )


def test_the_terminal_has_the_same_cells() -> None:
    """A line a trial, below the heads."""
    console = Console(width=120, record=True, file=None, quiet=False)
    with console.capture() as caught:
        console.print(listing([RIGHT]))
    heads, line = caught.get().splitlines()
    assert heads.split() == ["trial", "scenario", "expected", "verdict", "seen", "by", "after"]
    assert line.split() == ["quota", "day", "NO_GO", "NO_GO", "rule", "R6", "41", "s", "right"]


def test_the_sentence_names_what_was_wrong() -> None:
    """And only that."""
    assert summary([RIGHT]) == "1 of 1 verdicts were right."
    assert summary([RIGHT, WRONG]) == "1 of 2 verdicts were right; wrong: quota."
