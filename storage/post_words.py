"""By which words posts are found: an index of words, alike in both databases. Knows no title and no style.

What somebody looks for is the beginning of a word of the post, in small or capital letters, with ё or е.
"""

import re
import unicodedata

from sqlalchemy import Column, ColumnElement, Text, and_, delete, exists, false, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.dialects import insert
from storage.feed_tables import post_words, posts

WORD = re.compile(r"[^\W_]+")
WORD_CHARS = 40  # so much of a longer one is kept, and looked for
WORDS = 8  # that are looked for at once
LAST = "\U0010ffff"  # stands behind every other character
FEW = 50_000  # are listed within a tenth of a second; of 100,000 posts two words that more have are together in some


def words_of(text: str) -> list[str]:
    """Each word of a text once, as it is kept and looked for."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).replace("ё", "е")
    return list(dict.fromkeys(word[:WORD_CHARS] for word in WORD.findall(plain)))


async def keep_words(connection: AsyncConnection, post_id: str, text: str) -> None:
    """The post is found by the words of this text from now on, and by no others."""
    await connection.execute(delete(post_words).where(post_words.c.post_id == post_id))
    rows = [{"word": word, "post_id": post_id} for word in words_of(text)]
    if rows:
        await connection.execute(insert(connection, post_words).on_conflict_do_nothing(), rows)


async def found_by_all(connection: AsyncConnection, text: str, few: int = FEW) -> ColumnElement[bool]:
    """Whether a post has all the words of this text; none has where there is no word in it.

    Where one of them is of `few` posts, those are listed. Where each is of more, posts are looked at in the order that
    is asked for, and soon there are enough."""
    wanted = words_of(text)[:WORDS]
    if not wanted:
        return false()
    counts = await _counts(connection, wanted, few + 1)
    rarest = min(wanted, key=lambda word: counts[word])
    if counts[rarest] > few:
        return and_(*(_has(posts.c.post_id, word) for word in wanted))
    those = select(post_words.c.post_id).where(_begins(post_words.c.word, rarest))
    others = (_has(post_words.c.post_id, word) for word in wanted if word != rarest)
    # The limit changes nothing but how PostgreSQL goes about it: it makes the list at once, not post by post.
    return posts.c.post_id.in_(those.where(*others).limit(few))


async def _counts(connection: AsyncConnection, words: list[str], most: int) -> dict[str, int]:
    """How often is each of them there? Nobody counts beyond `most`."""
    rows = (select(literal(1)).where(_begins(post_words.c.word, word)).limit(most).subquery() for word in words)
    counted = select(*(select(func.count()).select_from(some).scalar_subquery() for some in rows))
    return dict(zip(words, (await connection.execute(counted)).one(), strict=True))


def _has(post_id: Column[str], word: str) -> ColumnElement[bool]:
    """Has the post that this column names such a word?"""
    one = post_words.alias()
    return exists().where(one.c.post_id == post_id, _begins(one.c.word, word)).correlate(post_id.table)


def _begins(word: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    first, last = (literal(bound, Text()) for bound in (wanted, wanted + LAST))  # compared as the column is ordered
    return word.between(first, last)
