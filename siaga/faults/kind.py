"""The Kind of a fault: its name, whom it can harm, what it has to know, and how one is made."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from pydantic import ValidationError

from siaga.faults.fault import Fault
from siaga.faults.place import Place
from siaga.scenario.fault import Harm
from siaga.scenario.part import Part

Settings = TypeVar("Settings", bound=Part)


class Lasting(Enum):
    """Whether a fault lasts."""

    A_WHILE = "a while"
    """It needs `for`."""

    A_MOMENT = "a moment"
    """It is over at once, and takes no `for`."""


class NoSettings(Part):
    """A kind that has to know nothing besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Generic[Settings]):
    """A fault that is to be made.

    Attributes:
        target: whom it harms.
        settings: what its kind has to know.
        place: what it can reach.
        seed: of all that it draws.
        for_s: how long it is to last; 0 for one that is over at once.
    """

    target: str
    settings: Settings
    place: Place
    seed: int
    for_s: float


def nothing_else(_settings: object) -> Iterable[str]:
    """Find nothing wrong."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultKind(Generic[Settings]):
    """One kind of fault.

    Attributes:
        name: what scenarios call it.
        summary: what it does, in a line.
        targets: whom it can harm.
        lasting: whether it lasts.
        settings: what stands in `with`.
        make: makes one.
        example: of what stands in `with`, for a kind that has to be told something: `latency: 2 s`.
        proxied: whether it happens on the way to its target, so that the proxy has to be there.
        reading: whether it has to read what passes there, which TLS does not let it.
        site_arguments: without which the built-in site cannot be harmed so.
        anywhere: whether it can harm a site that siaga has not started.
        check: says what else is wrong with settings that can be read, each beginning with its key.
    """

    name: str
    summary: str
    targets: tuple[str, ...]
    lasting: Lasting
    settings: type[Settings]
    make: Callable[[Order[Settings]], Fault]
    example: str = ""
    proxied: bool = False
    reading: bool = False
    site_arguments: tuple[str, ...] = ()
    anywhere: bool = False
    check: Callable[[Settings], Iterable[str]] = nothing_else

    def __post_init__(self) -> None:
        """Refuse a kind that can harm nobody."""
        if not self.targets:
            raise ValueError(f"fault kind {self.name!r}: has no targets; one at least is needed")

    def fault(self, harm: Harm, place: Place, seed: int) -> Fault:
        """Make a fault of what a scenario says, which `problems` has found nothing wrong with."""
        return self.make(
            Order(
                target=harm.target,
                settings=self.settings.model_validate(harm.settings),
                place=place,
                seed=seed,
                for_s=harm.for_s or 0.0,
            )
        )

    def problems(self, harm: Harm) -> Iterator[str]:
        """Say what is wrong with an entry, each beginning with its key."""
        if harm.target not in self.targets:
            yield f"target: {harm.target!r} cannot be harmed so; {', '.join(self.targets)} can"
        if self.lasting is Lasting.A_WHILE and harm.for_s is None:
            yield f"for: is missing; {self.name} lasts as long as it says: 10 s"
        if self.lasting is Lasting.A_MOMENT and harm.for_s is not None:
            yield f"for: {harm.for_s:g} s is given; {self.name} is over in a moment, leave it out"
        try:
            settings = self.settings.model_validate(harm.settings)
        except ValidationError as error:
            for one in error.errors():
                key = ".".join(("with", *map(str, one["loc"])))
                yield f"{key}: {one['msg']}; `siaga faults` lists what is allowed"
        else:
            yield from (f"with.{text}" for text in self.check(settings))
