"""Buttons as words, for apps that show none: a choice by its number, a page by its address. Knows no call."""

from dataclasses import replace

from bot.chat import Message
from bot.platforms.vk.abilities import Abilities


def linked(text: str, message: Message, can: Abilities) -> tuple[str, Message]:
    """Where no button can open a page, its address is in the text and the button is gone."""
    if can.inline and can.links:
        return text, message
    pages = [f"{button.text}: {button.url}" for row in message.buttons for button in row if button.url]
    rows = tuple(tuple(button for button in row if not button.url) for row in message.buttons)
    return "\n".join([text, *pages]), replace(message, buttons=rows)


def told(text: str, message: Message) -> str:
    """The text and below it the choices: a person answers with a number."""
    choices = [*(tile.title for tile in message.gallery), *(button.text for row in message.buttons for button in row)]
    lines = [f"{number}. {choice}" for number, choice in enumerate(choices, start=1)]
    return "\n".join([text, "", *lines])
