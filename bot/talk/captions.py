"""What stands under a post where it is read outside of Mazok. Knows no outlet."""

from dataclasses import dataclass

from bot.texts import Texts
from bot.usecases.style_refs import titled
from storage.posts import Post


@dataclass(frozen=True, slots=True)
class SpreadCaption:
    """Implements `bot.usecases.spread.Caption`. Many read it: in one language, the owner's choice."""

    locale: str

    def __call__(self, post: Post) -> str:
        """Title, author, style and whoever brought it, each where there is one; hashtags."""
        texts = Texts(self.locale)
        style = titled(texts, post.style_ref, post.style_title)
        lines = [
            post.title,
            texts("spread-author", name=post.author) if post.author else "",
            texts("spread-style", title=style) if style else "",
            texts("spread-credit", name=post.credit) if post.credit and post.credit != post.author else "",
        ]
        said = "\n".join(filter(None, lines))
        return "\n\n".join(filter(None, (said, texts("spread-hashtags"))))
