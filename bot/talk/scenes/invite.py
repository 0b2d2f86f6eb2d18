"""Inviting others: one's link, who came by it, and what there is for both."""

from bot.chat import Message
from bot.talk.action import action
from bot.talk.scenes import balance, tier
from bot.talk.turn import Turn
from bot.usecases.doors import GUEST


@action("invite")
async def show(turn: Turn) -> None:
    """The link, where the platform and the catalogue allow thanks for it."""
    texts, bonus, platform = turn.texts, turn.can.invite.bonus, turn.address.platform
    guests = await turn.can.invite.guests(turn.person.person_id)
    link = turn.can.doors.link(platform, GUEST + guests.code)
    if bonus is None or link is None or not turn.can.doors.invites(platform):
        await turn.show(Message(texts("invite-not-here")))
        return
    what = tier.amount(texts, bonus.asset, bonus.amount)
    lines = [texts("invite-link", link=link, what=what, most=bonus.most)]
    if guests.came:
        lines.append(texts("invite-guests", came=guests.came, painted=guests.painted))
    await turn.show(Message("\n\n".join(lines), ((balance.show.button(texts("button-balance")),),)))


async def arrive(turn: Turn, code: str) -> str:
    """Somebody came by a link: what there is for them, to be said before the welcome; nothing where that means
    nobody."""
    bonus = turn.can.invite.bonus
    if bonus is None or not turn.can.doors.invites(turn.address.platform):
        return ""
    if not await turn.can.invite.arrive(turn.person, code, turn.incoming.client):
        return ""
    return turn.texts("invite-welcome", what=tier.amount(turn.texts, bonus.asset, bonus.amount))
