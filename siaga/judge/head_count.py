"""The head count: how many people the site gave something, by ledger, by its own counter, by its roll.

Two of them can agree and both be wrong: a proxy that asks twice makes the site give twice, which a
ledger and a roll of one row a person do not show. Sums never stand in for people, though: that they
agree proves no rule, and that they do not breaks none. It is evidence.

A worker that is killed on purpose after it has committed and before it has counted leaves the counter
short, by no more people than had a request under way while workers were being killed.
"""

from typing import Any

from siaga.judge.amount import count, number, seconds
from siaga.judge.books import Books
from siaga.judge.finding import HeadCount
from siaga.judge.terms import Terms

_LEDGER = """
  SELECT count(*) FILTER (outcome = 'ok') AS acknowledged,
         count(*) FILTER (outcome = 'unknown') AS unknown
  FROM people ANTI JOIN (FROM entries WHERE old) USING (person)"""

_SPAN = """
  SELECT min(at_s) AS first_s, greatest(
           max(ended_s) FILTER (outcome = 'ok'),
           (SELECT max(at_s) - getvariable('t0_s') FROM last)) AS last_s
  FROM operations WHERE outcome <> 'refused'"""

_COUNTER = """
  SELECT min(at_s) AS first_s, max(at_s) FILTER (shown) AS last_s,
         arg_max(grown, at_s) FILTER (shown) AS grown, coalesce(bool_or(reset), false) AS reset
  FROM counter"""

# A fault that nobody saw happen may have done so at any later time.
_UNDER_WAY = """
  SELECT count(DISTINCT person) FROM operations, faults
  WHERE outcome <> 'refused' AND at_s <= coalesce(faults.proven_s, 'inf')
    AND coalesce(ended_s, 'inf') >= faults.from_s
    AND (faults.kind, faults.target)
      IN (('kill', 'worker'), ('kill', 'workers'), ('power-loss', 'site'))"""


def head_count(books: Books, terms: Terms) -> HeadCount:
    """Count people three ways and say whether the three agree."""
    ledger, counter = _row(books, _LEDGER), _row(books, _COUNTER)
    on_roll = books.count("FROM last") if books.after and books.before else None
    if terms.site.counter is None:
        state, text = "not_applicable", "The scenario names no counter of the site (`site.counter`)."
    elif doubt := _obstacle(books, terms) or _doubt(terms.site.counter, counter, _row(books, _SPAN)):
        state, text = "unknown", doubt
    else:
        short = books.number(_UNDER_WAY)
        state, text = _compared(**ledger, counter=counter["grown"], on_roll=on_roll or 0, short=short)
    return HeadCount(**ledger, counter=counter["grown"], on_roll=on_roll, state=state, text=text)


def _row(books: Books, question: str) -> dict[str, Any]:
    return books.first(question, "1")


def _obstacle(books: Books, terms: Terms) -> str:
    """Give why ledger and roll have no number to hold a counter against; empty if they have."""
    if missing := terms.missing("clock"):
        return missing
    if not (books.after and books.before):
        when = "before" if books.after else "after"
        return f"The roll could not be read {when} the run."
    return "" if books.complete else "A ledger is missing, empty or short."


def _doubt(name: str, counter: dict[str, Any], promised: dict[str, Any]) -> str:
    """Give why the counter's growth may not be all of it; empty if it is."""
    if counter["last_s"] is None:
        return f"The site never showed {name}."
    if counter["reset"]:
        return f"{name} began anew during the run: what it counted since the look before is lost."
    if promised["first_s"] is not None and counter["first_s"] > promised["first_s"]:
        late = _apart(counter, promised, "first_s")
        return f"{name} was first looked at {late} after the first promise."
    if promised["last_s"] is not None and counter["last_s"] < promised["last_s"]:
        early = _apart(promised, counter, "last_s")
        return f"{name} was last seen {early} before the last promise."
    return ""


def _apart(later: dict[str, Any], sooner: dict[str, Any], key: str) -> str:
    return seconds(later[key] - sooner[key])


def _compared(
    acknowledged: int, unknown: int, counter: float, on_roll: int, short: int
) -> tuple[str, str]:
    most = acknowledged + unknown
    agree = 0 <= on_roll - counter <= short and acknowledged <= on_roll <= most
    people = count(acknowledged) + (f" to {count(most)}" if unknown else "")
    grown, new = number(counter), count(on_roll)
    told = f"The ledger ({people} people), the site's counter ({grown}) and the roll ({new})"
    if agree and counter == on_roll:
        return "met", f"{told} agree."
    killed = f"{count(short)} people had a request under way while workers were killed"
    if agree:
        return "met", f"{told} agree: {killed}, so that the counter may be as many short."
    so_far = f", though {killed}" if short else ""
    return "broken", f"{told} do not agree{so_far}: nobody knows what the site holds."
