"""A tied program: one that ends when its parent does, in whatever way that ends.

`python -m mock_site.store.tied PARENT ACCOUNT PROGRAM ARGUMENT...`: the parent's process id, the
account to run as (empty: this one), and what to run. Only Linux can tie a process; elsewhere the
program outlives a parent that is killed.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

_PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str]) -> NoReturn:
    """Become the program.

    Args:
        arguments: parent, account, program, its arguments.
    """
    parent, account, *command = arguments
    if account:
        become(account)
    # Linux forgets the tie when the account changes, so it comes after that.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)
    if os.getppid() != int(parent):
        sys.exit("the parent has ended already")
    os.execv(command[0], command)  # noqa: S606 - what it is for


def become(account: str) -> None:
    """Give up this account's rights for another's."""
    entry = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.environ["HOME"] = entry.pw_dir


if __name__ == "__main__":
    main(sys.argv[1:])
