"""The Reactions of a population: what its people do when the site is slow, or says no, or nothing."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from siaga.scenario.part import SOME, SOME_IN_SCHEMA, Part, distinct_texts
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.quantity import DurationS, Ratio, SomeRatio, SomeS

Trouble = Literal["no-answer", "5xx", "429"]
"""After what people try again: no whole answer came, the site failed, or it asked them to slow down."""

TROUBLES: tuple[Trouble, ...] = ("no-answer", "5xx", "429")

Times = Annotated[int, Field(strict=True, ge=1, le=100)]

FIXED, GROWING = "(fixed)", "(growing)"
"""Names of the two forms of a backoff; no key of a scenario looks like them."""


class Backoff(Part):
    """A pause that grows from one retry to the next."""

    first_s: Annotated[SomeS, Field(alias="first")]
    """Pause before the first retry."""

    factor: Annotated[float, Field(strict=True, ge=1, le=100)] = 2.0
    """How many times as long each pause is as the one before."""

    most_s: Annotated[SomeS, Field(alias="most")] = 30.0
    """No pause is longer."""

    jitter: Ratio = 0.5
    """Share of each pause that is drawn: with `50 %` it is between half of it and all of it."""

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if self.most_s < self.first_s:
            text = f"is {self.most_s:g} s, less than the first pause of {self.first_s:g} s; raise it"
            refuse([Problem(place=("most",), text=text)])
        return self

    def pause_s(self, retry: int, drawn: float) -> float:
        """Give the pause before a retry.

        Args:
            retry: 0 for the first, below 100.
            drawn: 0 to 1, what chance takes away of the part that it may take away.
        """
        return min(self.first_s * self.factor**retry, self.most_s) * (1 - self.jitter * drawn)


def _form(given: object) -> str:
    return GROWING if isinstance(given, dict | Backoff) else FIXED


class Retries(Part):
    """Trying again where a request went wrong."""

    most: Times
    """How many times a step is tried again, at most."""

    after: Annotated[tuple[Trouble, ...], SOME, SOME_IN_SCHEMA, AfterValidator(distinct_texts)] = (
        TROUBLES
    )
    """What has to have happened: no whole answer, an error of the site, or its plea to slow down."""

    backoff: Annotated[
        Annotated[DurationS, Tag(FIXED)] | Annotated[Backoff, Tag(GROWING)], Discriminator(_form)
    ] = 0.0
    """Pause before each retry: the same each time, or one that grows."""

    obeys_retry_after: Annotated[Ratio, Field(alias="obeys-retry-after")] = 0.0
    """Share of the steps at which people wait as long as a Retry-After asks, where there is one."""


class Reloads(Part):
    """Asking again while the answer to the last request is still awaited."""

    after_s: Annotated[SomeS, Field(alias="after")]
    """How long somebody waits for an answer before closing the request and asking again."""

    share: SomeRatio = 1.0
    """Share of the steps at which people are that impatient."""

    most: Times = 3
    """How many times a step is reloaded, at most; after that they wait."""


class Refreshes(Part):
    """Asking for a page again that is there."""

    every_s: Annotated[SomeS, Field(alias="every")]
    """Pause before each time."""

    share: SomeRatio = 1.0
    """Share of the pages of which people are not content with one look."""

    times: Times = 3
    """How many times each of them is asked for again."""


class Return(Part):
    """Coming back after a journey has ended because the site failed."""

    share: SomeRatio = 1.0
    """Share of the people who come back, drawn anew each time."""

    after_s: Annotated[SomeS, Field(alias="after")]
    """Median of the pause until then, which is log-normal."""

    most: Times = 1
    """How many times one person comes back, at most."""

    to: Literal["step", "start"] = "step"
    """Where they go on: at the `step` that went wrong, or at the `start` of the journey."""


class Reactions(Part):
    """What people do when the site does not do what they want."""

    retries: Retries | None = None
    """Trying again where a request went wrong; not given: nobody does."""

    reloads: Reloads | None = None
    """Asking again where an answer is late; not given: nobody does."""

    refreshes: Refreshes | None = None
    """Asking for a page again that is there; not given: nobody does."""

    gives_up_s: Annotated[SomeS | None, Field(alias="gives-up")] = None
    """How long people try one step in all before they give up; not given: as long as they may."""

    comes_back: Annotated[Return | None, Field(alias="comes-back")] = None
    """Coming back later; not given: nobody does."""

    double_clicks: Annotated[Ratio, Field(alias="double-clicks")] = 0.0
    """Share of the posts that are sent twice at the same time, over two connections."""

    closes_tab: Annotated[Ratio, Field(alias="closes-tab")] = 0.0
    """Share of the steps at which people close the connection in mid-request and go for good."""

    def problems(self, step_deadline_s: float) -> list[Problem]:
        """Find what can never happen.

        Args:
            step_deadline_s: how long one request may take.
        """
        if self.reloads is None:
            return []
        after_s, limits_s = self.reloads.after_s, {"step-deadline": step_deadline_s}
        if self.gives_up_s is not None:
            limits_s["gives-up"] = self.gives_up_s
        return [
            Problem(
                place=("reloads", "after"),
                text=f"is {after_s:g} s, not before {name} at {limit_s:g} s; nobody would reload",
            )
            for name, limit_s in limits_s.items()
            if after_s >= limit_s
        ]
