"""Links that open once, sessions that end: by compare-and-set, whoever asks at the same time."""

import asyncio

from storage import Store
from storage.sign_ins import SignInKind

LINK, SESSION = SignInKind.LINK, SignInKind.SESSION


async def made(store: Store, token_hash: str, kind: SignInKind = LINK, life_s: float = 600) -> None:
    async with store.transaction() as tx:
        await tx.sign_ins.add(token_hash, kind, "Olga", life_s)


async def used(store: Store, token_hash: str, kind: SignInKind = LINK) -> str | None:
    async with store.transaction() as tx:
        return await tx.sign_ins.use(token_hash, kind)


async def test_of_many_who_open_a_link_at_once_one_gets_in(store: Store) -> None:
    await made(store, "hash")
    opened = await asyncio.gather(*(used(store, "hash") for _ in range(6)))
    assert sorted(opened, key=str) == [None] * 5 + ["Olga"]


async def test_a_link_opens_nothing_after_its_time(store: Store) -> None:
    await made(store, "hash", life_s=-1)
    assert await used(store, "hash") is None
    async with store.reading() as tx:
        known = await tx.sign_ins.get("hash", LINK)
        assert known is not None
        assert (known.who, known.used_at) == ("Olga", None)
        assert await tx.sign_ins.get("another", LINK) is None


async def test_a_session_lives_until_it_is_ended(store: Store) -> None:
    await made(store, "hash", SESSION)
    async with store.reading() as tx:
        assert await tx.sign_ins.living("hash", SESSION) == "Olga"
        assert await tx.sign_ins.living("hash", LINK) is None  # a session's token is no link, and the other way round
    await used(store, "hash", SESSION)
    async with store.reading() as tx:
        assert await tx.sign_ins.living("hash", SESSION) is None


async def test_what_is_long_over_goes(store: Store) -> None:
    await made(store, "old", life_s=-3600)
    await made(store, "new")
    async with store.transaction() as tx:
        await tx.sign_ins.prune(60)
        assert await tx.sign_ins.get("old", LINK) is None
        assert await tx.sign_ins.get("new", LINK) is not None
