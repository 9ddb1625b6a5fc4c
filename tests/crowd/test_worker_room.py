"""Claims about the room of a worker: as many visitors as there are descriptors for, and a reserve."""

import resource

import pytest

from siaga.crowd.worker import SPARE_DESCRIPTORS, room_for_visitors


@pytest.mark.parametrize(
    ("soft", "hard", "refuses", "room"),
    [
        (1_024, 20_000, False, 20_000 - SPARE_DESCRIPTORS),
        (1_024, 20_000, True, 1_024 - SPARE_DESCRIPTORS),
        (100, 100, False, 1),
        (1_024, resource.RLIM_INFINITY, True, 1_024 - SPARE_DESCRIPTORS),
    ],
    ids=["raised", "not-raised", "tiny", "unlimited-but-refused"],
)
def test_the_room_is_what_the_descriptors_allow(
    monkeypatch: pytest.MonkeyPatch,
    soft: int,
    hard: int,
    refuses: bool,  # noqa: FBT001 - a column of the table
    room: int,
) -> None:
    """The soft limit is raised where the system lets it, and a reserve is kept."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (soft, hard))
    raised: list[tuple[int, int]] = []

    def limit(_what: int, to: tuple[int, int]) -> None:
        if refuses:
            raise ValueError("current limit exceeds maximum limit")
        raised.append(to)

    monkeypatch.setattr(resource, "setrlimit", limit)
    assert room_for_visitors() == room
    assert raised == ([] if refuses else [(hard, hard)])


def test_without_a_limit_there_is_room_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unlimited is minus one in the system's words, and does not mean nobody."""
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    monkeypatch.setattr(resource, "getrlimit", lambda _: unlimited)
    monkeypatch.setattr(resource, "setrlimit", lambda *_: None)
    assert room_for_visitors() > 10**9
