"""What Prometheus reads: the queue, the workers, what was painted, delivered, paid. Knows no platform and no HTTP.

Figures of jobs come from the database, so they are the same whichever host is asked, and whoever painted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import quantiles

from prometheus_client import CollectorRegistry, Histogram, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from bot.gauges import gauge
from bot.money_metrics import Money
from storage import Store
from storage.job import Lane
from storage.posts import PostState
from storage.statistics import Depth, Ended, Statistics

HOUR_S = 3600.0
MOST = 10_000  # jobs of an hour that are looked at
QUANTILES = {"0.5": 49, "0.95": 94}  # index among the 99 percentiles
BUCKETS_S = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


@dataclass(slots=True, eq=False)
class Service(Collector):
    """The state of the service at the last look."""

    depths: list[Depth] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    workers: int = 0
    posts: int = 0
    slots: Mapping[Lane, int] = field(default_factory=dict)

    async def look(self, store: Store) -> None:
        async with store.reading() as tx:
            statistics = Statistics(tx.connection)
            self.depths = await statistics.depths()
            self.ended = await statistics.ended(HOUR_S, MOST)
            self.posts = await tx.posts.count(PostState.WAITING)
            living = [worker for worker in await tx.workers.living() if worker.paints]
        self.workers = len(living)
        self.slots = {lane: sum(worker.slots_in(lane) for worker in living) for lane in Lane}

    def collect(self) -> Iterator[Metric]:
        yield gauge("mazok_workers_living", "Workers whose heart beats", {(): self.workers})
        slots = {(lane.value,): count for lane, count in self.slots.items()}
        yield gauge("mazok_worker_slots", "Jobs that the living workers can paint at once", slots, ("lane",))
        yield gauge("mazok_posts_waiting", "Posts that moderators are to decide about", {(): self.posts})
        by_state = {(depth.state.value, depth.tier): depth for depth in self.depths}
        labels = ("state", "tier")
        depths = {key: depth.jobs for key, depth in by_state.items()}
        yield gauge("mazok_jobs", "Jobs that wait or run", depths, labels)
        oldest = {key: depth.oldest_s for key, depth in by_state.items()}
        yield gauge("mazok_oldest_job_seconds", "Age of the oldest job that waits or runs", oldest, labels)
        ended = Counter((job.state.value, job.tier) for job in self.ended)
        yield gauge("mazok_jobs_ended_last_hour", "Jobs that ended", ended, labels)
        errors = Counter((job.error,) for job in self.ended if job.error)
        yield gauge("mazok_job_errors_last_hour", "Jobs that failed, by reason", errors, ("error",))
        delivered = Counter(("yes" if job.delivered else "no",) for job in self.ended)
        yield gauge("mazok_deliveries_last_hour", "Ended jobs, were they shown to their person?", delivered, ("done",))
        yield self._times("mazok_job_wait_seconds", "From order to start, last hour", "waited_s")
        yield self._times("mazok_job_seconds", "From start to end, last hour", "painted_s")

    def _times(self, name: str, meaning: str, what: str) -> Metric:
        times: defaultdict[str, list[float]] = defaultdict(list)
        for job in self.ended:
            if (seconds := getattr(job, what)) is not None:
                times[job.tier].append(seconds)
        values = {
            (tier, quantile): percentiles(several)[index]
            for tier, several in times.items()
            for quantile, index in QUANTILES.items()
        }
        return gauge(name, meaning, values, ("tier", "quantile"))


class Metrics:
    """A registry of our own: two applications in one process do not mix."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._registry = CollectorRegistry()
        self._service, self._money = Service(), Money()
        self._registry.register(self._service)
        self._registry.register(self._money)
        ProcessCollector(registry=self._registry)  # memory, CPU seconds, open files
        PlatformCollector(registry=self._registry)
        self.requests = Histogram(
            "mazok_http_request_seconds",
            "Answers by route and status",
            ("method", "route", "status"),
            buckets=BUCKETS_S,
            registry=self._registry,
        )

    async def render(self) -> bytes:
        """The text format of Prometheus. Raises what the storage raises."""
        await self._service.look(self._store)
        await self._money.look(self._store)
        return generate_latest(self._registry)


def percentiles(values: list[float]) -> list[float]:
    """The 99 cuts between hundredths of the values."""
    return quantiles(values, n=100, method="inclusive") if len(values) > 1 else values * 99
