"""A YooKassa for tests: its API, its page where people pay, and its notifications, over real HTTP."""
