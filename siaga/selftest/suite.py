"""A Suite: the file that says which trials there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from siaga.errors import ScenarioError, UsageError
from siaga.judge.verdict import Decision
from siaga.scenario.document import Document, parse
from siaga.selftest.sign import Sign
from siaga.selftest.trial import Trial

FILE = "suite.yaml"
HARDENED = ("--profile", "hardened")

SignText = Annotated[Sign, BeforeValidator(Sign.parse)]


class _Entry(BaseModel):
    """What all trials of a file have in common."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    scenario: str
    site: tuple[str, ...] = ()
    quick: bool = False


class _Clean(_Entry):
    """A site with nothing wrong in it."""


class _Defect(_Entry):
    """A site with a planted defect."""

    defect: str
    seen_by: Annotated[tuple[SignText, ...], Field(alias="seen-by", min_length=1)]


class _Starved(_Entry):
    """A good site and a generator from which something is taken away."""

    of: Literal["cpu", "descriptors", "worker"]
    seen_by: Annotated[tuple[SignText, ...], Field(alias="seen-by", min_length=1)]


class _File(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    clean: tuple[_Clean, ...]
    defects: tuple[_Defect, ...]
    starved: tuple[_Starved, ...]

    def trials(self) -> Iterator[Trial]:
        """Give the trials, in the order of the file."""
        for clean in self.clean:
            yield Trial(
                name=f"clean-{clean.scenario}",
                scenario=clean.scenario,
                expects=Decision.GO,
                site_arguments=(*HARDENED, *clean.site),
                quick=clean.quick,
            )
        for one in self.defects:
            yield Trial(
                name=one.defect,
                scenario=one.scenario,
                expects=Decision.NO_GO,
                signs=one.seen_by,
                # Twice, as the site asks whoever plants one in its hardened form.
                site_arguments=(*HARDENED, *("--defect", one.defect) * 2, *one.site),
                quick=one.quick,
            )
        for starved in self.starved:
            yield Trial(
                name=f"starved-of-{starved.of}",
                scenario=starved.scenario,
                expects=Decision.INCONCLUSIVE,
                signs=starved.seen_by,
                site_arguments=(*HARDENED, *starved.site),
                starves=starved.of,
                quick=starved.quick,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The trials of a file.

    Attributes:
        folder: where its scenarios are.
        trials: in the order of the file; each name once.
    """

    folder: Path
    trials: tuple[Trial, ...]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a suite.

        Raises:
            UsageError: there is no such file.
            ScenarioError: the file has problems; it names them all.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path}: cannot be read ({error}); name a suite") from None
        document = parse(text, str(path))
        try:
            trials = tuple(_File.model_validate(document.content).trials())
        except ValidationError as error:
            raise ScenarioError([_problem(document, one) for one in error.errors()]) from None
        suite = cls(folder=path.parent, trials=trials)
        if wrong := list(suite._problems()):
            raise ScenarioError([f"{path}: {one}" for one in wrong])
        return suite

    def chosen(self, names: tuple[str, ...], *, quick: bool) -> tuple[Trial, ...]:
        """Give the trials of these names, or all; of those only the quick ones where that is asked.

        Raises:
            UsageError: there is no trial of a name.
        """
        known = {one.name: one for one in self.trials}
        for name in names:
            if name not in known:
                raise UsageError(f"trial {name!r}: is none; {', '.join(known)} are known")
        trials = [known[name] for name in names] or self.trials
        return tuple(one for one in trials if one.quick or not quick)

    def scenario_of(self, trial: Trial) -> Path:
        """Give the scenario file that a trial plays."""
        return self.folder / f"{trial.scenario}.yaml"

    def _problems(self) -> Iterator[str]:
        names = [one.name for one in self.trials]
        for name in sorted({one for one in names if names.count(one) > 1}):
            yield f"{name}: is there {names.count(name)} times; a trial may be there once"
        for name in sorted({one.scenario for one in self.trials}):
            if not (self.folder / f"{name}.yaml").is_file():
                yield f"scenario {name!r}: is not in {self.folder}; put {name}.yaml there"


def _problem(document: Document, error: ErrorDetails) -> str:
    place = ".".join(map(str, error["loc"]))
    return f"{document.name}:{document.line(error['loc'])}: {place}: {error['msg']}"
