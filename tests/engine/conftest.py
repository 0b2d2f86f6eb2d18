"""Hypothesis without a stopwatch: the machine that tests may be busy, and the first call of torch takes seconds."""

from hypothesis import settings

settings.register_profile("mazok", deadline=None)
settings.load_profile("mazok")
