"""§0: medians of distributions that are written by name, for the central values of a scenario."""

import math


def median(dist, argument):
    """Median of `dist`; `argument(name)` gives a parameter in the engine's unit."""
    if dist == "uniform":
        return 0.5 * (argument("low") + argument("high"))
    if dist not in ("triangular", "pert"):
        raise ValueError(f"no median of {dist!r}")
    low, mode, high = argument("min"), argument("mode"), argument("max")
    if dist == "triangular":
        # Half of the area lies on the longer side of the mode.
        if mode >= 0.5 * (low + high):
            return low + math.sqrt(0.5 * (high - low) * (mode - low))
        return high - math.sqrt(0.5 * (high - low) * (high - mode))
    # PERT: a beta distribution of weight 4.
    a = 1.0 + 4.0 * (mode - low) / (high - low)
    return low + (high - low) * beta_median(a, 6.0 - a)


def beta_median(a, b):
    """Where the regularised incomplete beta function is a half, by bisection."""
    under, over = 0.0, 1.0
    for _ in range(80):
        x = 0.5 * (under + over)
        under, over = (x, over) if incomplete_beta(a, b, x) < 0.5 else (under, x)
    return 0.5 * (under + over)


def incomplete_beta(a, b, x):
    """`I_x(a, b)` by Lentz's continued fraction (Abramowitz and Stegun 26.5.8)."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - incomplete_beta(b, a, 1.0 - x)
    logarithm = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(logarithm + a * math.log(x) + b * math.log1p(-x)) / a
    c, d = 1.0, 1.0 / (1.0 - (a + b) * x / (a + 1.0))
    fraction = d
    for m in range(1, 500):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1.0 / (1.0 + step * d)
            c = 1.0 + step / c
            fraction *= c * d
        if abs(c * d - 1.0) < 1e-16:
            break
    return front * fraction
