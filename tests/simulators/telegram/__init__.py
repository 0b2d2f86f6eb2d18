"""A Bot API server on loopback, strict, with people who write to the bot. Knows Telegram; knows nothing of Mazok."""
