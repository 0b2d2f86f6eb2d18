"""Where a request comes from: the person's network, never what they say it is."""

import pytest

from bot.addresses import client
from bot.platforms.web.addresses import network_of


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "network"),
    [
        ("203.0.113.7", [], 0, "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], 0, "203.0.113.7"),  # nobody in front is trusted
        ("10.0.0.1", ["203.0.113.7"], 1, "203.0.113.7"),
        ("10.0.0.1", ["6.6.6.6, 203.0.113.7"], 1, "203.0.113.7"),  # the left was written by the person
        ("10.0.0.1", ["6.6.6.6", "203.0.113.7, 10.0.0.2"], 2, "203.0.113.7"),  # several headers are one list
        ("10.0.0.1", [], 2, "10.0.0.1"),
        ("10.0.0.1", ["nonsense"], 1, "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.7:51000"], 1, "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", [], 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", [], 0, "2001:db8:1:2::/64"),  # the same household
        ("10.0.0.1", ["[2001:db8:1:2::9]:443"], 1, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", [], 0, "203.0.113.7"),
        ("", [], 0, None),
    ],
)
def test_the_network_is_what_the_last_trusted_proxy_saw(
    peer: str, forwarded: list[str], proxies: int, network: str | None
) -> None:
    assert network_of(client(peer, forwarded, proxies)) == network
