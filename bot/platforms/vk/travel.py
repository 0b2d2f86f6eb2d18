"""What the outlets of VK have in common: which pictures travel, how a failure ends there, how a post is taken back, and
what VK calls its place."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.chat import Attachment, DeliveryError, Refused, TryLater
from bot.outlet import Share
from bot.platforms.vk.errors import NotThere, TokenRefused


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


async def delete(deletion: Awaitable[Any], is_there: Callable[[], Awaitable[bool]]) -> None:
    """Take a post back; where VK does not say that it is gone, it is asked whether it is."""
    with travelling():
        try:
            await deletion
        except NotThere:
            return
        except Refused:
            if await is_there():
                raise


def pictures_of(share: Share) -> list[Attachment]:
    """The painting, then how it was made; each picture once."""
    return list({picture.key: picture for picture in (share.picture, share.card)}.values())


def place_of(owner_id: int, number: int) -> str:
    """As VK names things that somebody owns."""
    return f"{owner_id}_{number}"


def numbers_of(place: str) -> tuple[int, int]:
    owner_id, number = place.split("_")
    return int(owner_id), int(number)
