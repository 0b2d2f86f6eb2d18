"""What is said of a post: its title, who made it in which style, how it stands, where it is found. Knows no button."""

from bot.texts import Texts
from bot.usecases import style_refs
from bot.usecases.doors import POST
from bot.usecases.posts import in_question
from bot.words import cut
from storage.posts import Post, PostState

SHORT = 24  # characters of a title on a tile


def short(post: Post, number: int) -> str:
    """What a tile is called."""
    return cut(post.title or str(number), SHORT)


def titled(texts: Texts, post: Post) -> str:
    return texts("post-titled", title=post.title) if post.title else texts("post-untitled")


def standing(texts: Texts, post: Post) -> str:
    """Who sees it, or why nobody does."""
    if post.state is PostState.REFUSED:
        return texts("post-refused", reason=reason(texts, post.reason))
    if post.state is PostState.SHOWN:
        return texts("post-in-feed" if post.listed else "post-by-link")
    if post.state is PostState.HIDDEN:
        return texts("post-hidden")
    if in_question(post):
        return texts("post-in-question")
    return texts("post-waiting-link" if post.public else "post-waiting")


def refused_before(texts: Texts, why: str, support: str) -> str:
    """A painting whose post is gone: why it is not published anew, and whom to ask."""
    return f"{texts('share-refused', reason=reason(texts, why))} {ask(texts, support)}"


def ask(texts: Texts, support: str) -> str:
    """Whoever thinks that a moderator was wrong writes there."""
    return texts("post-ask", support=support) if support else texts("post-ask-owner")


def reason(texts: Texts, why: str | None) -> str:
    """A reason that moderators choose from, or their own words."""
    return texts.titled(f"post-reason-{why}", why) if why else texts("post-reason-other")


def way(texts: Texts, post: Post, link: str | None) -> str:
    """Its link; where there is none, what others write to see it."""
    return link or texts("post-way", code=POST + post.post_id)


def about(texts: Texts, post: Post) -> str:
    """What anybody reads beside it."""
    lines = [titled(texts, post)]
    if post.author:
        lines.append(texts("post-author", name=post.author))
    if style := styled(texts, post):
        lines.append(style)
    return "\n".join(lines)


def styled(texts: Texts, post: Post) -> str:
    """Its style, and who brought it."""
    title = style_refs.titled(texts, post.style_ref, post.style_title)
    if title and post.credit:
        return texts("post-style-by", style=title, name=post.credit)
    if post.credit:
        return texts("post-style-untitled-by", name=post.credit)
    return texts("post-style", style=title) if title else ""
