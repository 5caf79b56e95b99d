"""Sizes in words. The law: a size that is over a limit never reads as the limit."""

from __future__ import annotations


def megabytes(size: int, most: int | None = None) -> str:
    """The size in MB, and in bytes where its MB would read as those of `most`, which it is not."""
    told = _short(size)
    return f"{size:,} bytes" if most is not None and size != most and told == _short(most) else told


def _short(size: int) -> str:
    return f"{size / 1e6:.1f}".removesuffix(".0") + " MB"
