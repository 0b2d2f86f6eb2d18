"""Tills: one file each, with its parts beside it. They know amounts and purchases; they know no platform."""
