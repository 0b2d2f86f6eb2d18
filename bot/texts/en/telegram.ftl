# What only Telegram needs.

telegram-not-yours = This button belongs to somebody else. Send /start to paint a picture of your own.
telegram-failed = Something broke on our side, and it is not your fault. Please try again; if it happens again, tell us this number: { $number }.

# The list of commands that Telegram shows
telegram-command-start = Paint a photo
telegram-command-works = My works
telegram-command-styles = My styles
telegram-command-balance = My balance
telegram-command-language = Language
telegram-command-help = How it works
telegram-command-privacy = What we keep of you
telegram-command-deletemydata = Delete everything of mine
