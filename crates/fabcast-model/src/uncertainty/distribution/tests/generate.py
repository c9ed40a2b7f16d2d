"""Writes `beta_quantile.txt` beside this file: `python3 generate.py` (needs mpmath).

Each line: alpha, beta, u, and the quantile of the beta distribution, with 17 digits.
Computed with 60 digits from the series of the regularised incomplete beta function.
"""

from pathlib import Path

from mpmath import mp, mpf

mp.dps = 60
PARAMETERS = [
    (0.05, 0.05), (0.05, 3.0), (0.1, 0.3), (0.3, 0.1), (0.5, 0.5), (0.5, 5.0), (0.7, 40.0), (1.0, 1.0),
    (1.0, 5.0), (2.0, 1.0), (1.5, 1.5), (2.0, 4.0), (2.2, 3.8), (5.0, 0.4), (4.0, 40.0), (9.5, 10.5),
    (30.0, 2.0), (60.0, 90.0), (1.0, 300.0), (200.0, 3.0), (500.0, 800.0), (4000.0, 2500.0),
]
PROBABILITIES = [
    1e-6, 0.0001, 0.001, 0.0021, 0.005, 0.011, 0.025, 0.05, 0.1, 0.17, 0.25, 0.37, 0.48, 0.5, 0.52, 0.61,
    0.75, 0.83, 0.9, 0.95, 0.975, 0.991, 0.995, 0.998, 0.999, 0.9999, 0.999999,
]


def probability(a: mpf, b: mpf, x: mpf, above: mpf) -> mpf:
    """The regularised incomplete beta function at `x = 1 - above`, by a series of positive terms."""
    if x * (a + b) > a * (1 + mpf(10) ** -20):
        return 1 - probability(b, a, above, x)
    term = total = x**a * above**b / (a * mp.beta(a, b))
    n = 0
    while term > total * mpf(10) ** -62:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
    return total


def quantile(a: mpf, b: mpf, u: mpf) -> mpf:
    """By Newton's steps on the logarithm of the probability, a concave function of the logit."""
    if u > mpf(1) / 2:
        return 1 - quantile(b, a, 1 - u)
    y = mp.log(a / b)
    for _ in range(500):
        x, above = 1 / (1 + mp.exp(-y)), 1 / (1 + mp.exp(y))
        p = probability(a, b, x, above)
        step = mp.log(u / p) * p / (x**a * above**b / mp.beta(a, b))
        y += step
        if abs(step) < mpf(10) ** -30:
            return 1 / (1 + mp.exp(-y))
    raise ValueError((a, b, u))


if __name__ == "__main__":
    lines = [
        f"{a} {b} {u} {mp.nstr(quantile(mpf(a), mpf(b), mpf(u)), 17)}"
        for a, b in PARAMETERS
        for u in PROBABILITIES
    ]
    Path(__file__).with_name("beta_quantile.txt").write_text("\n".join(lines) + "\n")
