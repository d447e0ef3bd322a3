"""Settings of all tests."""

from hypothesis import settings

# The machine may be busy: time is no property of a rule.
settings.register_profile("typeset", deadline=None)
settings.load_profile("typeset")
