"""The steps of a launch: how many requests of each there were in each second, as its workers counted."""

from collections import Counter, defaultdict

from siaga.record.json_lines import whole_lines
from siaga.record.run_folder import RunFolder

GOOD = ("good",)
ALL = ("good", "failed")


def steps_by_second(folder: RunFolder, ends: tuple[str, ...] = ALL) -> dict[int, Counter[str]]:
    """Count the requests of each step in each second, by the ends that count."""
    seconds: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for path in folder.tally_files():
        for tally in whole_lines(path):
            for name, one in tally["steps"].items():
                seconds[tally["second"]][name] += sum(one[end] for end in ends)
    # Whoever asks for a second in which there was nothing puts none in.
    return dict(seconds)
