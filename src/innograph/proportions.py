"""Shares of counted things, and how far chance alone carries them."""

from __future__ import annotations

from math import sqrt

Z = 1.959964  # the normal distribution's quantile of 0.975


def wilson(cases: int, of: int) -> tuple[float, float]:
    """The score interval of a share, 95 %.

    After E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal
    of the American Statistical Association 22 (1927), 209-212.

    Args:
        cases: How many have the value, from 0 to *of*.
        of: How many there are, at least 1.

    Returns:
        Its ends, from 0 to 1.
    """
    part, square = cases / of, Z * Z
    middle = (part + square / (2 * of)) / (1 + square / of)
    half = Z / (1 + square / of) * sqrt(part * (1 - part) / of + square / (4 * of * of))
    low = 0.0 if cases == 0 else middle - half
    return low, 1.0 if cases == of else middle + half


def percent(part: float) -> str:
    """A share in words: ``"62.5%"``; what is above nothing and below all never looks like it."""
    shown = f"{part:.1%}"
    if part > 0 and shown == "0.0%":
        return "<0.1%"
    return ">99.9%" if part < 1 and shown == "100.0%" else shown
