"""Everything the storage may raise. Knows no database and no chat.

StorageError
├── Missing     no such row or blob (or it belongs to somebody else, which is told to nobody)
├── NotEnough   an account has less of an asset than was asked
├── NoVoucher   a code gives nothing to this person
├── Unfinished  something of this person is under way, and they can neither join nor part
├── Full        no space is left: nothing was written
├── Busy        the database or the bucket is locked or out of reach: try again
├── Unusable    what should be opened is no database or no place for blobs, is not ours to write, or of a newer Mazok
└── Sealed      a blob cannot be opened: another key, another place, or damaged
"""

from typing import Literal


class StorageError(Exception):
    """Something the caller can act on; anything else that leaves the storage is a defect."""


class Missing(StorageError):
    """There is no such thing; `kind` and `name` say what was looked for."""

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"no {kind} {name!r}")
        self.kind = kind
        self.name = name


class NotEnough(StorageError):
    """`need` of `asset` was asked of an account that has `have`."""

    def __init__(self, asset: str, *, have: int, need: int) -> None:
        super().__init__(f"{need} {asset} needed, {have} available")
        self.asset = asset
        self.have = have
        self.need = need


class NoVoucher(StorageError):
    """The code gives nothing to this person; `why`: it is unknown, used up, over, or they have had it already."""

    def __init__(self, why: Literal["unknown", "used-up", "over", "had"]) -> None:
        super().__init__(f"the code is {why}")
        self.why = why


class Unfinished(StorageError):
    """A job is not delivered, a bill or a refund not settled: people neither join nor part while they wait for it."""

    def __init__(self, what: Literal["job", "payment"]) -> None:
        super().__init__(f"a {what} is under way")
        self.what = what


class Full(StorageError):
    """The disk is full. Whatever was being written is not there, not even in part."""


class Busy(StorageError):
    """The database or the bucket is locked by another or out of reach; trying again later may help."""


class Unusable(StorageError):
    """What should be opened is not there, is something else, may not be written, or a newer Mazok has written it."""


class Sealed(StorageError):
    """A blob is there but cannot be opened: sealed with another key, moved from another name, or damaged."""
