"""The Site of a scenario: its seats, when joining opens and closes, and where it tells of itself."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from siaga.credentials import Credentials
from siaga.scenario.credentials import SiteCredentials
from siaga.scenario.part import Count, Name, Part, distinct
from siaga.scenario.problem import Problem, refuse
from siaga.scenario.quantity import DurationS, RatePerS, Ratio, SomeS
from siaga.scenario.removal import Removal
from siaga.scenario.roll_source import NoticeSource, RollSource, same_place
from siaga.scenario.series_name import overlap, series_name

Path = Annotated[str, Field(pattern=r"^/")]
HostUrl = Annotated[str, Field(pattern=r"^https?://[^\s/?#@]+$")]
MOST_HOSTS = 16
Seats = Annotated[Count, Field(ge=1)]
SeriesText = Annotated[str, AfterValidator(series_name)]


class Raise(Part):
    """A change of the quota while joining is open."""

    with_phase: Annotated[Name, Field(alias="with")]
    """Phase with whose start the new quota holds."""

    quota: Seats
    """How many seats there are from then on, those already given included."""


class Bank(Part):
    """Series whose values add up at every scrape: no seat comes from nowhere, and none is lost."""

    issued: SeriesText
    """Series with the number of seats there are, such as `site_seats{state="quota"}`."""

    parts: Annotated[tuple[SeriesText, ...], Field(min_length=1)]
    """Series that together are as many: confirmed, held, released, free."""

    @model_validator(mode="after")
    def _each_seat_once(self) -> Self:
        """Refuse sums that would come out right or wrong whatever the site says."""
        every = (self.issued, *self.parts)
        refuse(
            [
                Problem(
                    place=("parts", place - 1),
                    text=f"{one!r} can be the same series as {other!r}; each seat counts once",
                )
                for place, one in enumerate(every)
                for other in every[:place]
                if overlap(one, other)
            ]
        )
        return self


class Remaining(Part):
    """How many seats the site shows as left."""

    stale_s: Annotated[DurationS, Field(alias="stale")] = 1.0
    """How old the number may be that a page shows."""


class WaitingRoom(Part):
    """What the waiting room promises."""

    admits_per_s: Annotated[RatePerS, Field(alias="admits")]
    """How many people it lets in, at most."""

    over_s: Annotated[SomeS, Field(alias="over")] = 10.0
    """Length of the windows in which they are counted."""

    tolerance: Ratio = 0.1
    """Share of the admissions of a window that may come on top."""

    order: Literal["any", "fifo"] = "any"
    """Whether people are let in as they came: `fifo`, by their places in the queue."""

    within_s: Annotated[DurationS, Field(alias="within")] = 30.0
    """How much later than somebody behind it a person may be let in, who asks now and then only."""

    looks_per_s: Annotated[RatePerS | None, Field(alias="looks", gt=0)] = None
    """How often the built-in site asks all who wait to look, together; not given: each by its place."""

    turn_s: Annotated[SomeS | None, Field(alias="turn")] = None
    """How long the built-in site keeps a turn, of the unscaled day; not given: two minutes."""

    inside: Seats | None = None
    """How many people the built-in site lets be inside at once; not given: 20,000, at any scale."""

    opens: Name | None = None
    """Phase with whose start it opens, with places by lot; not given: it is open from the start."""


class Site(Part):
    """What is known of the site: what it promises, and where it tells of itself."""

    quota: Seats | None = None
    """How many seats there are; not given: no limit is audited."""

    raises: Annotated[tuple[Raise, ...], distinct("with_phase", "with")] = ()
    """Changes of the quota during the run; the built-in site is told of them."""

    opens: Name | None = None
    """Phase with whose start joining opens; not given: it is open from the start."""

    closes: Name | None = None
    """Phase with whose start joining closes; not given: it stays open."""

    clock_skew_s: Annotated[DurationS, Field(alias="clock-skew")] = 1.0
    """How far the site's clock may be from ours: nothing that is closer to closing is late."""

    hosts: Annotated[tuple[HostUrl, ...], Field(max_length=MOST_HOSTS)] = ()
    """Further hosts of the site that journeys go to; each has agreed, or is on this machine."""

    credentials: SiteCredentials | None = None
    """What stands in front of the site and its hosts and asks everybody; not given: nothing does."""

    processes: Annotated[Count, Field(ge=1, le=64)] = 1
    """Worker processes of the built-in site."""

    capacity_per_s: Annotated[RatePerS | None, Field(alias="capacity")] = None
    """Requests for which the built-in site has room, so that it can be overloaded; not given: any."""

    connections: Annotated[Count, Field(ge=1)] | None = None
    """Connections that each process of the built-in site may have open; not given: as many as it can."""

    metrics: Path | None = "/metrics"
    """Path of the site's Prometheus metrics; null: it has none."""

    build: SeriesText | None = None
    """Series whose labels say which build of the site runs; not given: a change is not looked for."""

    roll: RollSource | None = None
    """Where the site's final state is read; not given: nothing is audited."""

    notices: NoticeSource | None = None
    """Where the site's notices are read, one a person; not given: notices are not audited."""

    clean: Removal | None = None
    """How `siaga clean` removes what a run has left on the roll; not given: it cannot."""

    remaining: Remaining | None = None
    """What the seats left that pages show are held to; not given: they are not audited."""

    waiting_room: Annotated[WaitingRoom | None, Field(alias="waiting-room")] = None
    """What the waiting room is held to; not given: it is not audited."""

    seats: Bank | None = None
    """Series of the site that account for every seat; not given: they are not audited."""

    counter: SeriesText | None = None
    """Series that counts what the site says yes to, such as `joins_total{result="given"}`."""

    @model_validator(mode="after")
    def _removes_from_a_roll(self) -> Self:
        if self.clean is not None and self.roll is None:
            text = "removes rows of the roll, which is not given; give it"
            refuse([Problem(place=("clean",), text=text)])
        return self

    def admitted(self, environ: Mapping[str, str]) -> Credentials:
        """Give the credentials by which siaga gets to the site; their secrets are in an environment.

        Raises:
            UsageError: the environment lacks one, or it cannot be sent.
        """
        return Credentials() if self.credentials is None else self.credentials.resolved(environ)

    def turns(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Give the phases with whose start something changes, and the key that names each."""
        for key in ("opens", "closes"):
            if (name := getattr(self, key)) is not None:
                yield (key,), name
        if self.waiting_room is not None and self.waiting_room.opens is not None:
            yield ("waiting-room", "opens"), self.waiting_room.opens
        for place, one in enumerate(self.raises):
            yield ("raises", place, "with"), one.with_phase

    @model_validator(mode="after")
    def _raises_something(self) -> Self:
        if self.raises and self.quota is None:
            refuse([Problem(place=("raises",), text="change a quota that is not given; give it")])
        return self

    @model_validator(mode="after")
    def _reads_notices_beside_the_roll(self) -> Self:
        """Refuse the roll as its own list of notices: everybody on it would have exactly one."""
        if self.notices is None:
            return self
        place = ("notices",)
        if self.roll is None:
            refuse([Problem(place=place, text="are held against the roll, which is not given; give it")])
        elif same_place(self.roll, self.notices):
            text = "are read where the roll is; name where the site lists whom it told"
            refuse([Problem(place=place, text=text)])
        return self
