"""The wave watch keeps the last state it could read."""

import asyncio

import pytest

from mock_site import wave_watch
from mock_site.store.records import WaveState
from mock_site.store.role import StoreError
from mock_site.wave_watch import WaveWatch


class Script:
    """A store that answers by a script; None is an error, and the script's end is remembered."""

    def __init__(self, *states: WaveState | None) -> None:
        self._states = list(states)
        self.ended = asyncio.Event()

    async def wave_state(self, wave: str) -> WaveState:
        """Give the next state."""
        if not self._states:
            self.ended.set()
            await asyncio.Event().wait()
        state = self._states.pop(0)
        if state is None:
            raise StoreError(f"wave {wave} is out of reach", certain=True)
        return state


def _state(given: int) -> WaveState:
    return WaveState(wave="1", quota=10, given=given, opens_at_s=None, closes_at_s=None)


async def test_the_state_read_last_is_kept() -> None:
    """However many there were."""
    watch = WaveWatch(Script(_state(1), _state(2)), "1")
    await watch.refresh()
    await watch.refresh()
    assert watch.state == _state(2)


async def test_an_equal_state_stays_the_same_object() -> None:
    """Pages rendered for it need not be rendered again."""
    watch = WaveWatch(Script(_state(1), _state(1)), "1")
    await watch.refresh()
    before = watch.state
    await watch.refresh()
    assert watch.state is before


async def test_before_the_first_reading_there_is_no_state() -> None:
    """A page that needs it is refused for now."""
    with pytest.raises(StoreError, match=r"^the wave has not been read yet$"):
        _ = WaveWatch(Script(), "1").state


async def test_a_store_that_fails_for_a_while_ends_no_watch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The failure is passed over, and the next state read."""
    monkeypatch.setattr(wave_watch, "POLL_S", 0.0)
    script = Script(None, None, _state(3))
    watch = WaveWatch(script, "1")
    task = asyncio.create_task(watch.watch())
    await asyncio.wait_for(script.ended.wait(), 5)
    task.cancel()
    assert watch.state == _state(3)
