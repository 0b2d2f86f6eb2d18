# What only Telegram needs.

telegram-not-yours = This button belongs to somebody else. Send /start to paint a picture of your own.
