"""Prints the coefficients of `normal.rs`: `python3 fit.py` (needs mpmath; half a minute).

With 200 bits. Each rational function goes through its target at as many points as it has
coefficients, and the points are moved until the error between them is alike everywhere, that is,
close to the smallest possible (Hofreither 2021, "An algorithm for best rational approximation
based on barycentric rational interpolation").
"""

from mpmath import mp, mpf

mp.prec = 200

# As in normal.rs.
CENTRE = mpf(0.41)
NEAR_START = mpf(1.6)
NEAR_TAIL = mpf(5)
CENTRE_SLOPE, TAIL_SLOPE, TAIL_SHIFT = mpf(2.6875), mpf(1.5), mpf(0.875)
MILLS_BASE = mpf(14) / 256, mpf(-5) / 256, mpf(15) / 256

DEGREE = 7
MILLS_DEGREE = 23


def quantile(log_tail: mpf) -> mpf:
    """The positive z beyond which the logarithm of the probability is `log_tail`."""
    z = mp.sqrt(-2 * log_tail) / 2
    for _ in range(200):
        tail = mp.erfc(z / mp.sqrt(2)) / 2
        step = (mp.log(tail) - log_tail) * tail / mp.npdf(z)
        z += step
        if abs(step) < mpf(2) ** (20 - mp.prec):
            return z
    raise ValueError(log_tail)


def in_centre(x: mpf) -> mpf:
    """`z/q` at `x = q²`."""
    q = mp.sqrt(x)
    return mp.sqrt(2) * mp.erfinv(2 * q) / q if q < 0.1 else quantile(mp.log(0.5 - q)) / q


def in_tail(r: mpf) -> mpf:
    """`z` where the tail is `exp(-r²)`."""
    return quantile(-r * r)


def mills(w: mpf) -> mpf:
    """`Φ(-t)·exp(t²/2)/w` at `w = 8/(t + 4)`."""
    t = 8 / w - 4
    return mp.erfc(t / mp.sqrt(2)) / 2 * mp.exp(t * t / 2) / w


def mills_condition(w: mpf) -> mpf:
    """By how many times a relative error of `w` comes back in `w·mills(w)`."""
    t = 8 / w - 4
    return (t + 4) * (1 / (w * mills(w) * mp.sqrt(2 * mp.pi)) - t)


def chebyshev(low: mpf, high: mpf, n: int) -> list[mpf]:
    angles = [mp.pi * (2 * i + 1) / (2 * n) for i in range(n)]
    return [(low + high) / 2 - (high - low) / 2 * mp.cos(angle) for angle in angles]


def polynomial(function, low, high, degree, place=lambda x: x) -> list[mpf]:
    """Through the function at Chebyshev's nodes, in powers of `place(x)`, lowest first."""
    nodes = chebyshev(low, high, degree + 1)
    rows = [[place(x) ** j for j in range(degree + 1)] for x in nodes]
    return list(mp.lu_solve(mp.matrix(rows), mp.matrix([function(x) for x in nodes])))


def rational(correction, whole, low, high, place):
    """Numerator and denominator of a fit of `correction`, whose error counts by `whole`."""
    k = 2 * DEGREE + 1
    nodes = chebyshev(low, high, k)
    known = {}

    def error(x):
        if x not in known:
            known[x] = correction(x), whole(x)
        exact, size = known[x]
        fit = mp.polyval(numerator[::-1], place(x)) / mp.polyval(denominator[::-1], place(x))
        return abs(fit - exact) / size

    for _ in range(100):
        rows = [
            [place(x) ** j for j in range(DEGREE + 1)]
            + [-correction(x) * place(x) ** j for j in range(1, DEGREE + 1)]
            for x in nodes
        ]
        solution = list(mp.lu_solve(mp.matrix(rows), mp.matrix([correction(x) for x in nodes])))
        numerator, denominator = solution[: DEGREE + 1], [mpf(1), *solution[DEGREE + 1 :]]
        ends = [low, *nodes, high]
        errors = [error(low)]
        for a, b in list(zip(ends, ends[1:]))[1:-1]:
            errors.append(max(error(a + (b - a) * mpf(j) / 5) for j in range(1, 5)))
        errors.append(error(high))
        if max(errors) < 1.6 * min(errors):
            print(f"// largest error of the fit: {float(max(errors)) * 2**53:.2f} · 2⁻⁵³")
            return numerator, denominator
        # An interval with a large error becomes shorter.
        logs = [mp.log(e) for e in errors]
        mean = sum(logs) / len(logs)
        lengths = [
            (b - a) * mp.exp(min(mpf(0.75), max(mpf(-0.75), (mean - log) / 4)))
            for a, b, log in zip(ends, ends[1:], logs)
        ]
        total, x, nodes = sum(lengths), low, []
        for length in lengths[:-1]:
            x += length * (high - low) / total
            nodes.append(x)
    raise ValueError("the nodes do not settle")


def show(name: str, rows, digits=17) -> None:
    print(f"{name}: highest power first")
    for row in reversed(list(rows)):
        values = row if isinstance(row, tuple) else (row,)
        rounded = [float(v) if digits == 17 else float(f"{float(v):.{digits}g}") for v in values]
        print("    " + ", ".join(map(repr, rounded)) + ",")


def main() -> None:
    near_end = mp.sqrt(-mp.log(0.5 - CENTRE))
    fits = [
        (
            lambda x: in_centre(x) - CENTRE_SLOPE,
            in_centre,
            mpf(10) ** -20,
            CENTRE**2,
            lambda x: CENTRE**2 - x,
        ),
        (
            lambda r: in_tail(r) - TAIL_SLOPE * r + TAIL_SHIFT,
            in_tail,
            near_end,
            NEAR_TAIL,
            lambda r: r - NEAR_START,
        ),
        (
            lambda r: in_tail(r) - TAIL_SLOPE * r + TAIL_SHIFT,
            in_tail,
            NEAR_TAIL,
            mp.sqrt(1074 * mp.log(2)),
            lambda r: r - NEAR_TAIL,
        ),
    ]
    numerators, denominators = zip(*(rational(*fit) for fit in fits))
    show("NUMERATOR", zip(*numerators))
    show("DENOMINATOR", zip(*denominators))
    # dz/dq where q is rounded, and dz/dr.
    slopes = []
    for (_, whole, low, high, place), centre in zip(fits, (True, False, False)):
        if centre:
            low = mpf(1) / 16
        slope = (
            (lambda x: mp.sqrt(2 * mp.pi) * mp.exp(whole(x) ** 2 * x / 2))
            if centre
            else (lambda r: 2 * r * mp.exp(-r * r) / mp.npdf(whole(r)))
        )
        slopes.append(polynomial(slope, low, high, 1, place))
    show("SLOPE", zip(*slopes), 3)
    low, high = mpf(8) / 43, mpf(2)
    rest = polynomial(
        lambda w: mills(w) - mp.polyval(MILLS_BASE, w), low, high, MILLS_DEGREE, lambda w: 1 - w
    )
    show("MILLS", zip(rest[1::2], rest[::2]))
    show("MILLS_CONDITION", polynomial(mills_condition, low, high, 2), 3)


if __name__ == "__main__":
    main()
