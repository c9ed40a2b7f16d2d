"""Conventions of the model document: time, `x⁺`, `clip`, `ratio`, `part`, `E3`."""

import numpy as np

DELTA = 1.0 / 12.0
"""Δ, a month in years."""
HOURS = 8766.0
"""Hours of a year."""
H100_FLOPS = 989.5e12
"""Dense BF16 FLOP/s of an H100e."""
EPSILON = 1e-9
"""A progress or share this near to a threshold has reached it."""

CLASSES = ("euv", "duv", "front_end", "packaging_tools", "hbm_tools")
KINDS = ("fab", "hbm", "packaging", "datacentre")
FAB, HBM, PACKAGING, DATACENTRE = range(4)
SKILLS = ("trades", "technicians", "engineers")
TRADES, TECHNICIANS, ENGINEERS = range(3)
CHIPS = ("packaging", "hbm", "logic")
"""What the world makes of chips for accelerators, in the order of §8's limits."""
PACKAGING_CHIPS, MEMORY_CHIPS, LOGIC_CHIPS = range(3)
GROUPS = (
    "capital",
    "facilities",
    "equipment",
    "talent",
    "yield",
    "packaging",
    "power",
    "geopolitics",
    "sponsor",
)


def years(t):
    """`y = (t+½)Δ`, years since the start."""
    return (t + 0.5) * DELTA


def pos(x):
    """`x⁺ = max(0, x)`."""
    return np.maximum(x, 0.0)


def clip(x):
    """`clip(x) = min(1, x⁺)`."""
    return np.minimum(1.0, pos(x))


def part(a, b):
    """`part(a, b) = 0 if b ≤ 0 else a/b`."""
    a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
    some = b > 0.0
    return np.where(some, a / np.where(some, b, 1.0), 0.0)


def ratio(a, b):
    """`ratio(a, b) = 1 if b ≤ 0 else clip(a/b)`."""
    return np.where(np.asarray(b) <= 0.0, 1.0, clip(part(a, b)))


def grown(g, y):
    """`(1+g)^y`."""
    return (1.0 + g) ** y


def real(nominal, inflation):
    """A rate quoted in nominal terms: `(1+nominal)/(1+inflation) - 1`."""
    return (1.0 + nominal) / (1.0 + inflation) - 1.0


def done(progress):
    """A progress capped at 1; twelve twelfths make 1."""
    return np.where(progress >= 1.0 - EPSILON, 1.0, progress)


class E3:
    """`E3(x; M)`, a third-order delay of mean `M` years."""

    def __init__(self, e1, e2, e3):
        self.e = [np.array(e1, float), np.array(e2, float), np.array(e3, float)]

    @classmethod
    def empty(cls, shape):
        return cls(np.zeros(shape), np.zeros(shape), np.zeros(shape))

    @property
    def content(self):
        return self.e[0] + self.e[1] + self.e[2]

    def output(self, M):
        """`o3` of the old stages: what leaves this month."""
        return self.e[2] * 3.0 * DELTA / M

    def step(self, x, M):
        """Takes `x` in and returns what leaves."""
        o1, o2, o3 = (e * 3.0 * DELTA / M for e in self.e)
        self.e = [pos(self.e[0] + x - o1), pos(self.e[1] + o1 - o2), pos(self.e[2] + o2 - o3)]
        return o3
