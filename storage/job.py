"""A job as data: what was ordered, how it stands, what is before it. Knows no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    """queued -> running -> done, stopped or failed; a queued job may also be stopped or fail."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING)


class Lane(StrEnum):
    """Where a job waits: what is painted in one pass does not stand behind what takes long."""

    LONG = "long"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Line:
    """Those who wait for one another: jobs of one tier in one lane."""

    tier: str
    lane: Lane = Lane.LONG


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """What is known of a job when it is ordered. `cost` is in work units, `price` what was agreed on; `base_priority`
    is the tier's, the smallest first: tiers lie as far apart as the virtual time of one may rise. Jobs that were
    ordered together have the same `order_id`, the id of the first of them, and their `position` among each other.
    `unlock` is the purchase by which its painting is to be paid when it is there."""

    job_id: str
    person_id: str
    platform: str
    chat: str
    group: bool
    tier: str
    effect: str
    options: Mapping[str, Any]
    photo_key: str
    style_keys: tuple[str, ...]
    cost: float
    total: int
    base_priority: int
    price: Mapping[str, Any]
    lane: Lane = Lane.LONG
    mask_key: str | None = None
    look_key: str | None = None
    parent_work_id: str | None = None
    status_message: str | None = None
    order_id: str | None = None
    position: int = 0
    unlock: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it stands. `done` of `total` iterations; `error` is the key of a text for the person."""

    job_id: str
    person_id: str
    platform: str
    chat: str
    group: bool
    tier: str
    lane: Lane
    effect: str
    options: dict[str, Any]
    photo_key: str
    style_keys: tuple[str, ...]
    mask_key: str | None
    look_key: str | None
    parent_work_id: str | None
    order_id: str | None
    position: int
    state: JobState
    priority: int
    cost: float
    attempt: int
    done: int
    total: int
    price: dict[str, Any]
    unlock: str | None
    loss: float | None
    preview_key: str | None
    checkpoint_key: str | None
    stop_asked: bool
    worker: str | None
    status_message: str | None
    error: str | None
    work_id: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    progress_at: datetime | None
    delivered_at: datetime | None

    @property
    def order(self) -> str:
        """The order that it belongs to: a job that was ordered alone is an order of its own."""
        return self.order_id or self.job_id


@dataclass(frozen=True, slots=True)
class Ahead:
    """`place` is 1 for the job of its lane that starts next and 0 for one that waits no more; `cost` is the work of the
    lane, in work units, to be done before it can start, the rest of the running jobs included."""

    place: int
    cost: float
