"""The shared HTTP server: health, readiness, figures."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.settings import Misconfigured
from storage import Store
from storage.workers import WorkerRow
from tests.bot.world import World
from tests.platforms.contract import a_photo, a_style
from tests.platforms.web_site import site, visitor


async def test_a_host_is_ready_when_somebody_paints(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path, workers=1) as web, visitor(web.url) as probe:
        assert (await probe.get("/healthz"))[0] == 200
        status, body, _ = await probe.get("/readyz")
        assert status == 503
        assert b'"workers": 0' in body
        async with store.transaction() as tx:
            await tx.workers.beat(WorkerRow("chat", "none", 0))
        assert (await probe.get("/readyz"))[0] == 503  # it beats, but it does not paint
        async with store.transaction() as tx:
            await tx.workers.beat(WorkerRow("painter", "cpu", 1))
        assert (await probe.get("/readyz"))[0] == 200


async def test_a_host_that_only_chats_is_ready_alone(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path, workers=0) as web, visitor(web.url) as probe:
        status, body, _ = await probe.get("/readyz")
        assert (status, b'"workers_expected": 0' in body) == (200, True)


async def test_figures_tell_of_the_queue_and_of_what_was_painted(world: World, tmp_path: Path) -> None:
    alice = world.person("Alice")
    await alice.sends_photo(a_photo())
    await alice.sends_photo(a_style())
    async with site(world.store, tmp_path) as web, visitor(web.url) as prometheus:
        await alice.presses("Paint")
        text = (await prometheus.get("/metrics"))[1].decode()
        assert 'mazok_jobs{state="queued",tier="free"} 1.0' in text
        assert "mazok_workers_living 1.0" in text
        await alice.sees("Done!")
        text = (await prometheus.get("/metrics"))[1].decode()
        assert 'mazok_jobs_ended_last_hour{state="done",tier="free"} 1.0' in text
        assert 'mazok_deliveries_last_hour{done="yes"} 1.0' in text
        assert 'mazok_job_wait_seconds{quantile="0.95",tier="free"}' in text
        assert "process_resident_memory_bytes" in text
        assert 'mazok_http_request_seconds_count{method="GET",route="/metrics",status="200"} 1.0' in text


async def test_a_path_that_somebody_made_up_is_no_label(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web, visitor(web.url) as mallory:
        assert (await mallory.get("/wp-admin/secret"))[0] == 404
        assert (await mallory.get("/static/0/..%2f..%2fsettings.py"))[0] == 404
        text = (await mallory.get("/metrics"))[1].decode()
        assert 'route="/{nowhere}"' in text
        assert "wp-admin" not in text


async def test_figures_may_have_an_address_of_their_own(store: Store, tmp_path: Path) -> None:
    """Then whoever reaches the web chat reads none, and whoever reaches them reads nothing else."""
    async with site(store, tmp_path, metrics="127.0.0.1:0") as web, visitor(web.url) as mallory:
        assert (await mallory.get("/metrics"))[0] == 404
        async with visitor(web.metrics) as prometheus:
            status, text, _ = await prometheus.get("/metrics")
            assert (status, b'route="/{nowhere}"' in text) == (200, True)
            assert (await prometheus.get("/feed"))[0] == 404


async def test_an_address_that_cannot_be_had_is_named(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path) as web:
        taken = urlsplit(web.url).port
        with pytest.raises(Misconfigured, match=f"MAZOK_METRICS=127.0.0.1:{taken}: .*in use"):
            async with site(store, tmp_path, metrics=f"127.0.0.1:{taken}"):
                raise AssertionError("it listens where somebody else does")
    with pytest.raises(Misconfigured, match=r"127\.0\.0\.1:9464 is expected"):
        async with site(store, tmp_path, metrics="9464"):
            raise AssertionError("it listens nowhere")
    with pytest.raises(Misconfigured, match=r"MAZOK_HOST=192\.0\.2\.1"):
        async with site(store, tmp_path, host="192.0.2.1"):
            raise AssertionError("it listens where this machine is not")
