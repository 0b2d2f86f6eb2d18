"""How jobs look when the bot speaks by itself: the use cases know when, this knows with which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat import Message
from bot.talk.scenes import album as album_scene
from bot.talk.scenes import look_first, result, status
from bot.texts import Texts
from bot.usecases.pictures import attachment
from bot.usecases.shop import Shop
from bot.usecases.status import Status
from storage import Store
from storage.job import Job
from storage.people import Person
from storage.works import Work


@dataclass(frozen=True, slots=True)
class JobViews:
    """Implements `bot.usecases.views.Views`."""

    store: Store
    shop: Shop

    def status(self, person: Person, about: Status, picture_key: str) -> Message:
        return status.message(Texts(person.locale), about, attachment(self.store, picture_key))

    def ended(self, person: Person, job: Job, work: Work | None, back: Mapping[str, int]) -> Message:
        texts = Texts(person.locale)
        if work is None:
            return result.returned(texts, result.without_painting(texts, job), back)
        message = result.painting(texts, self.store, work, self.shop)
        rows = () if job.group else look_first.row(texts, work, self.shop, job.platform)
        message = replace(message, text=result.caption(texts, job, work), buttons=(*message.buttons, *rows))
        return result.returned(texts, message, back)

    def for_sale(self, person: Person, work: Work) -> str:
        return Texts(person.locale)("look-first-for-sale", width=work.width, height=work.height)

    def not_for_sale(self, person: Person) -> Message:
        return Message(Texts(person.locale)("look-first-refused"))

    def album_status(self, person: Person, album: Sequence[Status], picture_key: str) -> Message:
        return album_scene.progress(Texts(person.locale), album, attachment(self.store, picture_key))

    def album(self, person: Person, ended: Sequence[tuple[Job, Work | None]], back: Mapping[str, int]) -> Message:
        texts = Texts(person.locale)
        return result.returned(texts, album_scene.painted(texts, self.store, ended), back)

    def ready(self, person: Person, job: Job) -> Message:
        return Message(Texts(person.locale)("result-ready"))
