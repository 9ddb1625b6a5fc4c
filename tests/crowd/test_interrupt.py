"""Claims about Ctrl-C: it interrupts the main greenlet and leaves all others alone."""

from tests.crowd.locust_run import run_script

BUSY = """
import os, signal
import gevent
{before}
from siaga.crowd.interrupt import tell_main_of_interrupts

tell_main_of_interrupts()
done = []

def busy():
    os.kill(os.getpid(), signal.SIGINT)
    sum(range(100_000))
    done.append("whole")

one = gevent.spawn(busy)
try:
    gevent.sleep({wait_s})
except KeyboardInterrupt:
    done.append("interrupted")
one.join()
print(*done)
"""


def test_the_greenlet_that_happens_to_run_is_not_the_one_that_is_interrupted() -> None:
    """It may be the one that writes the ledger or ends the run."""
    assert run_script(BUSY.format(before="", wait_s=30)) == "whole interrupted\n"


def test_a_process_that_ignores_interrupts_goes_on_to_ignore_them() -> None:
    """As a shell's background job does."""
    before = "signal.signal(signal.SIGINT, signal.SIG_IGN)"
    assert run_script(BUSY.format(before=before, wait_s=0.2)) == "whole\n"
