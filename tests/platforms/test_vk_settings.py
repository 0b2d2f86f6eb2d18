"""What is configured for VK, and what is missing."""

import pytest
from pydantic import SecretStr

from bot.platforms.vk.settings import VkSettings
from bot.settings import Misconfigured

TOKEN, PERSONS = SecretStr("vk1.a.AbC-d_9"), SecretStr("vk1.a.PeRs-o_N")
CALLBACK = {"callback_path": "/vk", "callback_secret": SecretStr("aB9"), "callback_confirmation": "1a2b3c4d"}
NOTHING = {"callback_path": "", "callback_secret": SecretStr(""), "callback_confirmation": ""}


def test_without_a_token_it_is_off() -> None:
    assert not VkSettings().on()


def test_a_token_and_a_community_are_enough() -> None:
    assert VkSettings(token=TOKEN, group_id=7).on()


def test_the_callback_api_takes_three_settings() -> None:
    assert VkSettings(token=TOKEN, group_id=7, **CALLBACK).on()  # type: ignore[arg-type]


def test_a_persons_token_calls_seldom_and_is_named_by_its_own_setting() -> None:
    alone, both = VkSettings(token=TOKEN, group_id=7), VkSettings(token=TOKEN, group_id=7, user_token=PERSONS)
    assert both.on()
    assert alone.person is None
    assert both.person is not None
    assert both.person.words("{variable}: {rights}") == "VK_USER_TOKEN: wall, photos, groups"
    assert both.person.calls.burst + both.person.calls.per_s <= 3
    assert PERSONS.get_secret_value() not in repr(both.person)


def test_stories_take_one_right_more() -> None:
    rights = [VkSettings(token=TOKEN, group_id=7, stories=on).community.rights for on in (False, True)]
    assert rights == ["management, messages, photos, documents", "management, messages, photos, documents, stories"]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"group_id": 7}, "VK_TOKEN is missing"),
        ({"stories": True}, "VK_TOKEN is missing, but VK_STORIES"),
        ({"user_token": SecretStr("vk1.a.AbC-d_9")}, "VK_TOKEN is missing, but VK_USER_TOKEN"),
        ({"token": TOKEN, "group_id": 7, "user_token": SecretStr("a token")}, "VK_USER_TOKEN does not look"),
        ({"token": TOKEN, "group_id": 7, "comments_post": 23}, "VK_USER_TOKEN is missing, but VK_COMMENTS_POST"),
        ({"token": TOKEN, "group_id": 7, "user_token": TOKEN}, "VK_USER_TOKEN is the community's"),
        ({"callback_path": "/vk"}, "VK_TOKEN is missing"),
        ({"token": TOKEN}, "VK_GROUP_ID is missing"),
        ({"token": SecretStr("a token"), "group_id": 7}, "VK_TOKEN does not look"),
        *(
            ({"token": TOKEN, "group_id": 7, **CALLBACK, missing: NOTHING[missing]}, f"VK_{missing.upper()}")
            for missing in CALLBACK
        ),
        ({"token": TOKEN, "group_id": 7, **CALLBACK, "callback_path": "/"}, "VK_CALLBACK_PATH"),
        ({"token": TOKEN, "group_id": 7, **CALLBACK, "callback_secret": SecretStr("a b")}, "VK_CALLBACK_SECRET"),
    ],
)
def test_half_a_configuration_stops_the_start(settings: dict[str, object], named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        VkSettings(**settings).on()  # type: ignore[arg-type]
