"""The gallery over HTTP: what stands in which list, one work, a style, Atom, what robots may read."""

import re
from collections.abc import AsyncIterator
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import cast
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert

from bot.platform import Platform
from bot.platforms.web.feed.lists import PAGE
from storage import Store
from storage.dialects import now
from storage.feed_tables import spreads
from storage.posts import HOUSE, PostState
from storage.shared_styles import NewSharedStyle
from tests.platforms.contract import a_film
from tests.platforms.gallery import Friend, film_key, ids, publish
from tests.platforms.web_site import Site, plain, site, visitor
from tests.posts import a_post

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("/feed", "/feed/best/day", "/feed/best/week", "/feed/best/month", "/feed/best/ever")


@pytest.fixture
async def alice(web: Site) -> str:
    async with web.app.store.transaction() as tx:
        person = await tx.people.arrive("web", "Alice", "en")
        await tx.people.set_name(person.person_id, "Alice")
    return person.person_id


@pytest.fixture
async def bob(web: Site) -> AsyncIterator[Friend]:
    """Bob looks at the gallery for the first time."""
    async with visitor(web.url) as browser:
        yield Friend(web, browser)


async def test_an_empty_gallery_leads_to_the_chat(bob: Friend) -> None:
    for path in LISTS:
        page = await bob.reads(path)
        assert "Yours could be" in plain(page)
        assert 'href="/">Paint a photo' in page
    assert "Ваша работа" in plain(await bob.reads("/feed", locale="ru"))


async def test_a_card_shows_how_a_work_was_made(web: Site, alice: str, bob: Friend) -> None:
    post = await publish(web.app.store, alice, title="My cat", style_ref="house-mosaic")
    page = await bob.reads("/feed")
    words = " ".join(plain(page).split())
    assert "My cat by Alice Painting after a picture · Mosaic" in words
    for what in ("photo", "style", "picture"):
        address = f"/feed/{post.post_id}/tile/{what}.jpg"
        assert f'src="{address}"' in page
        assert (await bob.visitor.get(address))[2]["Content-Type"] == "image/jpeg"
    assert f'href="/feed/{post.post_id}"' in page
    assert 'href="/feed/style/house-mosaic"' in page


async def test_where_the_photo_is_not_shown_the_style_stands_beside_the_painting(
    web: Site, alice: str, bob: Friend
) -> None:
    post = await publish(web.app.store, alice, photo_key=None)
    page = await bob.reads("/feed")
    assert "photo.jpg" not in page
    assert f"/feed/{post.post_id}/tile/style.jpg" in page
    await bob.reads(f"/feed/{post.post_id}")
    assert (await bob.visitor.get(f"/feed/{post.post_id}/photo.jpg"))[0] == 404


async def test_works_without_a_title_are_called_after_their_style_or_what_was_done(
    web: Site, alice: str, bob: Friend
) -> None:
    await publish(web.app.store, alice, title="", style_ref="house-mosaic")
    await publish(web.app.store, HOUSE, title="", effect="colorize", style_key=None)
    words = " ".join(plain(await bob.reads("/feed")).split())
    assert "In the style “Mosaic” by Alice" in words
    assert "Colors for a grey photo by Mazok" in words


async def test_older_works_are_a_page_further(web: Site, alice: str, bob: Friend) -> None:
    async with web.app.store.transaction() as tx:
        for number in range(PAGE + 2):
            post = await tx.posts.add(a_post(alice, post_id=f"post{number:02}"))
            await tx.posts.decide(post.post_id, PostState.SHOWN)
    first = await bob.reads("/feed")
    assert ids(first)[0] == f"post{PAGE + 1:02}"
    assert len(ids(first)) == PAGE
    assert f'rel="next" href="/feed?offset={PAGE}"' in first
    assert 'rel="prev"' not in first
    second = await bob.reads(f"/feed?offset={PAGE}")
    assert ids(second) == ["post01", "post00"]
    assert 'rel="prev" href="/feed"' in second
    assert 'rel="next"' not in second
    for odd in ("-1", "x", "٣", "9" * 30, "1e3"):
        assert ids(await bob.reads(f"/feed?offset={odd}")) == ids(first)


async def test_the_best_is_what_was_liked_most(web: Site, alice: str, bob: Friend) -> None:
    liked = await publish(web.app.store, alice)
    newer = await publish(web.app.store, alice)
    async with web.app.store.transaction() as tx:
        await tx.marks.like(liked.post_id, alice)
    assert ids(await bob.reads("/feed")) == [newer.post_id, liked.post_id]
    for path in LISTS[1:]:
        page = await bob.reads(path)
        assert ids(page) == [liked.post_id, newer.post_id]
        assert f'href="{path}" aria-current="page"' in page
    await bob.reads("/feed/best/newest", 404)
    await bob.reads("/feed/best/century", 404)


async def test_a_search_finds_all_words_and_takes_none_for_a_pattern(web: Site, alice: str, bob: Friend) -> None:
    cat = await publish(web.app.store, alice, words="a cat in paris")
    sale = await publish(web.app.store, alice, words="100% of_Paris, Мёд")
    assert ids(await bob.reads("/feed?q=PARIS+cat")) == [cat.post_id]
    assert ids(await bob.reads("/feed?q=paris")) == [sale.post_id, cat.post_id]
    assert ids(await bob.reads("/feed?q=par+%25")) == [sale.post_id, cat.post_id]
    assert ids(await bob.reads("/feed?q=мед+100")) == [sale.post_id]
    for q in ("%25", "_", "aris", "p_r"):
        assert ids(await bob.reads(f"/feed?q={q}")) == []
    assert "Nothing was found" in await bob.reads("/feed?q=dog")
    assert 'content="noindex"' in await bob.reads("/feed?q=cat")
    assert "<script>alert" not in await bob.reads("/feed?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")


async def test_what_people_wrote_is_text(web: Site, alice: str, bob: Friend) -> None:
    words = "</title></li><script>alert('1')</script>\"&"
    post = await publish(web.app.store, alice, title=words, style_ref="ab", style_title=words)
    async with web.app.store.transaction() as tx:
        await tx.people.set_name(alice, words)
        await tx.shared_styles.share(NewSharedStyle("ab", alice, post.style_key or "", post.style_key or "", words))
    for path in ("/feed", f"/feed/{post.post_id}", "/feed/style/ab", "/feed?q=%3Cscript%3E"):
        page = await bob.reads(path)
        assert "<script>" not in page
        assert "alert(&#39;1&#39;)" in page or path.startswith("/feed?q")


async def test_a_work_tells_how_it_was_made(web: Site, alice: str, bob: Friend) -> None:
    older = await publish(web.app.store, alice)
    post = await publish(web.app.store, alice, title="My cat", iterations=600, seconds=51.3, style_ref="house-mosaic")
    newer = await publish(web.app.store, alice, style_ref="house-mosaic")
    page = await bob.reads(f"/feed/{post.post_id}")
    words = " ".join(plain(page).split())
    for said in ("My cat", "by Alice", "style “Mosaic”", "120 × 90 px", "600 iterations", "51 s of painting"):
        assert said in words
    for what in ("picture", "photo", "style"):
        assert f'src="/feed/{post.post_id}/{what}.jpg"' in page
    assert 'width="120" height="90"' in page
    assert f'rel="next" href="/feed/{older.post_id}"' in page
    assert f'rel="prev" href="/feed/{newer.post_id}"' in page
    assert ids(page) == [newer.post_id]  # more in this style
    assert 'href="/?start=s_house-mosaic"' in page
    assert "<video" not in page
    assert page.count("<h1") == 1


async def test_others_show_a_link_to_a_work_with_its_card(store: Store, tmp_path: Path) -> None:
    async with site(store, tmp_path, public_url="https://mazok.example/") as web, visitor(web.url) as browser:
        async with store.transaction() as tx:
            alice = (await tx.people.arrive("web", "Alice", "en")).person_id
        post = await publish(store, alice, title='A "cat"')
        page = await Friend(web, browser).reads(f"/feed/{post.post_id}")
        meta = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page))
        where = f"https://mazok.example/feed/{post.post_id}"
        assert f'<link rel="canonical" href="{where}">' in page
        assert (meta["og:url"], meta["og:type"], meta["og:title"]) == (where, "article", "A &#34;cat&#34;")
        assert meta["og:image"] == meta["twitter:image"] == f"{where}/card.jpg"
        assert meta["og:image:height"] == "630"
        assert int(meta["og:image:width"]) > 630
        assert meta["twitter:card"] == "summary_large_image"
        assert meta["og:description"] == meta["description"]
        assert "og:video" not in meta
        assert "noindex" not in page
        assert f'value="{where}"' in page  # the link to copy


async def test_others_may_play_the_film_of_a_work(store: Store, tmp_path: Path) -> None:
    """As soon as it is there."""
    async with site(store, tmp_path, public_url="https://mazok.example") as web, visitor(web.url) as browser:
        async with store.transaction() as tx:
            alice = (await tx.people.arrive("web", "Alice", "en")).person_id
        post = await publish(store, alice, video_key=film_key(alice, "work"))
        bob = Friend(web, browser)
        assert "video" not in await bob.reads(f"/feed/{post.post_id}")
        await store.blobs.put(film_key(alice, "work"), a_film())
        page = await bob.reads(f"/feed/{post.post_id}")
        meta = dict(re.findall(r'<meta property="og:video([^"]*)" content="([^"]*)"', page))
        where = f"https://mazok.example/feed/{post.post_id}/film.mp4"
        assert meta == {"": where, ":type": "video/mp4", ":width": "120", ":height": "90"}
        [video] = re.findall("<video[^>]*>", page)
        for said in ("controls", 'preload="none"', f'poster="/feed/{post.post_id}/tile/picture.jpg"'):
            assert said in video


async def test_a_style_shows_who_brought_it_and_what_was_made_with_it(web: Site, alice: str, bob: Friend) -> None:
    post = await publish(web.app.store, alice, style_ref="abc", style_title="Waves")
    other = await publish(web.app.store, alice)
    async with web.app.store.transaction() as tx:
        key = post.style_key or ""
        await tx.shared_styles.share(NewSharedStyle("abc", alice, key, key, "Waves"))
    page = await bob.reads("/feed/style/abc")
    words = " ".join(plain(page).split())
    assert "Waves brought by Alice 1 work in the feed" in words
    assert ids(page) == [post.post_id]
    assert other.post_id not in page
    assert 'href="/?start=s_abc"' in page
    assert (await bob.visitor.get("/feed/style/abc/picture.jpg"))[0] == 200
    assert "Waves, brought by" not in await bob.reads("/feed")  # her own work in her own style


async def test_a_work_says_where_else_it_hangs(web: Site, alice: str, bob: Friend) -> None:
    post = await publish(web.app.store, alice)
    row = {"post_id": post.post_id, "due_at": now(), "likes": 5}
    there = {"outlet": "telegram.channel", "state": "posted", "place": "-100:7", "link": "https://t.me/works/7"}
    waiting = {"outlet": "vk.wall", "state": "waiting", "place": None, "link": None}
    async with web.app.store.transaction() as tx:
        for one in (there, waiting):
            await tx.connection.execute(insert(spreads).values(**row, **one))
    page = await bob.reads(f"/feed/{post.post_id}")
    assert 'href="https://t.me/works/7"' in page
    assert "Also in our channels Telegram · 5 likes there" in " ".join(plain(page).split())


async def test_a_style_of_the_house_has_a_page_before_anybody_used_it(bob: Friend) -> None:
    page = await bob.reads("/feed/style/house-mosaic", locale="ru")
    assert "Мозаика" in page
    assert "В ленте пока нет работ" in page
    assert (await bob.visitor.get("/feed/style/house-mosaic/picture.jpg"))[2]["Content-Type"] == "image/jpeg"
    await bob.reads("/feed/style/house-nothing", 404)
    await bob.reads("/feed/style/unknown", 404)


async def test_the_newest_works_are_an_atom_feed(web: Site, alice: str, bob: Friend) -> None:
    await publish(web.app.store, HOUSE, title="Of the house")
    post = await publish(web.app.store, alice, title="<b>Cats</b> & \x0b dogs")
    status, body, headers = await bob.visitor.get("/feed.atom")
    assert (status, headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = ElementTree.fromstring(body)
    assert feed.tag == f"{ATOM}feed"
    newest, house = feed.findall(f"{ATOM}entry")
    for part in (feed, newest, house):
        for needed in ("id", "title", "updated"):
            assert part.findtext(f"{ATOM}{needed}")
        assert datetime.fromisoformat(part.findtext(f"{ATOM}updated") or "").tzinfo
    assert newest.findtext(f"{ATOM}id") == f"{web.url}/feed/{post.post_id}"
    assert newest.findtext(f"{ATOM}title") == "<b>Cats</b> &  dogs"
    assert newest.findtext(f"{ATOM}author/{ATOM}name") == "Alice"
    assert house.findtext(f"{ATOM}author/{ATOM}name") == "Mazok"
    links = {link.get("rel"): link.get("href") for link in newest.findall(f"{ATOM}link")}
    assert links["enclosure"] == f"{web.url}/feed/{post.post_id}/card.jpg"
    content = newest.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert "&lt;b&gt;Cats" in (content.text or "")
    own = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert own == {"self": f"{web.url}/feed.atom", "alternate": f"{web.url}/feed"}
    assert 'type="application/atom+xml"' in await bob.reads("/feed")


async def test_an_empty_atom_feed_is_one_too(bob: Friend) -> None:
    feed = ElementTree.fromstring((await bob.visitor.get("/feed.atom"))[1])
    assert feed.findtext(f"{ATOM}updated")
    assert feed.findall(f"{ATOM}entry") == []


async def test_robots_may_read_the_gallery_and_nothing_else(bob: Friend) -> None:
    _, rules, _ = await bob.visitor.get("/robots.txt")
    assert rules.decode().splitlines() == ["User-agent: *", "Allow: /feed", "Allow: /static/", "Disallow: /"]


async def test_a_picture_that_is_none_brings_no_cookie_beside_that_of_the_page(web: Site) -> None:
    async with visitor(web.url) as somebody:
        assert (await somebody.get("/apple-touch-icon.png"))[0] == 404
        assert not list(somebody.http.cookie_jar)
        assert (await somebody.get("/feed"))[0] == 200
        assert list(somebody.http.cookie_jar)


async def test_the_pages_are_made_of_files_of_this_site_alone(web: Site, alice: str, bob: Friend) -> None:
    post = await publish(web.app.store, alice, style_ref="house-mosaic")
    for path in ("/feed", f"/feed/{post.post_id}", "/feed/style/house-mosaic", "/feed/nothing", "/feed/", "/nothing"):
        _, raw, _ = await bob.visitor.get(path)
        page = raw.decode()
        assert " style=" not in page
        assert " onclick=" not in page
        assert "<script>" not in page
        assert page.count("<h1") == 1
        for address in re.findall(r'(?:src|<link rel="stylesheet" href)="([^"#]+)', page):
            assert (await bob.visitor.get(address))[0] == 200, address


async def test_the_chat_and_the_pages_beside_it_lead_to_the_gallery(bob: Friend) -> None:
    await bob.visitor.visit()
    assert bob.visitor.page.count('href="/feed"') == 2
    assert 'href="/feed">Feed' in await bob.reads("/prices")


class Elsewhere:
    """A platform of its own kind, by whose links one comes in and passes things on."""

    name = "elsewhere"

    def start_link(self, argument: str) -> str | None:
        return f"https://elsewhere.example/{argument}"

    def share_link(self, link: str, text: str) -> str | None:
        return f"https://share.example/?{urlencode({'url': link, 'text': text})}"


async def test_other_platforms_paint_with_the_style_and_pass_the_work_on(web: Site, alice: str, bob: Friend) -> None:
    web.app.platforms["elsewhere"] = cast(Platform, Elsewhere())
    post = await publish(web.app.store, alice, title="My cat", style_ref="house-mosaic")
    page = unescape(await bob.reads(f"/feed/{post.post_id}"))
    assert 'href="https://elsewhere.example/s_house-mosaic"' in page
    shared = urlencode({"url": f"{web.url}/feed/{post.post_id}", "text": "My cat"})
    assert f'href="https://share.example/?{shared}"' in page
    assert "https://elsewhere.example/s_house-mosaic" in await bob.reads("/feed/style/house-mosaic")
