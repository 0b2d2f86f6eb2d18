"""Deleting everything that we keep of a person. Knows no chat and no platform."""

from dataclasses import dataclass

from bot.usecases.stop import Stop
from storage import Store
from storage.posts import PostState


@dataclass(frozen=True, slots=True)
class Belongings:
    """How much there is of somebody: posts in whatever state, saved styles."""

    works: int
    posts: int
    styles: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Their jobs stop, their rows and pictures go; what remains are money records that name nobody."""

    store: Store
    stop: Stop

    async def has(self, person_id: str) -> Belongings:
        """What would go."""
        async with self.store.reading() as tx:
            posts = [await tx.posts.count(state, person_id) for state in PostState]
            styles = await tx.styles.of_person(person_id)
            return Belongings(await tx.works.count(person_id), sum(posts), len(styles))

    async def __call__(self, person_id: str, client: str | None = None) -> None:
        """`client` is by whom they come, hashed: whoever is back by the same has had their codes."""
        async with self.store.reading() as tx:
            unended = [job for job in await tx.jobs.of_person(person_id, 100) if not job.state.ended]
        for job in unended:
            await self.stop(job.job_id, person_id)
        async with self.store.transaction() as tx:
            await tx.subscriptions.end_all(person_id)  # nobody shall pay for an account that is gone
            if client:
                await tx.vouchers.remember(person_id, client)
            owners = await tx.people.owners(person_id)
            keys = await tx.people.forget(person_id)
        # Copies and cards are named by no row: everything goes that lies under the ids that the person has had.
        for owner in owners:
            keys += await self.store.blobs.list(f"{owner}/")
        await self.store.blobs.delete(keys)
