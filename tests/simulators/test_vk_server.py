"""The simulated VK is strict: what VK refuses, it refuses, so a bot that passes here is polite."""

import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from PIL import ExifTags, Image

from tests.simulators.vk.media import RATIO
from tests.simulators.vk.reading import Violation
from tests.simulators.vk.schema import SPEC, Schema, schema
from tests.simulators.vk.server import VkServer
from tests.simulators.vk.world import GROUP_ID, Pressed
from tests.simulators.vk_calls import Caller, posting

needs_the_description = pytest.mark.skipif(not SPEC.exists(), reason=f"VK's description is not at {SPEC}")


@pytest.fixture
async def server() -> AsyncIterator[VkServer]:
    async with VkServer().running() as running:
        yield running


@pytest.fixture
async def call(server: VkServer) -> AsyncIterator[Caller]:
    async with posting(server) as caller:
        yield caller


def packed(size: tuple[int, int] = (300, 200), format: str = "PNG", mode: str = "RGB") -> bytes:  # noqa: A002
    out = BytesIO()
    Image.new(mode, size).save(out, format)
    return out.getvalue()


@needs_the_description
def test_the_description_is_read() -> None:
    assert type(schema()) is Schema
    assert schema().knows("messages.send")
    assert not schema().knows("messages.sing")
    assert not schema().for_communities("wall.post")


@needs_the_description
@pytest.mark.parametrize(
    ("method", "given"),
    [
        ("messages.send", {"peer_id": "1", "message": "a"}),  # no random_id
        ("messages.send", {"peer_id": "1", "random_id": "1", "message": "a", "colour": "red"}),
        ("messages.send", {"peer_id": "one", "random_id": "1", "message": "a"}),
        ("messages.send", {"peer_id": "1", "random_id": "1", "message": "a", "dont_parse_links": "True"}),
        ("messages.send", {"peer_id": "1", "random_id": "1", "message": "a", "payload": "x" * 1001}),
        ("messages.send", {"peer_ids": ",".join(map(str, range(1, 102))), "random_id": "1", "message": "a"}),
        ("messages.sendMessageEventAnswer", {"event_id": "a", "user_id": "1"}),
        ("messages.setActivity", {"peer_id": "1", "type": "painting"}),
        ("docs.getMessagesUploadServer", {"type": "doc"}),
        ("groups.getLongPollServer", {"group_id": "0"}),
    ],
)
def test_what_vk_would_not_take_is_a_violation(method: str, given: dict[str, str]) -> None:
    with pytest.raises(Violation):
        schema().parameters(method, given)


@needs_the_description
@pytest.mark.parametrize(
    ("file", "name", "value"),
    [
        ("users/objects", "users_user_full", {"first_name": "A"}),
        ("messages/objects", "messages_forward", {"is_reply": 1}),
        ("callback/objects", "callback_message", {"id": 1, "txt": "?"}),
        ("callback/objects", "callback_base", {"type": "sings", "group_id": 1, "event_id": "a", "v": "5.199"}),
        ("photos/objects", "photos_photo_sizes", {"height": 1, "width": 1, "type": "enormous"}),
        ("messages/objects", "messages_keyboard_button", {"action": {"type": "dance", "label": "a"}}),
    ],
)
def test_an_answer_that_vk_would_not_give_is_a_violation(file: str, name: str, value: object) -> None:
    with pytest.raises(Violation):
        schema().check_object(file, name, value)


async def test_a_wrong_token_version_or_method_is_refused(call: Caller) -> None:
    assert "response" in await call("groups.getById")
    assert await call.refused("groups.getById", access_token="other") == 5
    assert await call.refused("groups.getById", v="5.92") == 8
    assert await call.refused("groups.sing") == 3


async def test_a_community_cannot_post_on_a_wall(call: Caller) -> None:
    assert await call.refused("wall.post", owner_id=-GROUP_ID, message="Look!") == 27
    assert not call.server.violations


async def test_an_error_tells_what_was_asked_but_not_the_token(call: Caller) -> None:
    told = (await call("messages.send", peer_id=1, random_id=1, message="Hello"))["error"]
    assert told["error_code"] == 901
    assert {"key": "message", "value": "Hello"} in told["request_params"]
    assert call.server.token not in json.dumps(told)


async def test_the_twenty_first_call_in_a_second_is_too_much(call: Caller) -> None:
    answers = [await call("groups.getById") for _ in range(25)]
    errors = [answer["error"]["error_code"] for answer in answers if "error" in answer]
    assert errors
    assert set(errors) == {6}
    assert call.server.refused == len(errors)


async def test_who_never_wrote_or_forbids_it_gets_nothing(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    send = {"peer_id": alice.peer_id, "message": "Hello"}
    assert await call.refused("messages.send", **send, random_id=1) == 901
    await alice.allows()
    assert "response" in await call("messages.send", **send, random_id=2)
    await alice.denies()
    assert await call.refused("messages.send", **send, random_id=3) == 901
    assert [event["type"] for event in server.world.events] == ["message_allow", "message_deny"]


async def test_the_same_random_id_in_a_conversation_is_one_message(server: VkServer, call: Caller) -> None:
    alice, bob = await server.person("Alice"), await server.person("Bob")
    for person in (alice, bob):
        await person.allows()
    first, again, other = [
        (await call("messages.send", peer_id=peer_id, random_id=7, message=words))["response"]
        for peer_id, words in ((alice.peer_id, "Once"), (alice.peer_id, "Twice"), (bob.peer_id, "Once"))
    ]
    assert first == again != other
    assert [seen.text for seen in alice.screen()] == ["Once"]
    for _ in range(2):  # 0 tells nothing apart
        await call("messages.send", peer_id=alice.peer_id, random_id=0, message="Zero")
    assert [seen.text for seen in alice.screen()] == ["Once", "Zero", "Zero"]


async def test_several_conversations_are_answered_one_by_one(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    told = await call("messages.send", peer_ids=f"{alice.peer_id},5", random_id=1, message="Hello")
    sent, refused = told["response"]
    assert sent["conversation_message_id"] == alice.screen()[0].message_id
    assert refused["error"]["code"] == 901


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"message": ""}, 100),
        ({"message": "a" * 4097}, 914),
        ({"attachment": "photo1_2"}, 100),
        ({"message": "a", "keyboard": "{"}, 100),
        ({"message": "a", "template": '{"type": "list", "elements": []}'}, 911),
        ({"message": "a", "forward": '{"is_reply": true, "peer_id": 1, "conversation_message_ids": [1]}'}, 100),
    ],
)
async def test_a_message_out_of_its_limits_is_refused(server: VkServer, call: Caller, given: Any, code: int) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    assert await call.refused("messages.send", peer_id=alice.peer_id, random_id=1, **given) == code
    assert server.violations
    assert not alice.screen()


async def test_a_message_has_ten_attachments_at_most(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    photo = await call.photo(alice.peer_id, packed())
    name = f"photo{photo['owner_id']}_{photo['id']}"
    send = {"peer_id": alice.peer_id, "random_id": 1}
    assert await call.refused("messages.send", **send, attachment=",".join([name] * 11)) == 910
    assert await call.refused("messages.send", **send, attachment=f"{name}_wrong") == 100
    assert "response" in await call("messages.send", **send, attachment=f"{name}_{photo['access_key']},{name}")
    assert len(alice.screen()[0].pictures) == 2


async def test_an_edit_leaves_nothing_of_before(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    keyboard = {"inline": True, "buttons": [[{"action": {"type": "callback", "label": "Go", "payload": "{}"}}]]}
    await call("messages.send", peer_id=alice.peer_id, random_id=1, message="Before", keyboard=keyboard)
    seen = await alice.sees("Before")
    assert seen.labels == ("Go",)
    where = {"peer_id": alice.peer_id, "conversation_message_id": seen.message_id}
    assert (await call("messages.edit", **where, message="After"))["response"] == 1
    assert (await alice.sees("After")).labels == ()


async def test_only_a_message_of_ours_of_today_can_be_edited(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    hers = await alice.says("Hello")
    sent = (await call("messages.send", peer_id=alice.peer_id, random_id=1, message="Hello"))["response"]
    edit = {"peer_id": alice.peer_id, "message": "Bye"}
    assert await call.refused("messages.edit", **edit, message_id=hers["id"]) == 920
    assert await call.refused("messages.edit", **edit, message_id=77) == 100
    assert (await call("messages.edit", **edit, message_id=sent))["response"] == 1
    server.world.messages[alice.peer_id, 2].message["date"] -= 86_401
    assert await call.refused("messages.edit", **edit, message_id=sent) == 909


async def test_a_button_is_answered_once_and_by_its_own_community(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    pressed = Pressed("e1", alice.user_id, alice.peer_id, "Go")
    await server.world.press(pressed)
    answer: dict[str, Any] = {"event_id": pressed.event_id, "user_id": alice.user_id, "peer_id": alice.peer_id}
    shows = {"type": "show_snackbar", "text": "x" * 91}
    assert await call.refused("messages.sendMessageEventAnswer", **answer, event_data=shows) == 100
    assert await call.refused("messages.sendMessageEventAnswer", **{**answer, "peer_id": 1}) == 100
    assert (await call("messages.sendMessageEventAnswer", **answer))["response"] == 1
    assert await call.refused("messages.sendMessageEventAnswer", **answer) == 100


@pytest.mark.parametrize(
    "content",
    [b"no picture", packed((14_000, 1000), mode="1"), packed((RATIO * 20 + 1, 20)), packed(format="TIFF")],
    ids=["bytes", "sides", "ratio", "format"],
)
async def test_what_is_no_photo_for_vk_cannot_be_uploaded(server: VkServer, call: Caller, content: bytes) -> None:
    assert "ERR_UPLOAD" in (await call.uploaded(0, content))["error"]
    assert not server.violations


async def test_a_photo_is_saved_in_sizes_none_above_2560(call: Caller) -> None:
    photo = await call.photo(0, packed((3000, 1500)))
    sizes = {size["type"]: (size["width"], size["height"]) for size in photo["sizes"]}
    assert sizes["w"] == (2560, 1280)
    assert sizes["r"] == (510, 340)  # cut, and the last of all
    largest = next(size for size in photo["sizes"] if size["type"] == "w")
    async with call.session.get(largest["url"]) as response:
        with Image.open(BytesIO(await response.read())) as image:
            assert (image.format, image.size) == ("JPEG", (2560, 1280))


async def test_a_photo_stands_upright_and_forgets_how_it_was_held(call: Caller) -> None:
    held, turned = Image.Exif(), BytesIO()
    held[ExifTags.Base.Orientation] = 6  # a quarter turn
    Image.new("RGB", (300, 200)).save(turned, "JPEG", exif=held)
    photo = await call.photo(0, turned.getvalue())
    with Image.open(BytesIO(call.server.world.media.content(photo))) as image:
        assert (image.size, dict(image.getexif())) == ((200, 300), {})


async def test_what_was_not_uploaded_cannot_be_saved(call: Caller) -> None:
    uploaded = await call.uploaded(0, packed())
    assert await call.refused("photos.saveMessagesPhoto", **{**uploaded, "hash": "x"}) == 121
    assert await call.refused("photos.saveMessagesPhoto", **{**uploaded, "server": 1}) == 118
    assert await call.refused("photos.saveMessagesPhoto", **{**uploaded, "photo": "[]"}) == 100
    assert await call.refused("docs.save", file="x") == 105


async def test_a_file_arrives_as_it_is_behind_another_address(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    place = await call("docs.getMessagesUploadServer", peer_id=alice.peer_id, type="doc")
    uploaded = await call.upload(place["response"]["upload_url"], "file", b"%PDF-1.4", "file0.pdf")
    doc = (await call("docs.save", **uploaded, title="My thesis"))["response"]["doc"]
    name = f"doc{doc['owner_id']}_{doc['id']}_{doc['access_key']}"
    await call("messages.send", peer_id=alice.peer_id, random_id=1, attachment=name)
    assert (await alice.received_file(), alice.screen()[0].file_name) == (b"%PDF-1.4", "My thesis.pdf")
    async with call.session.get(doc["url"]) as response:
        assert (await response.read(), len(response.history)) == (b"%PDF-1.4", 1)


@pytest.mark.parametrize(("field", "name"), [("file", "song.mp3"), ("file", "nothing"), ("photo", "a.pdf")])
async def test_a_file_that_vk_does_not_take_is_refused(call: Caller, field: str, name: str) -> None:
    told = await call.upload(f"{call.server.url}/upload/doc", field, b"content", name)
    assert "ERR_UPLOAD" in told["error"]


@pytest.mark.parametrize("method", ["messages.send", "messages.edit"])
async def test_a_carousel_has_no_buttons_below_it(server: VkServer, call: Caller, method: str) -> None:
    alice = await server.person("Alice")
    await alice.allows()
    buttons = [[{"action": {"type": "callback", "label": "Back", "payload": "{}"}}]]
    carousel = {"type": "carousel", "elements": [{"title": "Mosaic", "buttons": buttons[0]}]}
    send = {"peer_id": alice.peer_id, "random_id": 1, "message": "Choose"}
    sent = (await call("messages.send", **send, template=carousel))["response"]
    again = {"peer_id": alice.peer_id, "message": "Choose", "template": carousel}
    again |= {"message_id": sent} if method == "messages.edit" else {"random_id": 2}
    assert await call.refused(method, **again, keyboard={"inline": True, "buttons": buttons}) == 100
    assert "Only template or keyboard" in str(server.violations)
    if method == "messages.send":  # what lies below the field is no part of the message
        assert "response" in await call(method, **again, keyboard={"buttons": buttons})


async def test_a_person_posts_on_the_wall_of_their_community(server: VkServer, call: Caller) -> None:
    place = (await call.by_a_person("photos.getWallUploadServer", group_id=GROUP_ID))["response"]
    uploaded = await call.upload(place["upload_url"], "photo", packed(), "photo.png")
    saved = await call.by_a_person("photos.saveWallPhoto", group_id=GROUP_ID, **uploaded)
    name = f"photo{saved['response'][0]['owner_id']}_{saved['response'][0]['id']}"
    post = {"owner_id": -GROUP_ID, "from_group": 1, "message": "Look!", "attachments": name, "guid": "one"}
    first = await call.by_a_person("wall.post", **post)
    server.hurry()
    assert await call.by_a_person("wall.post", **post) == first
    assert len(server.world.posts) == 1
    shown = await call.by_a_person("wall.getById", posts=f"-{GROUP_ID}_{first['response']['post_id']}")
    assert shown["response"]["items"][0]["likes"]["count"] == 0
    gone = {"owner_id": -GROUP_ID, "post_id": first["response"]["post_id"]}
    assert (await call.by_a_person("wall.delete", **gone))["response"] == 1
    server.hurry()
    assert (await call.by_a_person("wall.delete", **gone))["error"]["error_code"] == 104


@needs_the_description
@pytest.mark.parametrize("method", ["wall.post", "wall.delete", "wall.getById", "wall.deleteComment"])
async def test_the_wall_is_no_place_for_a_communitys_token(call: Caller, method: str) -> None:
    assert await call.refused(method, owner_id=-GROUP_ID, post_id=1, posts="-1_1", comment_id=1) == 27


async def test_what_only_communities_may_is_nothing_for_people(call: Caller) -> None:
    assert await call.refused("groups.getTokenPermissions", access_token=call.server.user_token) == 28


async def test_the_fourth_call_of_a_person_in_a_second_is_too_much(call: Caller) -> None:
    answers = [await call.by_a_person("groups.getById") for _ in range(6)]
    assert {answer["error"]["error_code"] for answer in answers if "error" in answer} == {6}
    assert "response" in await call("groups.getById")  # the community's calls are counted apart


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"owner_id": -5}, 214),
        ({"from_group": 0}, 100),
        ({"message": ""}, 100),
        ({"attachments": "photo1_2"}, 100),
        ({"attachments": "https://mazok.art,https://vk.com"}, 100),
        ({"message": "x" * 16_000}, 100),
    ],
)
async def test_a_post_that_vk_would_not_take_is_refused(call: Caller, given: dict[str, Any], code: int) -> None:
    post = {"owner_id": -GROUP_ID, "from_group": 1, "message": "Look!"} | given
    assert (await call.by_a_person("wall.post", **post))["error"]["error_code"] == code
    assert not call.server.world.posts


async def test_a_like_is_an_event_for_who_wants_it(server: VkServer, call: Caller) -> None:
    alice = await server.person("Alice")
    made = await call.by_a_person("wall.post", owner_id=-GROUP_ID, from_group=1, message="Look!")
    post = server.world.posts[made["response"]["post_id"]]
    await alice.likes(post)
    assert not server.world.events
    await call("groups.setLongPollSettings", group_id=GROUP_ID, like_add=1, like_remove=1)
    await alice.likes(post)
    await alice.likes(post, no_more=True)
    assert [event["type"] for event in server.world.events] == ["like_add", "like_remove"]
    assert server.world.events[0]["object"]["object_id"] == post["id"]


async def told_story(call: Caller, **given: object) -> dict[str, Any]:
    """A story, uploaded and saved."""
    place = await call("stories.getPhotoUploadServer", add_to_news=1, group_id=GROUP_ID, **given)
    uploaded = await call.upload(place["response"]["upload_url"], "file", packed((1080, 1920)), "story.png")
    saved = await call("stories.save", upload_results=uploaded["response"]["upload_result"])
    return dict(saved["response"]["items"][0])


async def test_a_story_has_a_button_that_leads_to_vk(call: Caller) -> None:
    story = await told_story(call, link_text="view", link_url="https://vk.com/write-1?ref=w_1")
    assert story["link"] == {"text": "view", "url": "https://vk.com/write-1?ref=w_1"}
    ask = {"add_to_news": 1, "group_id": GROUP_ID}
    for wrong in ({"link_text": "view"}, {"link_text": "view", "link_url": "https://mazok.art"}):
        assert await call.refused("stories.getPhotoUploadServer", **ask, **wrong) == 100


async def test_a_story_is_seen_until_it_is_over_or_deleted(server: VkServer, call: Caller) -> None:
    story, other = await told_story(call), await told_story(call)
    names = [f"{one['owner_id']}_{one['id']}" for one in (story, other)]
    shown = (await call("stories.get", owner_id=-GROUP_ID))["response"]
    assert [one["id"] for one in shown["items"][0]["stories"]] == [story["id"], other["id"]]
    where = {"owner_id": -GROUP_ID, "story_id": story["id"]}
    assert (await call("stories.delete", **where))["response"] == 1
    assert await call.refused("stories.delete", **where) == 100
    server.world.stories[1]["expires_at"] = 1
    assert await call.refused("stories.delete", **{**where, "story_id": other["id"]}) == 1600
    assert (await call("stories.get", owner_id=-GROUP_ID))["response"]["items"] == []
    known = (await call("stories.getById", stories=",".join(names)))["response"]["items"]
    assert [(one.get("is_deleted"), one.get("is_expired")) for one in known] == [(True, None), (None, True)]


async def test_a_community_tells_a_story(server: VkServer, call: Caller) -> None:
    place = await call("stories.getPhotoUploadServer", add_to_news=1, group_id=GROUP_ID)
    uploaded = await call.upload(place["response"]["upload_url"], "file", packed((1080, 1920)), "story.png")
    saved = await call("stories.save", upload_results=uploaded["response"]["upload_result"])
    assert [story["id"] for story in saved["response"]["items"]] == [story["id"] for story in server.world.stories]
    assert await call.refused("stories.getPhotoUploadServer", add_to_news=1, group_id=5) == 15
