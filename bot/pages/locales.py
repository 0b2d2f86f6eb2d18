"""Which language a page speaks: the person's own, else the browser's. Knows no texts but their languages."""

from aiohttp import web

from bot.texts import FALLBACK, locales
from storage.people import Person

COOKIE = "language"
LIFE_S = 365 * 24 * 3600


def spoken(request: web.Request, person: Person | None) -> str:
    """A language of ours: what the person has chosen, what this browser spoke last, what it asks for."""
    ours = locales()
    wishes = [person.locale if person else "", request.cookies.get(COOKIE, ""), *accepted(request)]
    return next((wish for wish in wishes if wish in ours), FALLBACK)


def accepted(request: web.Request) -> list[str]:
    """The languages of Accept-Language, the dearest first: "ru-RU,en;q=0.8" is ru, en. RFC 9110, section 12.5.4."""
    wishes: list[tuple[float, str]] = []
    for part in request.headers.get("Accept-Language", "").split(","):
        tag, _, weight = part.strip().partition(";q=")
        wishes.append((-number(weight), tag.partition("-")[0].lower()))
    return [language for _, language in sorted(wishes, key=lambda wish: wish[0])]


def number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


def remember(response: web.StreamResponse, locale: str, *, secure: bool) -> None:
    response.set_cookie(COOKIE, locale, max_age=LIFE_S, path="/", httponly=True, samesite="Lax", secure=secure)
