"""Claims about calls off the event loop: the loop goes on, and what they give or raise arrives."""

import threading
import time

import gevent
import pytest

from siaga.crowd.off_loop import off_loop


def test_the_loop_goes_on_while_a_call_blocks() -> None:
    """Others run in the meantime, though the call blocks its thread."""
    here, done = threading.get_ident(), threading.Event()
    gevent.spawn_later(0.01, done.set)
    waited, there = off_loop(lambda: (done.wait(5), threading.get_ident()))
    assert waited
    assert there != here


def test_what_a_call_raises_is_raised_where_it_was_made(capfd: pytest.CaptureFixture[str]) -> None:
    """And gevent prints nothing of it."""

    def fail() -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        off_loop(fail)
    assert capfd.readouterr().err == ""


def test_a_call_goes_on_without_the_one_who_waits() -> None:
    """A thread cannot be called back, which those who close files have to know."""
    began, ended = threading.Event(), threading.Event()

    def slow() -> None:
        began.set()
        time.sleep(0.05)
        ended.set()

    waiting = gevent.spawn(off_loop, slow)
    while not began.is_set():
        gevent.sleep(0.001)
    waiting.kill()
    assert not ended.is_set()
    assert ended.wait(5)
