"""Settings of YooKassa, which takes roubles. Without a shop it is off."""

from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.addresses import Address
from bot.settings import Misconfigured, setting

NAME = "yookassa"
NO_SECRET = SecretStr("")
HERE = ("127.0.0.1", "::1", "localhost")
TEST_KEY = "test_"  # what the secret key of a shop for tests begins with
# The list in YooKassa's own library (yookassa 3.13.0), where notifications come from.
NETWORKS = (
    "77.75.153.0/25, 77.75.154.128/25, 77.75.156.11, 77.75.156.35, 185.71.76.0/27, 185.71.77.0/27, "
    "2a02:5180:0:1509::/64, 2a02:5180:0:1533::/64, 2a02:5180:0:2655::/64, 2a02:5180:0:2669::/64"
)


class YooKassaSettings(BaseSettings):
    """Which shop, and what its receipts say (54-FZ)."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, populate_by_name=True
    )

    shop_id: str = setting("YOOKASSA_SHOP_ID", "", "the shop's number in YooKassa's cabinet")
    secret_key: SecretStr = setting("YOOKASSA_SECRET_KEY", NO_SECRET, "its secret key; test_… is a shop for tests")
    api_url: str = setting("YOOKASSA_API_URL", "https://api.yookassa.ru/v3", "YooKassa's API")
    receipts: bool = setting(
        "YOOKASSA_RECEIPTS", True, "send receipts with payments; off for the self-employed, who issue theirs elsewhere"
    )
    vat_code: int | None = setting(
        "YOOKASSA_VAT_CODE", None, "VAT on receipts, by YooKassa's numbers (1: without)", ge=1, le=12
    )
    tax_system: int | None = setting(
        "YOOKASSA_TAX_SYSTEM", None, "tax system on receipts, where the cash register wants it", ge=1, le=6
    )
    networks: str = setting("YOOKASSA_NETWORKS", NETWORKS, "networks that notifications may come from")
    timeout_s: float = setting("YOOKASSA_TIMEOUT_S", 10.0, "seconds to wait for an answer of YooKassa", gt=0, le=10)

    @property
    def for_tests(self) -> bool:
        """Whether this shop is one where nobody pays with real money."""
        return self.secret_key.get_secret_value().startswith(TEST_KEY)

    @cached_property
    def _networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return tuple(ip_network(text.strip()) for text in self.networks.split(",") if text.strip())

    def theirs(self, address: Address | None) -> bool:
        """Whether YooKassa speaks from there."""
        return address is not None and any(address in network for network in self._networks)

    def on(self, public_url: str) -> bool:
        """Is a shop configured? Misconfigured names what a half configuration lacks."""
        needed = {"YOOKASSA_SHOP_ID": self.shop_id, "YOOKASSA_SECRET_KEY": self.secret_key.get_secret_value()}
        if not any(needed.values()):
            return False
        for variable, value in needed.items():
            if not value:
                raise Misconfigured(f"{variable} is missing: YooKassa is known by a shop's number and its secret key")
        if not public_url:
            raise Misconfigured("MAZOK_PUBLIC_URL is missing: YooKassa leads people back there when they have paid")
        if self.receipts and self.vat_code is None:
            raise Misconfigured(
                "YOOKASSA_VAT_CODE is missing: receipts name the VAT (1: without). The self-employed, who issue theirs "
                "elsewhere, set YOOKASSA_RECEIPTS=off"
            )
        api = urlsplit(self.api_url)
        if api.scheme != "https" and api.hostname not in HERE:
            raise Misconfigured("YOOKASSA_API_URL must begin with https://: the secret key travels with each call")
        try:
            known = self._networks
        except ValueError as error:
            raise Misconfigured(f"YOOKASSA_NETWORKS: {error}") from error
        if not known:
            raise Misconfigured("YOOKASSA_NETWORKS is empty: no notification would be believed")
        return True
