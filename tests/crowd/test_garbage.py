"""Claims about the garbage of a worker: looking for it holds no visitor up."""

from tests.crowd.locust_run import run_script


def test_what_was_there_before_is_not_looked_through_again() -> None:
    """The collector has nothing left to do when the visitors begin, and does it less often then."""
    script = """
        import gc
        import locust
        from siaga.crowd.garbage import SELDOM, YOUNG, settle

        settle()
        print(gc.get_freeze_count() > 10_000, len(gc.get_objects()) < gc.get_freeze_count() / 10)
        print(gc.isenabled(), gc.get_threshold()[::2] == (YOUNG, SELDOM))
        """
    assert run_script(script) == "True True\nTrue True\n"


def test_no_visitor_keeps_the_frames_of_whoever_let_it_in() -> None:
    """There are many thousands of them."""
    script = """
        import gevent
        from siaga.crowd.garbage import settle

        before = gevent.spawn(print, end="")
        settle()
        after = gevent.spawn(print, end="")
        gevent.joinall([before, after])
        print(before.spawning_stack is None, after.spawning_stack is None)
        """
    assert run_script(script) == "False True\n"
