"""The Settling of a site after a run: whether roll or notices only lack what may rightly come late."""

import filecmp

from siaga.judge.books import Books, open_books
from siaga.judge.rule import FOUND, rule_on
from siaga.judge.rules.catalogue import RULES
from siaga.judge.rules.people import R13
from siaga.judge.terms import Terms
from siaga.record.run_folder import RunFolder
from siaga.roll.reading import BEFORE, FIRST, NOTICES, NOTICES_BEFORE, SECOND, Reading, readings
from siaga.scenario.model import Scenario

_LATE_NOTICES = """FROM found
  WHERE notice = 'missing' OR notice = 'unasked' AND notices = 1
    AND person IN (SELECT person FROM operations WHERE outcome = 'unknown')"""


def settling(folder: RunFolder, scenario: Scenario) -> bool:
    """Tell whether another reading may find more, and nothing is wrong that it could hide.

    What may come late are new entries of people who never heard an answer, and notices of entries that
    are there. What another rule finds broken is left as it was read.

    Args:
        folder: the run, whose roll was read twice, and then the notices.
        scenario: what the site is held to.
    """
    try:
        taken = readings(folder)
        if not (_rolls_differ(folder, taken) or _notices_differ(taken)):
            return False
        terms = Terms.of_run(folder, scenario)
        with open_books(folder, terms) as books:
            return _only_late(books, terms)
    except (OSError, ValueError):
        return False


def _rolls_differ(folder: RunFolder, taken: dict[str, Reading]) -> bool:
    first, second = (folder.roll_reading(name) for name in (FIRST, SECOND))
    return _whole(taken, FIRST, SECOND) and not filecmp.cmp(first, second, shallow=False)


def _notices_differ(taken: dict[str, Reading]) -> bool:
    """Tell whether not as many notices are new as entries are, without looking whose they are."""
    if not _whole(taken, BEFORE, SECOND, NOTICES_BEFORE, NOTICES):
        return False
    notices = taken[NOTICES].entries - taken[NOTICES_BEFORE].entries
    return notices != taken[SECOND].entries - taken[BEFORE].entries


def _whole(taken: dict[str, Reading], *names: str) -> bool:
    return all(name in taken and taken[name].whole for name in names)


def _only_late(books: Books, terms: Terms) -> bool:
    told = rule_on(R13, books, terms)
    broken = told.result.state == "broken"
    if broken and books.count(_LATE_NOTICES) < books.count(FOUND):
        return False
    unsteady = books.count("FROM held WHERE bits <> (SELECT bit_or(bit) FROM readings)")
    if not (broken or unsteady):
        return False
    others = (rule_on(rule, books, terms) for rule in RULES if rule is not R13)
    return not any(one.result.state == "broken" for one in others)
