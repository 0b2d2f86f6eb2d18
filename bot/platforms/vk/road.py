"""The way of vk_api's requests: to the server that was configured, and never without a time-out. Knows no method."""

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

HOSTS = ("https://api.vk.ru/", "https://api.vk.com/")  # vk_api posts to the first, whatever the owner wants
CONNECTING = 1 / 3  # of the time-out; the rest is for the answer


class Road(HTTPAdapter):
    """Sends what is addressed to VK's host to `api_url`."""

    def __init__(self, api_url: str, timeout_s: float) -> None:
        super().__init__()
        self._api_url = api_url.rstrip("/")
        self._timeouts_s = (timeout_s * CONNECTING, timeout_s * (1 - CONNECTING))

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        request.url = f"{self._api_url}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        kwargs["timeout"] = self._timeouts_s
        return super().send(request, *args, **kwargs)


def session(api_url: str, timeout_s: float) -> requests.Session:
    """A session that knows no other way to VK."""
    made = requests.Session()
    for host in HOSTS:
        made.mount(host, Road(api_url, timeout_s))
    return made
