"""Workers die, hang, run out of room: nothing is lost, nothing is paid twice, nothing arrives twice."""

from storage.job import JobState
from tests.faults.brush import painted
from tests.faults.studio import Studio


async def test_a_job_is_painted_delivered_and_paid_once(studio: Studio) -> None:
    """The road without a fault."""
    alice = await studio.person("alice", premium=2)
    studio.worker()
    await studio.living()
    job = await studio.order(alice)
    await studio.delivery(job)
    assert (await studio.ended(job)).state is JobState.DONE
    assert (await studio.picture(job)).image.tobytes() == painted(await studio.photo(job), 64)
    assert await studio.balance(alice, "premium_run") == 1
    assert await studio.faults_in_books() == []


async def test_a_killed_worker_s_job_goes_on_from_its_checkpoint(studio: Studio) -> None:
    """Another worker, on another host, takes it over; the person gets one picture and pays once."""
    alice = await studio.person("alice", hd=1000)
    first = studio.worker()
    await studio.living()
    job = await studio.order(alice, "hd", iterations=900, step_ms=10)
    await studio.running(job, done=600)
    first.kill()
    studio.worker(data="elsewhere")
    await studio.delivery(job, within_s=60)
    assert (await studio.ended(job)).attempt == 2
    assert studio.attempts(job)[1] > 300
    assert studio.delivered[job.chat] == [job.job_id]
    assert await studio.balance(alice, "hd_iteration") == 100
    assert await studio.faults_in_books() == []
