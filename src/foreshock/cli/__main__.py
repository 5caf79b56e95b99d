"""`python -m foreshock.cli` is the command `foreshock`."""

from foreshock.cli import app

app()
