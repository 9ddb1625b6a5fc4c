"""What an error of PostgreSQL says: whose fault it is, and whether the same may succeed next time."""

import asyncpg

# Classes of SQLSTATE in which the database, the connection or another transaction is at fault.
_NOT_OF_THE_WRITE = ("08", "25", "26", "40", "53", "54", "55", "57", "58", "XX")
_ROLLED_BACK = "40"
_LOST = ("08", "57")
_TIMEOUTS = ("55P03", "57014")


def is_own_fault(error: BaseException) -> bool:
    """Tell whether a write itself is at fault, so that those beside it can be done without it."""
    if isinstance(error, asyncpg.PostgresError):
        return not _state(error).startswith(_NOT_OF_THE_WRITE)
    if isinstance(error, asyncpg.InterfaceError):
        return isinstance(error, asyncpg.DataError | ValueError)
    return not isinstance(error, OSError | TimeoutError)


def is_timeout(error: BaseException) -> bool:
    """Tell whether the lock was not had, or a statement not done, in time."""
    return isinstance(error, TimeoutError) or (
        isinstance(error, asyncpg.PostgresError) and _state(error) in _TIMEOUTS
    )


def is_worth_another_try(error: BaseException) -> bool:
    """Tell whether the transaction, which was not committed, may succeed when it is done again."""
    if is_timeout(error):
        return False
    if isinstance(error, asyncpg.PostgresError):
        return _state(error).startswith((_ROLLED_BACK, *_LOST))
    return isinstance(error, OSError | asyncpg.InterfaceError) and not is_own_fault(error)


def is_rolled_back(error: BaseException) -> bool:
    """Tell whether the database has said of a COMMIT that it was none."""
    return isinstance(error, asyncpg.PostgresError) and _state(error).startswith((_ROLLED_BACK, "23"))


def _state(error: asyncpg.PostgresError) -> str:
    return error.sqlstate or ""
