"""Mazok's engine: pictures in, pictures out. Knows no chat, no storage and no asyncio."""
