"""What the outlets of VK have in common: how a failure ends there, and what VK calls the place of a post."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.chat import DeliveryError, Refused, TryLater
from bot.platforms.vk.errors import TokenRefused


@contextmanager
def travelling() -> Iterator[None]:
    """Failures as an outlet tells them. What a token did not open is not posted once there is a new one: whoever sees
    the page then wants to see what is new, and not everything at once."""
    try:
        yield
    except TokenRefused as error:
        raise Refused("VK refuses the token") from error
    except (TryLater, Refused):
        raise
    except DeliveryError as error:
        raise Refused(str(error)) from error


def place_of(owner_id: int, number: int) -> str:
    """As VK names things that somebody owns."""
    return f"{owner_id}_{number}"


def numbers_of(place: str) -> tuple[int, int]:
    owner_id, number = place.split("_")
    return int(owner_id), int(number)
