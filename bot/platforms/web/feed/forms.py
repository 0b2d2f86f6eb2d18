"""What one does on a page of the feed: liking, reporting; hiding, showing and deleting what is one's own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.platforms.web.feed.pages import Page, Stale, told, wants_json
from bot.platforms.web.feed.viewer import Viewer
from bot.platforms.web.site import Site
from bot.usecases.doors import FEED
from bot.usecases.marks import Like, Report
from bot.usecases.posts import MyPosts
from bot.usecases.publish import Publish
from bot.usecases.reasons import Reason
from storage.people import Person

BACK = re.compile(rf"{FEED}(/[\w/-]*)?(\?[^#\\\s]*)?", re.ASCII)  # a page of ours and nobody else's
YES = "yes"


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody sent from a page of ours, and who they are by that."""

    fields: Mapping[str, str]
    person: Person
    post_id: str

    @property
    def page(self) -> str:
        """Of the work."""
        return f"{FEED}/{self.post_id}"


@dataclass(frozen=True, slots=True)
class Forms:
    """Each is a POST that may be repeated: it says what shall be, not what shall change."""

    site: Site

    async def like(self, viewer: Viewer, request: web.Request) -> web.StreamResponse:
        """`wanted` says whether they like it from now on. A script is told the count, a browser goes back."""
        form = await self._form(viewer, request)
        wanted = form.fields.get("wanted") == YES
        like = Like(self.site.store)
        post = await like(form.person.person_id, form.post_id, viewer.client, wanted=wanted)
        if wants_json(request):
            said = viewer.texts("gallery-liked" if wanted else "gallery-not-liked")
            return web.json_response({"liked": wanted, "likes": post.likes, "said": said})
        back = form.fields.get("back", "")
        return see(f"{back if BACK.fullmatch(back) else form.page}#w-{form.post_id}")

    async def report(self, viewer: Viewer, request: web.Request) -> Page:
        """Thank you, whatever comes of it."""
        form = await self._form(viewer, request)
        said = form.fields.get("reason", "")
        if said not in set(Reason):
            return told("reason", 400, form.page)
        await Report(self.site.store)(form.person.person_id, form.post_id, Reason(said), viewer.client)
        return told("reported", back=form.page)

    async def hide(self, viewer: Viewer, request: web.Request) -> web.StreamResponse:
        form = await self._form(viewer, request)
        await MyPosts(self.site.store).hide(form.person.person_id, form.post_id)
        return see(form.page)

    async def show(self, viewer: Viewer, request: web.Request) -> web.StreamResponse:
        """`listed` says whether in the feed or by link only."""
        form = await self._form(viewer, request)
        listed = form.fields.get("listed") == YES
        await MyPosts(self.site.store).show(form.person.person_id, form.post_id, listed=listed)
        return see(form.page)

    async def delete(self, viewer: Viewer, request: web.Request) -> Page:
        form = await self._form(viewer, request)
        await Publish(self.site.store).delete(form.person.person_id, form.post_id)
        return told("deleted")

    async def _form(self, viewer: Viewer, request: web.Request) -> Form:
        """Raises Stale. A visitor who does something is a person from now on."""
        fields = {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
        visitor = self.site.visitors.confirmed(request, fields.get("token", ""))
        if visitor is None:
            raise Stale
        person = await self.site.arrive(visitor, viewer.texts.locale)
        return Form(fields, person, request.match_info["post_id"])


def see(where: str) -> web.Response:
    """Look there: a page that is loaded anew sends no form again."""
    return web.Response(status=303, headers={"Location": where})
