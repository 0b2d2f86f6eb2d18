"""Where a conversation takes place on VK: with one person, whose id is the address. Chats of many are not answered."""

from bot.chat import Address

NAME = "vk"
CHATS_FROM = 2_000_000_000  # peer ids above it are chats of many people; below 0 there are communities


def address_of(peer_id: int) -> Address:
    return Address(NAME, str(peer_id))


def is_person(peer_id: int) -> bool:
    return 0 < peer_id < CHATS_FROM
