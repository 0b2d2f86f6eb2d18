"""Transactions: all aggregates on one connection. Knows how to begin, end and wait; knows no statement."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import database
from storage.audit import Audit
from storage.bans import Bans
from storage.blobs import Blobs
from storage.books import Books
from storage.broadcasts import Broadcasts
from storage.catalogues import Catalogues
from storage.contacts import Contacts
from storage.cursors import Cursors
from storage.dialects import now
from storage.examples import Examples
from storage.inbox import Inbox
from storage.invitations import Invitations
from storage.jobs import Jobs
from storage.joining import Joining
from storage.ledger import Ledger
from storage.links import Links
from storage.marks import Marks
from storage.notices import Notices
from storage.parting import Parting
from storage.payments import Payments
from storage.people import People
from storage.posts import Posts
from storage.prints import Prints
from storage.purchases import Purchases
from storage.refusals import Refusals
from storage.registers import Registers
from storage.sales import Sales
from storage.sent_files import SentFiles
from storage.shared_styles import SharedStyles
from storage.sign_ins import SignIns
from storage.spreads import Spreads
from storage.styles import Styles
from storage.subscriptions import Subscriptions
from storage.switches import Switches
from storage.talks import Talks
from storage.transcripts import Transcripts
from storage.vouchers import Vouchers
from storage.workers import Workers
from storage.works import Works


class Transaction:
    """Everything that one transaction may ask or change; `connection` is for those who join it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.people = People(connection)
        self.ledger = Ledger(connection)
        self.books = Books(connection)
        self.catalogues = Catalogues(connection)
        self.purchases = Purchases(connection)
        self.payments = Payments(connection)
        self.subscriptions = Subscriptions(connection)
        self.prints = Prints(connection)
        self.notices = Notices(connection)
        self.cursors = Cursors(connection)
        self.contacts = Contacts(connection)
        self.audit = Audit(connection)
        self.sign_ins = SignIns(connection)
        self.registers = Registers(connection)
        self.sales = Sales(connection)
        self.vouchers = Vouchers(connection)
        self.invitations = Invitations(connection)
        self.jobs = Jobs(connection)
        self.works = Works(connection)
        self.styles = Styles(connection)
        self.posts = Posts(connection)
        self.refusals = Refusals(connection)
        self.marks = Marks(connection)
        self.spreads = Spreads(connection)
        self.examples = Examples(connection)
        self.shared_styles = SharedStyles(connection)
        self.bans = Bans(connection)
        self.broadcasts = Broadcasts(connection)
        self.sent_files = SentFiles(connection)
        self.switches = Switches(connection)
        self.links = Links(connection)
        self.joining = Joining(connection)
        self.parting = Parting(connection)
        self.talks = Talks(connection)
        self.inbox = Inbox(connection)
        self.workers = Workers(connection)
        self.transcripts = Transcripts(connection)

    async def now(self) -> datetime:
        """What time is it in the database?"""
        moment: datetime = (await self.connection.execute(select(now()))).scalar_one()
        return moment


class Store:
    """The database and the blobs of one process. Made by `storage.open`."""

    def __init__(self, engine: AsyncEngine, blobs: Blobs) -> None:
        self.blobs = blobs
        self._writing = database.writing(engine)
        self._reading = database.reading(engine)
        # SQLite's waiters poll and may starve each other; a lock of our own is fair and costs nothing.
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        self._inside: set[asyncio.Task[Any]] = set()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """All or nothing: committed at the end of the block, rolled back when it raises. Raises Busy or Full."""
        task = asyncio.current_task()
        assert task is not None
        if task in self._inside:
            raise RuntimeError("a transaction inside a transaction would wait for itself")
        self._inside.add(task)
        try:
            with database.translated():
                async with self._turn, self._writing.begin() as connection:
                    yield Transaction(connection)
        finally:
            self._inside.discard(task)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """Look without holding anybody up; writing fails. Raises Busy."""
        with database.translated():
            async with self._reading.begin() as connection:
                yield Transaction(connection)
