"""The Interrupt: Ctrl-C, told to Locust's main greenlet and to no other.

Python raises it wherever it happens to be, hence in whichever greenlet runs: a writer of the ledger
or the one that ends the run would be gone, and whoever waits for it would wait for ever.
"""

import signal

import gevent


def tell_main_of_interrupts() -> None:
    """Have every Ctrl-C from now on interrupt the main greenlet; one that is ignored stays so.

    Needs to be called in the main thread, as all that sets signals.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        gevent.signal_handler(signal.SIGINT, _interrupt)


def _interrupt() -> None:
    # The parent of the hub is the greenlet that Python began with, in which Locust's command waits.
    gevent.kill(gevent.get_hub().parent, KeyboardInterrupt)
