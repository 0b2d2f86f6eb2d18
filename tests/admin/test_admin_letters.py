"""Writing to everybody from the admin pages."""

from storage.broadcasts import BroadcastState, LetterState
from tests.admin.office import Browser, Office


async def drafted(office: Office, olga: Browser, text: str = "New styles!") -> str:
    await olga.opens("/admin/letters")
    await olga.presses("/admin/letter-draft", **{"text-en": text, "text-ru": ""})
    async with office.store.reading() as tx:
        [draft] = await tx.broadcasts.newest(1)
    return draft.broadcast_id


async def moves(olga: Browser, broadcast_id: str, move: str, **fields: str) -> tuple[int, str]:
    await olga.opens("/admin/letters")
    token = olga.form("/admin/letter-draft")
    return await olga.posts("/admin/letter", {**token, "broadcast": broadcast_id, "move": move, **fields})


async def test_a_letter_is_written_tried_and_sent(office: Office) -> None:
    await office.person()
    async with office.olga() as olga:
        draft = await drafted(office, olga, "New <b>styles</b>!")
        assert "The draft is kept." in olga.words
        assert "New &lt;b&gt;styles&lt;/b&gt;!" in olga.seen
        assert "1 person would get a letter now" in olga.words
        assert (await moves(olga, draft, "try", person="room:Alice"))[0] == 303
        assert (await moves(olga, draft, "start"))[0] == 303
        await olga.opens("/admin/letters")
        assert "0 of 1 sent" in olga.words
        assert (await moves(olga, draft, "pause"))[0] == 303
        async with office.store.reading() as tx:
            assert (await tx.broadcasts.get(draft)).state is BroadcastState.PAUSED
            assert await tx.broadcasts.tally(draft) == {LetterState.WAITING: 1}
        assert (await moves(olga, draft, "start"))[0] == 404  # it was started already
        assert (await moves(olga, draft, "go-on"))[0] == 303
        assert (await moves(olga, draft, "stop"))[0] == 303
    acts = [one.act for one in await office.acts() if one.subject == draft]
    assert acts == [f"letter {act}" for act in ("write", "try", "start", "paused", "sending", "stopped")]


async def test_a_letter_without_words_or_by_a_stranger_is_none(office: Office) -> None:
    async with office.olga() as olga, office.browser() as mallory:
        await olga.opens("/admin/letters")
        form = olga.form("/admin/letter-draft")
        assert (await olga.posts("/admin/letter-draft", form))[0] == 409
        assert (await mallory.posts("/admin/letter-draft", {**form, "text-en": "Spam"}))[0] == 401
        assert (await olga.posts("/admin/letter-draft", {"text-en": "Spam"}))[0] == 403
    async with office.store.reading() as tx:
        assert await tx.broadcasts.newest(5) == []
