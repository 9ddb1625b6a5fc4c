"""Metrics of harm: what proves that the site suffered as it was told to."""

from prometheus_client import CollectorRegistry, Counter, Gauge

from mock_site.harm.conditions import Harm


class HarmMetrics:
    """What each process counts of its harm; every series exists from the start.

    Args:
        registry: that the metrics are made in.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._make_strikes(registry)
        self._make_amounts(registry)
        self._make_orders(registry)
        self._make_power(registry)
        self._make_capacity(registry)

    def _make_strikes(self, registry: CollectorRegistry) -> None:
        strikes = Counter(
            "site_harm_strikes_total", "Times that a harm struck.", ["harm"], registry=registry
        )
        in_force = Gauge(
            "site_harm_in_force",
            "Processes in which a harm is in force.",
            ["harm"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.strikes = {harm: strikes.labels(harm.value) for harm in Harm}
        self.in_force = {harm: in_force.labels(harm.value) for harm in Harm}

    def _make_amounts(self, registry: CollectorRegistry) -> None:
        self.skew = Gauge(
            "site_harm_clock_skew_seconds",
            "What is added to the site's clock, as of the process that changed it last.",
            registry=registry,
            multiprocess_mode="livemostrecent",
        )
        self.blocked = Counter(
            "site_harm_loop_blocked_seconds_total",
            "Time for which event loops were blocked, of all processes.",
            registry=registry,
        )
        self.delayed = Counter(
            "site_harm_commit_delay_seconds_total",
            "Time by which commits took longer, of all processes.",
            registry=registry,
        )
        self.ballast = Gauge(
            "site_harm_ballast_bytes",
            "Memory filled for nothing, of all processes.",
            registry=registry,
            multiprocess_mode="livesum",
        )

    def _make_orders(self, registry: CollectorRegistry) -> None:
        self.cache_flushes = Counter(
            "site_cache_flushes_total",
            "Times that a process threw its ready-made pages away.",
            registry=registry,
        )
        self.session_losses = Counter(
            "site_session_losses_total",
            "Times that a process forgot all log-ins.",
            registry=registry,
        )

    def _make_power(self, registry: CollectorRegistry) -> None:
        self.power_losses = Gauge(
            "site_power_losses",
            "Times that the power has gone since the site was started.",
            registry=registry,
            multiprocess_mode="max",
        )
        self.lost_bytes = Gauge(
            "site_power_lost_bytes",
            "Bytes of the store's log that were not on the disk when the power went, all together.",
            registry=registry,
            multiprocess_mode="max",
        )

    def _make_capacity(self, registry: CollectorRegistry) -> None:
        self.capacity = Gauge(
            "site_capacity_per_second",
            "Requests a second that the configured capacity allows now, of all processes; 0 for none.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.hands_in_use = Gauge(
            "site_capacity_in_use",
            "Hands that work, of all processes.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.waiting = Gauge(
            "site_capacity_waiting",
            "Requests that wait for a hand, of all processes.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        served = Counter(
            "site_capacity_served_total",
            "Requests that had a hand, by whether their sender was still there at its end.",
            ["sender"],
            registry=registry,
        )
        self.served, self.wasted = served.labels("there"), served.labels("gone")
