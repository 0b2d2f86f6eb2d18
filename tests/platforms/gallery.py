"""Works in the gallery of the web, for tests: made-up posts whose pictures can be fetched."""

import io
import re
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from bot.usecases import posted
from bot.usecases.posted import Shown, posted_key
from storage import Store
from storage.people import Person
from storage.posts import Post, PostState
from tests.platforms.web_site import Site, Visitor
from tests.posts import a_post

COLORS = {"photo": "tan", "style": "teal", "picture": "indigo"}


def jpeg(color: str, size: tuple[int, int] = (120, 90)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG")
    return file.getvalue()


async def publish(store: Store, person_id: str, *, shown: bool = True, words: str = "", **changes: Any) -> Post:
    """A post with pictures; a moderator has approved it unless told otherwise."""
    new = a_post(person_id, **{"width": 120, "height": 90, **changes})
    async with store.transaction() as tx:
        post = await tx.posts.add(new)
        await tx.posts.found_by(post.post_id, words)
        if shown and post.state is PostState.WAITING:
            post = await tx.posts.decide(post.post_id, PostState.SHOWN)
    owner, _, name = post.picture_key.split("/")
    if person_id == owner:
        photo = jpeg(COLORS["photo"]) if post.photo_key else None
        styles = [jpeg(COLORS["style"])] if post.style_key else []
        await posted.keep_pictures(store, owner, name.rpartition("-")[0], Shown(photo, styles, jpeg(COLORS["picture"])))
    return post


def film_key(person_id: str, post_id: str) -> str:
    return posted_key(person_id, post_id, "film")


@dataclass(slots=True)
class Friend:
    """Somebody with a browser who reads the gallery and sends its forms."""

    web: Site
    visitor: Visitor
    token: str = field(default="")

    async def reads(self, path: str, status: int = 200, locale: str = "en") -> str:
        """The page as it is written; its token is kept for the next form."""
        said, page, _ = await self.visitor.get(path, **{"Accept-Language": locale})
        assert said == status, (path, said)
        html = page.decode()
        if token := re.search(r'name="token" value="([^"]+)"', html):
            self.token = token[1]
        return html

    async def sends(self, path: str, *, origin: str | None = None, accept: str = "", **fields: str) -> tuple[int, str]:
        """A form as the page has it; returns the status and the body, or where the browser is sent."""
        data = {"token": self.token, **fields}
        headers = {"Origin": origin or self.visitor.url} | ({"Accept": accept} if accept else {})
        where = f"{self.visitor.url}{path}"
        async with self.visitor.http.post(where, data=data, headers=headers, allow_redirects=False) as answer:
            return answer.status, answer.headers.get("Location", "") or await answer.text()

    async def person(self) -> Person:
        """Who they are, once they have spoken in the chat."""
        await self.visitor.visit()
        await self.visitor.say(text="hello")
        heard = self.web.parrot.heard[-1]
        async with self.web.app.store.reading() as tx:
            person = await tx.people.by_identity(heard.address.platform, heard.person)
        assert person
        return person


def ids(html: str) -> list[str]:
    """The works of a gallery, in their order."""
    return re.findall(r'<li class="work" id="w-([^"]+)"', html)
