"""What a post is called, after it was published: the next words are its title, or it has none any more."""

from dataclasses import replace

from bot.chat import Button, Message
from bot.talk.action import Sent, action, listens
from bot.talk.scenes import line, order, posts
from bot.talk.turn import Turn
from bot.texts import Texts
from bot.usecases.publish import TITLE_CHARS
from storage.posts import Post


def button(texts: Texts, post: Post) -> Button:
    """The way here."""
    return ask.button(texts("button-other-title" if post.title else "button-title"), post.post_id)


@action()
async def ask(turn: Turn, post_id: str) -> None:
    """Which title? Of what stands in the feed a moderator reads it first, which is said before anything is changed."""
    post = await posts.mine_(turn, post_id)
    if post is None:
        return
    if not posts.changeable(post):  # an old button
        await turn.say(await posts.card(turn, post))
        return
    texts = turn.texts
    turn.scene = take.scene
    turn.sketch = replace(turn.sketch, naming=post_id)
    asked = [texts("title-which", most=TITLE_CHARS), *([texts("post-title-moderated")] if post.in_feed else [])]
    rows = ((remove.button(texts("button-untitled"), post_id),),) if post.title else ()
    await turn.say(Message(" ".join(asked), rows))


@listens
async def take(turn: Turn, sent: Sent) -> None:
    """Its title; words that are none are asked for again, and a picture is a new painting, as ever."""
    title = await line.given(turn, sent, TITLE_CHARS, "title")
    if title is None:
        return
    post_id, turn.scene = turn.sketch.naming or "", order.order.scene
    turn.sketch = replace(turn.sketch, naming=None)
    await posts.change(turn, lambda: turn.can.my_posts.entitle(turn.person.person_id, post_id, title))


@action()
async def remove(turn: Turn, post_id: str) -> None:
    """No title then: nobody needs to read that first. Words that come later are none any more."""
    turn.scene = order.order.scene
    await posts.change(turn, lambda: turn.can.my_posts.entitle(turn.person.person_id, post_id, ""))
