"""Passwords are hashed with argon2id, aside, and an unknown account costs as much as a known one."""

import asyncio

import pytest

from mock_site.settings import Preset
from mock_site.trust.costs import Argon2Cost, costs_of
from mock_site.trust.password import Passwords

CHEAP = Argon2Cost(memory_kib=8, passes=1, lanes=1)


async def test_only_the_password_matches_its_hash() -> None:
    """Each hash has a salt of its own."""
    async with Passwords(CHEAP) as passwords:
        first, second = await passwords.hashed("rahasia"), await passwords.hashed("rahasia")
        assert first != second
        assert await passwords.matches("rahasia", first)
        assert not await passwords.matches("Rahasia", first)


@pytest.mark.parametrize("kept", [None, "", "scrypt$16$1$1$c2FsdA==$a2V5"])
async def test_without_a_hash_of_ours_nothing_matches(kept: str | None) -> None:
    """No account, or one of an older site."""
    async with Passwords(CHEAP) as passwords:
        assert not await passwords.matches("", kept)
        assert not await passwords.matches("rahasia", kept)


async def test_a_hash_carries_its_cost() -> None:
    """So that the preset may change under accounts that there are."""
    async with Passwords(Argon2Cost(memory_kib=16, passes=2, lanes=1)) as dearer:
        kept = await dearer.hashed("rahasia")
    assert kept.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    async with Passwords(CHEAP) as passwords:
        assert await passwords.matches("rahasia", kept)


async def test_an_unknown_account_is_hashed_for_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of an answer does not tell who has an account."""
    async with Passwords(CHEAP) as passwords:
        verified: list[str] = []
        hasher = passwords._hasher

        class Noting:
            """A hasher that notes what it verifies."""

            def verify(self, kept: str, password: str) -> bool:
                """Note and verify."""
                verified.append(kept)
                return hasher.verify(kept, password)

        monkeypatch.setattr(passwords, "_hasher", Noting())
        assert not await passwords.matches("rahasia", None)
    assert verified[0].startswith("$argon2id$")


async def test_the_event_loop_goes_on_while_a_password_is_hashed() -> None:
    """Hashing waits in a thread; what is to be done meanwhile is done first."""
    order = []

    async def hash_one(passwords: Passwords) -> None:
        """Hash while the loop is watched."""
        await passwords.hashed("rahasia")
        order.append("hashed")

    async with Passwords(Argon2Cost(memory_kib=4096, passes=1, lanes=1)) as passwords:
        task = asyncio.create_task(hash_one(passwords))
        await asyncio.sleep(0)
        order.append("went on")
        await task
    assert order == ["went on", "hashed"]


class NoThreads:
    """Fails whoever asks for a thread."""

    def submit(self, *_given: object) -> None:
        """Fail."""
        pytest.fail("a thread was asked")

    def shutdown(self, **_how: object) -> None:
        """End."""


async def test_a_quick_hash_is_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """To ask a thread for it would take longer, and hold the loop for as long."""
    async with Passwords(CHEAP) as passwords:
        monkeypatch.setattr(passwords, "_threads", NoThreads())
        kept = await passwords.hashed("rahasia")
        assert await passwords.matches("rahasia", kept)
        assert not await passwords.matches("rahasia", None)


async def test_a_dear_hash_of_another_preset_is_checked_in_a_thread() -> None:
    """However quick the hashes of this one are."""
    async with Passwords(Argon2Cost(memory_kib=4096, passes=1, lanes=1)) as dearer:
        kept = await dearer.hashed("rahasia")
    order = []

    async def check_one(passwords: Passwords) -> None:
        """Check while the loop is watched."""
        assert await passwords.matches("rahasia", kept)
        order.append("checked")

    async with Passwords(CHEAP) as passwords:
        task = asyncio.create_task(check_one(passwords))
        await asyncio.sleep(0)
        order.append("went on")
        await task
    assert order == ["went on", "checked"]


def test_production_costs_what_owasp_names_as_the_least() -> None:
    """19 MiB, two passes, one lane; a rehearsal costs the least that argon2 allows."""
    assert costs_of(Preset.PRODUCTION).password == Argon2Cost(memory_kib=19_456, passes=2, lanes=1)
    assert costs_of(Preset.REHEARSAL).password == CHEAP
