# What only Telegram needs.

telegram-not-yours = This button belongs to somebody else. Send /start to paint a picture of your own.
telegram-make-yours = 🎨 Paint yours
telegram-how-made = See how it was made
telegram-inline-begin = Paint a picture of your own
telegram-taken-back = This painting is not shown any more.
