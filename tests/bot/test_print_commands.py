"""`mazok admin prints` and `mazok admin print`, typed as the owner types them, on a real database."""

from pathlib import Path

import pytest
from PIL import Image

from bot.chat import Address
from bot.prices import Money, Prices
from bot.usecases.buy import Buy
from bot.usecases.canvas import Placed
from bot.usecases.contacts import Contact, Contacts
from bot.usecases.credit import Credit
from bot.usecases.prints import Prints as Desk
from storage.audit import Act
from tests.bot.counter import Counter, payment_of
from tests.bot.test_admin import Owner
from tests.faults.studio import Studio
from tests.platforms.contract import a_photo
from tests.stores import a_work

ALICE = Contact(name="Alice Liddell", phone="+7 900 123-45-67", address="Saint Petersburg, Nevsky 1")


@pytest.fixture
def owner(tmp_path: Path, database_url: str) -> Owner:
    return Owner(tmp_path, database_url)


@pytest.fixture
def order(owner: Owner) -> str:
    """A canvas of 40 x 30 cm that Alice has paid."""

    async def happens(studio: Studio) -> str:
        alice, store = await studio.person("alice"), studio.store
        contacts = Contacts(store, studio.settings.derive("contacts"))
        await contacts.put(alice.person_id, ALICE)
        async with store.transaction() as tx:
            work = await tx.works.add(a_work(alice.person_id))
        await store.blobs.put(work.picture_key, a_photo(size=(600, 450)))
        desk, placed = Desk(store, Buy(store, studio.catalogue), contacts), Placed(work, Prices.load().prints[0])
        price, where = Money(180000, "RUB"), Address("web", alice.person_id)
        purchase = await desk.order(placed, price, Counter(), where, update_key="web:1")
        await Credit(store)(payment_of(purchase))
        return purchase.purchase_id

    return owner.meanwhile(happens)


def test_what_is_to_be_made_is_listed_and_shown(owner: Owner, order: str) -> None:
    """With the address; that it was read is written down."""
    assert order in owner.types("prints").output
    assert order in owner.types("prints", "--state", "paid").output
    assert order not in owner.types("prints", "--state", "sent").output
    shown = owner.types("print", "show", order).output
    assert "40 x 30 cm  1800 RUB, paid" in shown
    assert "Alice Liddell\n+7 900 123-45-67\nSaint Petersburg, Nevsky 1" in shown

    async def acts(studio: Studio) -> list[Act]:
        async with studio.store.reading() as tx:
            return await tx.audit.newest(5, order)

    assert [act.act for act in owner.meanwhile(acts)] == ["print.show"]


def test_a_canvas_is_moved_by_allowed_steps_only(owner: Owner, order: str) -> None:
    assert "from there it cannot become delivered" in owner.types("print", "move", order, "delivered").output
    assert "is in_production" in owner.types("print", "move", order, "in_production").output
    assert "--track" in owner.types("print", "move", order, "sent").output
    assert "is sent" in owner.types("print", "move", order, "sent", "--track", "RA1", "--note", "today").output
    shown = owner.types("print", "show", order).output
    assert "sent  today" in shown
    assert "track number: RA1" in shown
    assert owner.types("print", "move", order, "paid").exit_code == 2
    assert "no print" in owner.types("print", "move", "nobody's", "sent", "--track", "1").output


@pytest.mark.parametrize("suffix", ["png", "tif", "jpg"])
def test_the_file_for_the_printer_knows_its_size(owner: Owner, order: str, tmp_path: Path, suffix: str) -> None:
    """48 x 38 cm: the front and 4 cm round each edge."""
    path = tmp_path / f"canvas.{suffix}"
    told = owner.types("print", "picture", order, "-o", str(path))
    assert "40 x 30 cm, and 4 cm round each edge" in told.output
    with Image.open(path) as image:
        across, down = (float(dots) for dots in image.info["dpi"])
        assert image.width / across * 2.54 == pytest.approx(48, rel=0.01)  # a JPEG knows whole dots per inch
        assert image.height / down * 2.54 == pytest.approx(38, rel=0.01)
        assert image.info["icc_profile"]


def test_a_format_without_a_size_is_refused(owner: Owner, order: str, tmp_path: Path) -> None:
    assert "use one of .png" in owner.types("print", "picture", order, "-o", str(tmp_path / "canvas.webp")).output


def test_the_books_hold_what_was_paid_for_a_canvas_and_what_went_back(owner: Owner, order: str) -> None:
    """A canvas is no credit: its money alone is booked."""
    checked = owner.types("check")
    assert checked.exit_code == 0, checked.output
    assert "is canceled" in owner.types("print", "move", order, "canceled", "--note", "torn").output
    checked = owner.types("check")
    assert checked.exit_code == 0, checked.output
