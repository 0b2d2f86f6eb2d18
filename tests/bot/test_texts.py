"""Every sentence exists in every language, with the same variables, and counts right."""

import pytest
from fluent.syntax.ast import BaseNode, VariableReference
from fluent.syntax.visitor import Visitor

from bot.talk.action import Script
from bot.talk.conversation import SCENES
from bot.texts import Texts, closest, locales, messages
from bot.usecases import ban
from bot.usecases.pictures import house
from bot.usecases.reasons import Reason

LONGEST_CAPTION = 1024  # what Telegram shows under a picture
LONGEST_LABEL = 40  # what VK shows on a button


class Variables(Visitor):
    """The names of the variables that a message asks for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def variables(message: BaseNode) -> set[str]:
    visitor = Variables()
    visitor.visit(message)
    return visitor.names


def test_every_language_has_every_key_with_the_same_variables() -> None:
    russian, english = messages("ru"), messages("en")
    assert russian.keys() == english.keys()
    different = {key for key in russian if variables(russian[key]) != variables(english[key])}
    assert not different


def test_every_language_has_the_same_files() -> None:
    from bot.texts import FOLDER

    assert len({frozenset(path.name for path in (FOLDER / locale).glob("*.ftl")) for locale in locales()}) == 1


@pytest.mark.parametrize("locale", locales())
def test_every_text_can_be_said_and_is_short(locale: str) -> None:
    texts = Texts(locale)
    for key, message in messages(locale).items():
        for number in (0, 1, 2, 5, 21):
            said = texts(key, **dict.fromkeys(variables(message), number))
            assert said.strip()
            assert len(said) <= LONGEST_CAPTION, key
            assert not key.startswith("button-") or len(said) <= LONGEST_LABEL, said


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "У вас 0 картин."),
        (1, "У вас 1 картина."),
        (2, "У вас 2 картины."),
        (5, "У вас 5 картин."),
        (11, "У вас 11 картин."),
        (21, "У вас 21 картина."),
        (101, "У вас 101 картина."),
        (112, "У вас 112 картин."),
    ],
)
def test_russian_counts_right(count: int, words: str) -> None:
    assert Texts("ru")("works-mine", count=count) == words


@pytest.mark.parametrize(
    ("code", "locale"), [("ru", "ru"), ("ru-RU", "ru"), ("EN_us", "en"), ("pt-br", "en"), ("", "en")]
)
def test_a_platforms_code_is_a_language_of_ours(code: str, locale: str) -> None:
    assert closest(code) == locale


def test_an_unknown_key_is_a_mistake_and_an_unknown_plugin_is_not() -> None:
    with pytest.raises(KeyError):
        Texts("ru")("no-such-key")
    assert Texts("ru").titled("option-no-such", "Brush") == "Brush"


@pytest.mark.parametrize("locale", locales())
def test_every_command_and_every_house_style_has_a_title(locale: str) -> None:
    texts = Texts(locale)
    assert all(f"command-{command}" in texts for command in Script(SCENES).commands)
    assert all(f"house-{name}" in messages(locale) for name in house())


@pytest.mark.parametrize("locale", locales())
def test_every_reason_why_a_post_is_not_seen_has_its_words(locale: str) -> None:
    texts = Texts(locale)
    for reason in (*Reason, ban.REASON):
        for where in ("gallery", "post", "admin"):
            assert texts(f"{where}-reason-{reason}")
