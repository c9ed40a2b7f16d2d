"""§3: a latent normal per calendar year, linear between the middles of years."""

import numpy as np

PERSISTENCE = 0.5
"""What a swing keeps of the one of the year before."""


def around(case):
    """The calendar years whose middles lie around the months of a scenario."""
    first, last = case.start - 6, case.end + 6
    return range(first // 12, last // 12 + 1)


def normals(case, name):
    """`z_y` by calendar year; 0 in the central run."""
    return {year: case.latent(f"cycle.{name}.{year}", 0.0) for year in around(case)}


def swings(z):
    """`x_y = ½·x_{y-1} + √¾·z_y`, and `z_y` in the first year."""
    x = {}
    for year in sorted(z):
        if year - 1 in x:
            x[year] = PERSISTENCE * x[year - 1] + np.sqrt(1.0 - PERSISTENCE**2) * z[year]
        else:
            x[year] = z[year]
    return x


def between(x, case, t):
    """`x` in the middle of month `t`, linear between the middles of two years."""
    at = (case.start + t + 0.5) / 12.0 - 0.5
    year = int(np.floor(at))
    return x[year] + (x[year + 1] - x[year]) * (at - year)
