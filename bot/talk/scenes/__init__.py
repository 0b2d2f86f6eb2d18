"""One scene a file: what it says, and what its buttons do.

Scenes link to one another as pages do, so they import one another as modules: `from bot.talk.scenes import works`.
"""
