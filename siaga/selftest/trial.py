"""A Trial: a short run of a site or a generator with a known fault, and what siaga has to say of it."""

from dataclasses import dataclass

from siaga.judge.verdict import Decision
from siaga.selftest.sight import Sight
from siaga.selftest.sign import Sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is played, and what has to come out.

    Attributes:
        name: unique in its suite.
        scenario: name of a scenario beside the suite, without suffix.
        expects: the only verdict that is right; GO stands for GO with conditions, too.
        signs: one of these has to be broken or, where the verdict is INCONCLUSIVE, not known; none where
            the verdict is GO.
        site_arguments: for the built-in site.
        starves: what is taken from the generator: "cpu", "descriptors" or "worker"; empty if nothing.
        quick: it is part of the subset that takes minutes.
    """

    name: str
    scenario: str
    expects: Decision
    signs: tuple[Sign, ...] = ()
    site_arguments: tuple[str, ...] = ()
    starves: str = ""
    quick: bool = False

    def __post_init__(self) -> None:
        """Refuse a trial that anything, or nothing, would pass."""
        if self.expects is Decision.GO_WITH_CONDITIONS:
            raise ValueError(f"{self.name}: expects GO_WITH_CONDITIONS; GO stands for it, too")
        if (self.expects is Decision.GO) is bool(self.signs):
            raise ValueError(
                f"{self.name}: expects {self.expects.value} for {len(self.signs)} reasons; "
                "a GO has none, and everything else one at least"
            )

    def seen_in(self, sight: Sight) -> tuple[Sign, ...]:
        """Give those of its signs that a verdict names, in their order."""
        named = sight.broken
        if self.expects is Decision.INCONCLUSIVE:
            named |= sight.open
        return tuple(one for one in self.signs if one in named)

    def is_right(self, sight: Sight) -> bool:
        """Tell whether a verdict is the right one, for the right reason."""
        if self.expects is Decision.GO:
            return sight.decision in {Decision.GO, Decision.GO_WITH_CONDITIONS}
        return sight.decision is self.expects and bool(self.seen_in(sight))
