"""How Hypothesis runs here: without a deadline, as a busy machine makes no claim false."""

from hypothesis import settings

settings.register_profile("protection without deadline", deadline=None)
settings.load_profile("protection without deadline")
