"""What the server counts, in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/)."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.engine import QueryEngine
from server.remembered import Memory

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS"))
_BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counters of one server."""

    def __init__(self, engine: QueryEngine, memory: Memory) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Now(engine, memory))
        self._requests = Counter(
            "creativekg_requests", "Requests answered.", ("route", "method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "creativekg_request_seconds",
            "Seconds from a whole request to the last byte of its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._bytes = Counter("creativekg_response_bytes", "Bytes of bodies sent.", registry=self._registry)
        # To look a counter up by its labels costs more than to count.
        self._counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._queries = Counter(
            "creativekg_queries",
            "Queries of clients by outcome: ok, remembered, or the name of a problem.",
            ("outcome",),
            registry=self._registry,
        )

    def request(self, route: str, method: str, status: int, seconds: float, sent: int) -> None:
        """Count a request; ``route`` is one of few names, never an address that a client makes up."""
        key = (route, method if method in _METHODS else "other", status)
        counted = self._counted.get(key)
        if counted is None:
            counted = self._counted[key] = (self._requests.labels(*map(str, key)), self._seconds.labels(route))
        counted[0].inc()
        counted[1].observe(seconds)
        self._bytes.inc(sent)

    def query(self, outcome: str) -> None:
        self._queries.labels(outcome).inc()

    def text(self) -> bytes:
        return generate_latest(self._registry)


class _Now(Collector):
    """What is read off when somebody asks, and costs nothing until then."""

    def __init__(self, engine: QueryEngine, memory: Memory) -> None:
        self._engine = engine
        self._memory = memory

    def collect(self) -> Iterator[Metric]:
        status = self._engine.status()
        for name, text in (("readers", "Reader processes."), ("busy", "Readers with a query."),
                           ("waiting", "Requests that wait for a reader.")):  # fmt: skip
            yield GaugeMetricFamily(f"creativekg_{name}", text, _number(status.get(name)))
        replaced = _number(status.get("replaced"))
        yield CounterMetricFamily("creativekg_readers_replaced", "Readers killed or lost, and replaced.", replaced)
        snapshot = GaugeMetricFamily("creativekg_snapshot", "The snapshot that is served.", labels=("name",))
        snapshot.add_metric((self._engine.snapshot.name,), 1)
        yield snapshot
        memory = self._memory
        yield CounterMetricFamily("creativekg_cache_hits", "Responses that were remembered.", memory.hits)
        yield CounterMetricFamily("creativekg_cache_misses", "Responses that were not.", memory.misses)
        ratio = memory.hits / max(1, memory.hits + memory.misses)
        yield GaugeMetricFamily("creativekg_cache_hit_ratio", "Hits among all look-ups so far.", ratio)
        yield GaugeMetricFamily("creativekg_cache_bytes", "What the remembered responses take up.", memory.bytes)
        yield GaugeMetricFamily("creativekg_cache_entries", "Responses that are remembered.", len(memory))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
