"""Who gets letters from the house: everybody who wants news and may be served, by one account each."""

from sqlalchemy import ColumnElement, Select, exists, func, select

from storage.bans import BanScope
from storage.feed_tables import bans
from storage.tables import identities, people, talks


def readers() -> Select[tuple[str, str, str]]:
    """Person, platform and account: the account that they talked from last, of those that have not left."""
    here = (talks.c.platform == identities.c.platform, talks.c.chat == identities.c.external_id)
    last = select(func.max(talks.c.updated_at)).where(*here).scalar_subquery()
    place = func.row_number().over(
        partition_by=identities.c.person_id,
        order_by=(last.desc().nulls_last(), identities.c.platform, identities.c.external_id),
    )
    accounts = (
        select(identities.c.person_id, identities.c.platform, identities.c.external_id, place.label("place"))
        .join(people)
        .where(identities.c.gone_at.is_(None), people.c.news, ~_banned(identities.c.person_id))
        .subquery()
    )
    return select(accounts.c.person_id, accounts.c.platform, accounts.c.external_id).where(accounts.c.place == 1)


def how_many() -> Select[int]:
    """How many readers there are: which account they talked from last makes no difference."""
    reached = exists().where(identities.c.person_id == people.c.person_id, identities.c.gone_at.is_(None))
    return select(func.count()).select_from(people).where(people.c.news, reached, ~_banned(people.c.person_id))


def _banned(person_id: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(bans.c.person_id == person_id, bans.c.scope == BanScope.ALL)
