"""A letter to ten thousand people, some of whom are gone, by a platform that is busy now and then, with a kill in the
middle: nobody gets it twice, and it goes no faster than the platform allows."""

import asyncio
from collections import Counter
from pathlib import Path

from sqlalchemy import insert

from bot.usecases.broadcast import Broadcasting
from storage.broadcasts import BroadcastState, LetterState
from storage.dialects import now
from storage.tables import identities, people
from tests.faults.postman import BATCH, BLOCKED
from tests.faults.studio import Studio

PEOPLE = 10_000
DIES_AT = 4_321
MOST_PER_S = 30  # Telegram's limit


async def arrive(studio: Studio) -> None:
    names = [f"{number:05}" for number in range(PEOPLE)]
    async with studio.store.transaction() as tx:
        await tx.connection.execute(
            insert(people).values(created_at=now()), [{"person_id": f"p{name}", "locale": "en"} for name in names]
        )
        accounts = [{"platform": "post", "external_id": name, "person_id": f"p{name}"} for name in names]
        await tx.connection.execute(insert(identities), accounts)


async def sends(studio: Studio, file: Path, dies_at: int = 0) -> int:
    process = studio.forked("tests.faults.postman", str(file), str(dies_at))
    return await asyncio.to_thread(process.wait)


async def test_a_broadcast_survives_a_kill_and_nobody_gets_it_twice(studio: Studio, tmp_path: Path) -> None:
    await arrive(studio)
    writes = Broadcasting(studio.store)
    broadcast_id = await writes.write("Olga", {"en": "New styles!"})
    assert await writes.start("Olga", broadcast_id) == PEOPLE
    first, second = tmp_path / "first", tmp_path / "second"
    assert await sends(studio, first, DIES_AT) == -9
    assert await sends(studio, second) == 0
    asked = [line.split() for file in (first, second) for line in file.read_text().splitlines()]
    sent = Counter(chat for _, chat, answer in asked if answer == "sent")
    blocked = Counter(chat for _, chat, answer in asked if answer == "blocked")
    assert set(sent.values()) == {1}
    async with studio.store.reading() as tx:
        tally, broadcast = await tx.broadcasts.tally(broadcast_id), await tx.broadcasts.get(broadcast_id)
        gone = [one for one in await tx.people.identities("p00020") if one.gone_at]
    assert broadcast.state is BroadcastState.DONE
    assert 1 <= tally[LetterState.UNSURE] <= BATCH
    assert tally.total() == PEOPLE
    assert 0 <= len(sent) - tally[LetterState.SENT] <= tally[LetterState.UNSURE]
    assert len(blocked) <= PEOPLE // BLOCKED
    assert gone
    assert any(answer == "busy" for *_, answer in asked)
    for file in (first, second):
        keeps_pace([float(line.split()[0]) for line in file.read_text().splitlines()])


def keeps_pace(seconds: list[float]) -> None:
    """No second has more than the platform allows; it is a whole one but for what floats lose."""
    for one, later in zip(seconds, seconds[MOST_PER_S:], strict=False):
        assert later - one >= 0.999
