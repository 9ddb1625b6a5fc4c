"""The Messages that master and workers of siaga send each other through Locust, by name."""

ORDER = "siaga-order"
"""To a worker: play this; an `Order`."""

BEGUN = "siaga-begun"
"""To the master: I play; `in_place`: I write into the run folder itself; `machine`: where I am."""

LEASE = "siaga-lease"
"""To a worker: whoever is due before `until_s` is yours to send; the `takeovers` that there were."""

CLOSE = "siaga-close"
"""To a worker: close now."""

CLOSED = "siaga-closed"
"""To the master: I have closed my files; `why` says what stopped me, empty if nothing did."""

CLOCK = "siaga-clock"
"""To a worker: what time is it?; a `question` that it sends back."""

TIME = "siaga-time"
"""To the master: the `question`, and the worker's own `wall` clock in Unix seconds."""

PART = "siaga-part"
"""To the master: a stretch of one of my files; a `Part`."""

HELD = "siaga-held"
"""To a worker: so much of your `file` is here, `held_bytes`; `error` says why no more is taken."""

SUMS = "siaga-sums"
"""To the master: that was all; the digest of each of my `files`."""

AGAIN = "siaga-again"
"""To a worker: of these `files` not everything is here; how much is."""

KEPT = "siaga-kept"
"""To a worker: nothing more is taken from you; `whole` says whether everything is here."""
