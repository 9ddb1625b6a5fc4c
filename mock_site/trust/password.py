"""Passwords: hashed with argon2id in threads of their own, so that the event loop goes on meanwhile.

One whose hash takes less time than a thread takes to be asked for it is hashed at once.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from mock_site.defects import NONE, Defect, Defects
from mock_site.trust.costs import Argon2Cost

THREADS = 2
QUICK_KIB = 64
"""A hash that goes over no more memory, all passes together, takes some hundredths of a millisecond."""


class Passwords:
    """Hashes passwords and checks them; used within `async with`.

    A hash carries its cost, so those of another preset still match.

    Args:
        cost: of a new hash.
        defects: that are planted.
    """

    def __init__(self, cost: Argon2Cost, defects: Defects = NONE) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes
        )
        self._blocks = Defect.LOOP_BLOCKED in defects
        self._is_quick = cost.memory_kib * cost.passes <= QUICK_KIB
        self._nobodys = self._hasher.hash("")
        # Algorithm, version and cost: what every hash of this cost begins with.
        self._beginning = self._nobodys.rsplit("$", 2)[0] + "$"
        self._threads = ThreadPoolExecutor(THREADS, "password")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def hashed(self, password: str) -> str:
        """Hash a password."""
        if self._blocks or self._is_quick:
            return self._hasher.hash(password)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._hasher.hash, password)

    async def matches(self, password: str, kept: str | None) -> bool:
        """Tell whether a password is the one that was hashed.

        Args:
            password: as the visitor wrote it.
            kept: the hash; None where there is no account, which takes as long and is False, as
                does a hash of another kind.
        """
        costs_the_same = kept is None or kept.startswith(self._beginning)
        if self._blocks or (self._is_quick and costs_the_same):
            return self._matches(password, kept)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._matches, password, kept)

    def _matches(self, password: str, kept: str | None) -> bool:
        try:
            self._hasher.verify(self._nobodys if kept is None else kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        return kept is not None
