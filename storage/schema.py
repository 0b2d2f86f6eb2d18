"""Every table of ours together: what migrations compare with, and what a test empties."""

from storage import feed_tables, tables, till_tables
from storage.columns import metadata

__all__ = ["feed_tables", "metadata", "tables", "till_tables"]
