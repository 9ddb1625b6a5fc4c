"""The Persons of a run: whether their names and numbers can be made, and the file that makes these."""

import shutil
from collections.abc import Iterator
from pathlib import Path, PurePath

from siaga.people.id_rule import RuleError
from siaga.people.locale_names import locales
from siaga.people.rule_file import split, tried_rule
from siaga.record.file_digest import FileDigest
from siaga.scenario.model import Scenario


def person_problems(scenario: Scenario, folder: Path) -> Iterator[str]:
    """Say what of its people a run could not make.

    Args:
        scenario: as it is written.
        folder: beside which the file of an id rule is.
    """
    told = scenario.people
    if told is None:
        return
    if told.locale not in (known := locales()):
        yield f"people.locale: Faker has no names of {told.locale!r}; {', '.join(known)} are allowed"
    try:
        tried_rule(told.id_rule, folder)
    except RuleError as error:
        yield f"people.id-rule: {told.id_rule}: {error}"
        return
    file, thing = split(told.id_rule)
    if thing and told.sha256 and FileDigest.of(folder / file).sha256 != told.sha256:
        yield f"people.sha256: {told.id_rule} is another file; leave it out, or bring that file back"


def kept(scenario: Scenario, folder: Path, home: Path) -> Scenario:
    """Copy the file of the id rule to a run, and have the scenario say which file it is.

    Workers and replays look for it there; the copy is read by nobody who has another one.

    Args:
        scenario: whose people have no problems.
        folder: beside which the file is.
        home: folder of the run.
    """
    told = scenario.people
    if told is None or not split(told.id_rule)[1]:
        return scenario
    file, thing = split(told.id_rule)
    copy = home / PurePath(file).name
    shutil.copyfile(folder / file, copy)
    changed = {"id_rule": f"{copy.name}:{thing}", "sha256": FileDigest.of(copy).sha256}
    return scenario.model_copy(update={"people": told.model_copy(update=changed)})
