"""The site's metrics: what each process counts, and how Prometheus is told of all of them."""

from collections.abc import Callable, Iterable
from enum import Enum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from mock_site import VERSION
from mock_site.defects import names_of
from mock_site.harm.metrics import HarmMetrics
from mock_site.journey_metrics import JourneyMetrics
from mock_site.outside.metrics import OutsideMetrics
from mock_site.protection.metrics import ProtectionMetrics
from mock_site.protection.rate_limits.scope import counted_by
from mock_site.settings import Settings
from mock_site.store.hold import HoldResult
from mock_site.store.records import JoinResult
from mock_site.store.store_load import StoreLoad

UNMATCHED = "unmatched"
OTHER_METHOD = "OTHER"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
STATUS_CLASSES = ("2xx", "3xx", "4xx", "5xx")
_REQUEST_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_COMMIT_BUCKETS_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_BATCH_BUCKETS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class JoinLabel(Enum):
    """Results of a join or a hold that are decided before the store is asked, or because it fails."""

    BUSY = "busy"
    FAILED = "failed"
    INVALID = "invalid"


class AccountLabel(Enum):
    """Results of opening an account."""

    CREATED = "created"
    ALREADY_REGISTERED = "already_registered"
    INVALID = "invalid"
    BUSY = "busy"
    FAILED = "failed"


class RouteMetrics:
    """Metrics of one route, with their label values looked up once.

    Args:
        of: the site's metrics.
        route: template of the route.
        methods: that it answers.
    """

    def __init__(self, of: "Metrics", route: str, methods: Iterable[str]) -> None:
        self.duration = of.request_duration.labels(route)
        self.exceptions = of.exceptions.labels(route)
        self._requests = of.requests
        self._route = route
        for method in methods:
            for status in STATUS_CLASSES:
                of.requests.labels(route, method, status)
        self._by_status: dict[tuple[str, int], Counter] = {}

    def answered(self, method: str, status: int, duration_s: float) -> None:
        """Count an answer."""
        counter = self._by_status.get((method, status))
        if counter is None:
            name = method if method in METHODS else OTHER_METHOD
            counter = self._requests.labels(self._route, name, f"{status // 100}xx")
            if name is method:
                self._by_status[method, status] = counter
        counter.inc()
        self.duration.observe(duration_s)


class Metrics:
    """Everything that the site measures of itself.

    Every series whose labels are known beforehand exists from the start, so that a rate over it is
    0 and not unknown before the first event.

    Args:
        registry: that the metrics are made in.
        settings: of the site; named in `site_build_info`.
        clock: Unix seconds.
    """

    def __init__(
        self, registry: CollectorRegistry, settings: Settings, clock: Callable[[], float]
    ) -> None:
        self._make_http(registry)
        self._make_store(registry)
        self.outside = OutsideMetrics(registry, settings.otp_cost_rupiah)
        self.protection = ProtectionMetrics(registry)
        self.journey = JourneyMetrics(registry)
        self.harm = HarmMetrics(registry)
        self._make_process(registry, clock())
        build = Gauge(
            "site_build_info",
            "What this site is; always 1.",
            ["version", "preset", "processes", "profile", "defects"],
            registry=registry,
            multiprocess_mode="max",
        )
        build.labels(
            VERSION,
            settings.preset.value,
            str(settings.processes),
            settings.layers.label(),
            ",".join(names_of(settings.defects)),
        ).set(1)
        configuration = Gauge(
            "site_configuration_info",
            "What this site is set to, as a hash; always 1.",
            ["hash"],
            registry=registry,
            multiprocess_mode="max",
        )
        configuration.labels(settings.fingerprint).set(1)
        limits = Gauge(
            "site_rate_limits_info",
            "Who counts together what rate limits are about; always 1.",
            ["counted_by"],
            registry=registry,
            multiprocess_mode="max",
        )
        limits.labels(counted_by(settings.layers)).set(1)

    def _make_process(self, registry: CollectorRegistry, started_at_s: float) -> None:
        started = Gauge(
            "site_process_start_time_seconds",
            "Unix time at which the newest process of the site started.",
            registry=registry,
            multiprocess_mode="max",
        )
        started.set(started_at_s)
        self.cpu = Counter(
            "process_cpu_seconds_total", "CPU time of all processes of the site.", registry=registry
        )
        self.memory = Gauge(
            "process_resident_memory_bytes",
            "Memory of all processes of the site.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        starts = Counter(
            "site_process_starts_total", "Processes of the site that were started.", registry=registry
        )
        starts.inc()

    def _make_http(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "site_http_requests_total",
            "Requests answered, by class of status.",
            ["route", "method", "status"],
            registry=registry,
        )
        self.request_duration = Histogram(
            "site_http_request_duration_seconds",
            "Time from a request being read to its answer being ready.",
            ["route"],
            registry=registry,
            buckets=_REQUEST_BUCKETS_S,
        )
        self.exceptions = Counter(
            "site_http_exceptions_total",
            "Requests that ended in an error nobody foresaw.",
            ["route"],
            registry=registry,
        )
        self.in_flight = Gauge(
            "site_http_requests_in_flight",
            "Requests being answered, of all processes.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.loop_lag = Gauge(
            "site_event_loop_lag_seconds",
            "Worst lateness of the event loop within the last second, of the worst process.",
            registry=registry,
            multiprocess_mode="livemax",
        )

    def _make_store(self, registry: CollectorRegistry) -> None:
        joins = Counter("site_joins_total", "Joins answered, by result.", ["result"], registry=registry)
        holds = Counter(
            "site_holds_total",
            "Wishes for a seat to be held answered, by result.",
            ["result"],
            registry=registry,
        )
        accounts = Counter(
            "site_accounts_total",
            "Requests for an account, by result.",
            ["result"],
            registry=registry,
        )
        self.joins = {result: joins.labels(result.value) for result in (*JoinResult, *JoinLabel)}
        self.holds = {result: holds.labels(result.value) for result in (*HoldResult, *JoinLabel)}
        self.accounts = {result: accounts.labels(result.value) for result in AccountLabel}
        self._commit_duration = Histogram(
            "site_commit_duration_seconds",
            "Time a transaction took, the wait for its lock included.",
            registry=registry,
            buckets=_COMMIT_BUCKETS_S,
        )
        self._commit_batch = Histogram(
            "site_commit_batch_operations",
            "Writes that shared a transaction.",
            registry=registry,
            buckets=_BATCH_BUCKETS,
        )
        self._make_load(registry)

    def _make_load(self, registry: CollectorRegistry) -> None:
        readers = Gauge(
            "site_store_readers",
            "Connections over which the store is read, and who waits for one, of all processes.",
            ["state"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        writes = Gauge(
            "site_store_writes",
            "Writes that wait for a transaction or are in one, of all processes.",
            ["state"],
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._readers = [readers.labels(state) for state in ("in_use", "waiting", "most")]
        self._writes = [writes.labels(state) for state in ("waiting", "most")]

    def store_load(self, load: StoreLoad) -> None:
        """Note how much is asked of the store."""
        readers = load.readers_in_use, load.readers_waiting, load.readers_most
        for gauge, value in zip(self._readers, readers, strict=True):
            gauge.set(value)
        for gauge, value in zip(self._writes, (load.writes_waiting, load.writes_most), strict=True):
            gauge.set(value)

    def committed(self, operations: int, duration_s: float) -> None:
        """Note a batch and how long it took."""
        self._commit_batch.observe(operations)
        self._commit_duration.observe(duration_s)
        self.protection.burden.committed(duration_s)
