"""Where one pays for what: digital goods in the money that the platform allows, what is sent by post in ours."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.catalogue import Catalogue
from bot.goods import goods
from bot.platform import Platform
from bot.prices import Print
from bot.till import Till


@dataclass(frozen=True, slots=True)
class Shop:
    """The tills and platforms of this process; they are filled after it is made. `support` is where people write."""

    catalogue: Catalogue
    tills: Mapping[str, Till]
    platforms: Mapping[str, Platform]
    support: str = ""

    def till(self, platform: str, kind: str) -> Till | None:
        """Who takes the money for goods of this kind there; None: they are not sold there."""
        wanted = self.catalogue.prices.currency if goods(kind).physical else self.currency(platform)
        return next((till for till in self.tills.values() if till.currency == wanted), None)

    def currency(self, platform: str) -> str:
        """In what digital goods are priced there."""
        only = self.platforms[platform].money if platform in self.platforms else None
        return only or self.catalogue.prices.currency

    @property
    def prints(self) -> tuple[Print, ...]:
        """The canvases that can be paid, anywhere: none without a till for our money."""
        prices = self.catalogue.prices
        return prices.prints if any(till.currency == prices.currency for till in self.tills.values()) else ()
