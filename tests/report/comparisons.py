"""Comparisons to report on: of one measure each that is worse, same, better and unknown."""

from dataclasses import replace

from siaga.judge.comparison import Answer, Compared, Comparison

WORSE = Compared(
    id="p50 of join",
    unit="s",
    before=0.1,
    after=0.12,
    change=0.2,
    low=0.18,
    high=0.22,
    smallest=0.1,
    p=0.0001,
    answer=Answer.WORSE,
    text="p50 of join: 100 ms in the baseline, 120 ms now.",
)
SAME = replace(WORSE, id="p50 of <home>", change=0.0, low=-0.01, high=0.01, answer=Answer.SAME)
BETTER = Compared(
    id="error ratio of join",
    unit="ratio",
    before=0.02,
    after=0.01,
    change=-0.01,
    low=-0.012,
    high=-0.008,
    answer=Answer.BETTER,
    text="error ratio of join: 2 % in the baseline, 1 % now.",
)
OPEN = Compared(
    id="p99 of join", unit="s", before=None, after=0.3, answer=Answer.UNKNOWN, text="too few."
)

COMPARISON = Comparison(
    before="gate/1",
    after="gate/2",
    answer=Answer.WORSE,
    text="1 of 4 measures is worse.",
    warnings=("cores: 2 in the baseline, 8 now.",),
    measures=(SAME, WORSE, BETTER, OPEN),
)
