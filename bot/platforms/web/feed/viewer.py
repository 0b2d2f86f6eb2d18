"""Who looks at a page of the feed, and by which address. Knows no page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from babel.dates import format_date

from bot.pages import locales
from bot.platforms.web.site import Site
from bot.texts import Texts
from storage.people import Person
from storage.posts import Post


@dataclass(frozen=True, slots=True)
class Viewer:
    """`person` is None for a browser that has not said or liked anything yet; `base` is our address as people see it,
    `path` what they ask for, `client` the hash of their network's address."""

    site: Site
    visitor: str
    person: Person | None
    texts: Texts
    base: str
    path: str
    client: str | None

    @property
    def person_id(self) -> str | None:
        return self.person.person_id if self.person else None

    @property
    def token(self) -> str:
        return self.site.visitors.token(self.visitor)

    def owns(self, post: Post) -> bool:
        return self.person is not None and post.person_id == self.person.person_id

    def absolute(self, path: str) -> str:
        return self.base + path

    def day(self, moment: datetime) -> str:
        """21 November 2026, in UTC."""
        return format_date(moment, "long", locale=self.texts.locale)

    async def likes(self, posts: Sequence[Post]) -> set[str]:
        """Which of these do they like?"""
        if not self.person or not posts:
            return set()
        async with self.site.store.reading() as tx:
            return await tx.marks.liked(self.person.person_id, [post.post_id for post in posts])


async def viewer(site: Site, request: web.Request) -> Viewer:
    """Whoever sent this request; a browser without our cookie is a visitor from now on, and a person once it likes."""
    visitor = site.visitors.known(request)
    person = await site.person(visitor) if visitor else None
    return Viewer(
        site,
        visitor or site.visitors.welcome(request),
        person,
        Texts(locales.spoken(request, person)),
        base_of(site, request),
        request.path_qs,
        site.addresses.hash(request),
    )


def base_of(site: Site, request: web.Request) -> str:
    """The address that the owner has named; else the one that this browser uses."""
    return site.visitors.origin.rstrip("/") or f"{request.scheme}://{request.host}"
