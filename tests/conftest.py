"""What holds for all tests: a law is not judged by how fast a loaded machine was."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
