"""The StoreLoad: how much is asked of the store of one process at a moment, and how much may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreLoad:
    """What is under way.

    Attributes:
        readers_in_use: connections of those that read that are answering.
        readers_waiting: questions that wait for one.
        readers_most: connections that read, of which a file has one, beside that for quick questions.
        writes_waiting: writes that wait for a transaction or are in one.
        writes_most: how many may.
    """

    readers_in_use: int = 0
    readers_waiting: int = 0
    readers_most: int = 0
    writes_waiting: int = 0
    writes_most: int = 0
