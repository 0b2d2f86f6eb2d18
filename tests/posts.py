"""Made-up posts for tests."""

import uuid
from dataclasses import replace
from typing import Any

from storage.posts import NewPost, PostState


def a_post(person_id: str, **changes: Any) -> NewPost:
    """A post that waits for a moderator; its blobs are named after it."""
    post_id = uuid.uuid4().hex[:16]
    post = NewPost(
        post_id=post_id,
        person_id=person_id,
        work_id=uuid.uuid4().hex,
        state=PostState.WAITING,
        listed=True,
        title="A cat",
        words="a cat",
        effect="gatys",
        tier="free",
        iterations=100,
        seconds=6.0,
        width=600,
        height=450,
        style_ref=None,
        style_title="",
        photo_key=f"{person_id}/posted/{post_id}-photo",
        style_key=f"{person_id}/posted/{post_id}-style",
        picture_key=f"{person_id}/posted/{post_id}-picture",
        card_key=f"{person_id}/posted/{post_id}-card",
        video_key=None,
    )
    return replace(post, **changes)
