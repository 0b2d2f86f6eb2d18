"""People on the simulated VK do with what they are shown what people do: cards, keyboards, pages, and plain words."""

import asyncio
import json
from typing import Any

import pytest

from tests.simulators.test_vk_server import call, packed, server
from tests.simulators.vk.client import OLD, WITHOUT_CAROUSEL, Client
from tests.simulators.vk.person import Person
from tests.simulators.vk.seen import dialogue
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import Pressed
from tests.simulators.vk_calls import Caller
from tests.simulators.waiting import Unseen

__all__ = ["call", "server"]


def button(label: str, kind: str = "callback", **more: Any) -> dict[str, Any]:
    return {"action": {"type": kind, "label": label, "payload": json.dumps({"d": label})} | more}


async def writes(call: Caller, person: Person, words: str, **more: object) -> None:
    number = len(person.world.history) + 1
    told = await call("messages.send", peer_id=person.peer_id, random_id=number, message=words, **more)
    assert "response" in told, told


async def answering(call: Caller, pressing: "asyncio.Task[Any]") -> None:
    """Answer every button until whoever presses has done so."""
    world = call.server.world
    while not pressing.done():
        for pressed in [one for one in world.pressed.values() if not one.answers]:
            where = {"user_id": pressed.user_id, "peer_id": pressed.peer_id}
            await call("messages.sendMessageEventAnswer", event_id=pressed.event_id, **where)
        await asyncio.sleep(0)


async def test_a_callback_button_tells_its_message_and_spins_until_it_is_answered(
    server: VkServer, call: Caller
) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    await writes(call, alice, "Ready", keyboard={"inline": True, "buttons": [[button("Paint")]]})
    pressing = asyncio.create_task(alice.presses("Paint"))
    await answering(call, pressing)
    pressed = pressing.result()
    assert isinstance(pressed, Pressed)
    told = server.world.events[-1]["object"]
    assert (told["payload"], told["conversation_message_id"]) == ({"d": "Paint"}, alice.screen()[0].message_id)


async def test_who_is_not_answered_complains_with_the_dialogue(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.says("Hello")
    await writes(call, alice, "Ready", keyboard={"inline": True, "buttons": [[button("Paint")]]})
    with pytest.raises(
        Unseen, match=r"Alice waited 0.1 s for words 'Done'\n +Alice says 1: Hello\n +Mazok says 2: Ready"
    ):
        await alice.sees("Done", within_s=0.1)
    assert "[Paint]" in dialogue(server.world)


async def test_a_card_of_a_carousel_is_chosen_by_its_title(server: VkServer, call: Caller) -> None:
    alice, bob = await server.person("Alice"), await server.person("Bob", WITHOUT_CAROUSEL)
    cards = [{"title": title, "buttons": [button(f"Take {title}", "text")]} for title in ("Mosaic", "Woodcut")]
    for person in (alice, bob):
        await person.allows()
        await writes(call, person, "Choose", template={"type": "carousel", "elements": cards})
    await alice.chooses("Woodcut")
    said = server.world.events[-1]["object"]["message"]
    assert (said["text"], json.loads(said["payload"])) == ("Take Woodcut", {"d": "Take Woodcut"})
    assert not bob.screen()[0].controls


async def test_a_card_shows_a_photo_that_was_uploaded(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    photo = await call.photo(alice.peer_id, packed())
    card = {"photo_id": f"{photo['owner_id']}_{photo['id']}", "buttons": [button("Take")]}
    await writes(call, alice, "Choose", template={"type": "carousel", "elements": [card]})
    template = {"type": "carousel", "elements": [card | {"photo_id": "-1_2"}]}
    send = {"peer_id": alice.peer_id, "random_id": 9, "message": "Choose"}
    assert await call.refused("messages.send", **send, template=template) == 911


async def test_a_keyboard_below_the_field_stays_until_it_is_cleared(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    await writes(call, alice, "Ready", keyboard={"buttons": [[button("Menu", "text")]]})
    await writes(call, alice, "Later")
    await alice.presses("Menu")
    assert server.world.events[-1]["object"]["message"]["text"] == "Menu"
    await writes(call, alice, "Bye", keyboard={"buttons": []})
    with pytest.raises(Unseen):
        await alice.presses("Menu", within_s=0.1)


async def test_a_keyboard_below_the_field_is_not_in_every_app(server: VkServer, call: Caller) -> None:
    carol = await server.person("Carol", Client(keyboard=False))
    await carol.allows()
    await writes(call, carol, "Ready", keyboard={"buttons": [[button("Menu", "text")]]})
    with pytest.raises(Unseen):
        await carol.presses("Menu", within_s=0.1)


async def test_a_button_may_open_a_page(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    link = {"action": {"type": "open_link", "label": "Pay", "link": "https://yookassa.ru/1"}}
    await writes(call, alice, "Pay", keyboard={"inline": True, "buttons": [[link]]})
    assert await alice.presses("Pay") == {"link": "https://yookassa.ru/1"}


async def test_whose_app_shows_no_buttons_answers_by_number(server: VkServer, call: Caller) -> None:
    carol = await server.person("Carol", OLD)
    await carol.allows()
    keyboard = {"inline": True, "buttons": [[button("Paint")]]}
    await writes(call, carol, "Ready to Paint\n\n1. Tier\n2. Paint", keyboard=keyboard)
    assert not carol.screen()[0].controls
    await carol.presses("Paint")
    assert server.world.events[-1]["object"]["message"]["text"] == "2"


async def test_an_app_shows_only_the_buttons_that_it_knows(server: VkServer, call: Caller) -> None:
    carol = await server.person("Carol", Client(actions=("text",)))
    await carol.allows()
    await writes(call, carol, "Ready", keyboard={"inline": True, "buttons": [[button("A"), button("B", "text")]]})
    assert carol.screen()[0].labels == ("B",)
