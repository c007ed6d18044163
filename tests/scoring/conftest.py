"""Property tests: no deadline on a shared machine, and nothing left behind in the work tree."""

from hypothesis import settings

settings.register_profile("scoring", deadline=None, database=None)
settings.load_profile("scoring")
