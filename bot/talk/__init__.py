"""The conversation: the same on every platform. Knows no platform, no SQL, no torch."""
