"""Every table of ours together: what migrations compare with, and what a test empties."""

from storage import tables, till_tables
from storage.columns import metadata

__all__ = ["metadata", "tables", "till_tables"]
