"""Inline queries that people of the simulated Telegram have made, and what they saw."""

from dataclasses import dataclass, field

from tests.simulators.telegram.book import Json


@dataclass(slots=True)
class InlineAnswer:
    """What a person sees over the field for words."""

    given: Json | None = None

    @property
    def results(self) -> list[Json]:
        assert self.given is not None
        return list(self.given["results"])

    @property
    def titles(self) -> list[str]:
        return [result["title"] for result in self.results]

    @property
    def button(self) -> str | None:
        """What the button over the results says."""
        assert self.given is not None
        return self.given["button"]["text"] if "button" in self.given else None

    @property
    def next(self) -> str:
        assert self.given is not None
        return str(self.given.get("next_offset", ""))


@dataclass(slots=True)
class Inquiries:
    """Those that were made, by their ids."""

    asked: dict[str, InlineAnswer] = field(default_factory=dict)
