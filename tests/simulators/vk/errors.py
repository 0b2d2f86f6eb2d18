"""VK's errors by number, in VK's words."""

from typing import Any

WORDS = {
    1: "Unknown error occurred",
    3: "Unknown method passed",
    5: "User authorization failed",
    6: "Too many requests per second",
    8: "Invalid request",
    9: "Flood control",
    10: "Internal server error",
    14: "Captcha needed",
    15: "Access denied",
    27: "Group authorization failed",
    29: "Rate limit reached",
    100: "One of the parameters specified was missing or invalid",
    104: "Not found",
    105: "Couldn't save file",
    118: "Invalid server",
    121: "Invalid hash",
    210: "Access to wall's post denied",
    214: "Access to adding post denied",
    900: "Can't send messages for users from blacklist",
    901: "Can't send messages for users without permission",
    902: "Can't send messages to this user due to their privacy settings",
    909: "Can't edit this message, because it's too old",
    910: "Can't sent this message, because it's too big",
    911: "Keyboard format is invalid",
    912: "This is a chat bot feature, change this status in settings",
    914: "Message is too long",
    917: "You don't have access to this chat",
    920: "Can't edit this kind of message",
    936: "Contact not found",
    945: "Chat was disabled",
    950: "Can't send message, reply timed out",
    1012: "Writing is disabled for this chat",
    1600: "Story has already expired",
}


class ApiError(Exception):
    """An answer that tells an error."""

    def __init__(self, code: int, detail: str = "") -> None:
        words = WORDS.get(code, "Error")
        super().__init__(f"{words}: {detail}" if detail and not detail.startswith(words) else detail or words)
        self.code = code

    def told(self, given: dict[str, str]) -> dict[str, Any]:
        """The answer as VK words it: with what was asked, but for the token."""
        asked = [{"key": key, "value": value} for key, value in given.items() if key != "access_token"]
        error: dict[str, Any] = {"error_code": self.code, "error_msg": str(self), "request_params": asked}
        if self.code == 14:
            error |= {"captcha_sid": "239633676097", "captcha_img": "https://api.vk.ru/captcha.php?sid=239633676097"}
        return {"error": error}
