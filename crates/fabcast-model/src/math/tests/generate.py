"""Writes the reference values beside this file: `python3 generate.py` (needs mpmath).

Each line holds the arguments and the correctly rounded result as the bits of a double in
hexadecimal, then what rounding took away from the exact result, in thousandths of an ulp
of the rounded one. Computed with 400 bits.
"""

import math
import random
import struct
from pathlib import Path

from mpmath import mp, mpf

mp.prec = 400
RANDOM = random.Random(20250101)


def bits(x: float) -> str:
    return f"{struct.unpack('<Q', struct.pack('<d', x))[0]:016x}"


def from_bits(b: int) -> float:
    return struct.unpack("<d", struct.pack("<Q", b))[0]


def rounded(exact: mpf) -> tuple[float, int]:
    """The nearest double, and the rest in thousandths of its ulp."""
    if exact == 0:
        return 0.0, 0
    exponent = max(int(mp.floor(mp.log(abs(exact), 2))) - 52, -1074)
    if abs(exact) >= mpf(2) ** (exponent + 53):
        exponent += 1
    whole = mp.nint(exact / mpf(2) ** exponent)
    value = math.ldexp(int(whole), exponent)
    return value, int(mp.nint((exact / mpf(2) ** exponent - whole) * 1000))


def write(name: str, function, points) -> None:
    points = list(points)
    assert len(points) >= 2000, (name, len(points))
    lines = []
    for point in points:
        value, rest = rounded(function(*map(mpf, point)))
        lines.append(" ".join([*map(bits, point), bits(value), str(rest)]))
    Path(__file__).with_name(f"{name}.txt").write_text("\n".join(lines) + "\n")


def neighbours(x: float, n: int):
    """Doubles close to `x` on both sides."""
    b = struct.unpack("<Q", struct.pack("<d", x))[0]
    return [from_bits(b + i) for i in range(-n, n + 1)]


def log_uniform(low: float, high: float) -> float:
    return math.exp(RANDOM.uniform(math.log(low), math.log(high)))


def sign() -> int:
    return RANDOM.choice((-1, 1))


def exp_points():
    yield from ((RANDOM.uniform(-708, 709.7),) for _ in range(800))
    yield from ((RANDOM.uniform(-2, 2),) for _ in range(700))
    yield from ((sign() * log_uniform(1e-300, 1),) for _ in range(200))
    yield from ((RANDOM.uniform(-745, -708),) for _ in range(200))
    for n in range(-60, 60):  # where the reduction changes
        yield ((n + 0.5) * math.log(2) * (1 + RANDOM.uniform(-1, 1) * 1e-14),)


def ln_points():
    yield from ((from_bits(RANDOM.randrange(1, 0x7FF0 << 48)),) for _ in range(800))
    yield from ((log_uniform(0.1, 10),) for _ in range(600))
    yield from ((1 + sign() * log_uniform(1e-16, 0.3),) for _ in range(400))
    yield from ((from_bits(RANDOM.randrange(1, 1 << 52)),) for _ in range(200))
    for x in (0.5, math.sqrt(0.5), 1.0, math.sqrt(2), 2.0):
        yield from ((y,) for y in neighbours(x, 10))


def pow_points():
    for _ in range(700):  # y·ln x anywhere in the range of results
        x = from_bits(RANDOM.randrange(1, 0x7FF0 << 48))
        yield (x, RANDOM.uniform(-708, 709) / math.log(x))
    for _ in range(600):  # bases near 1 and large exponents
        x = 1 + sign() * log_uniform(1e-12, 0.4)
        yield (x, RANDOM.uniform(-708, 709) / math.log(x))
    yield from ((log_uniform(0.01, 100), RANDOM.uniform(-10, 10)) for _ in range(600))
    for _ in range(150):  # growth per month
        yield (1 + RANDOM.uniform(-0.5, 2), 1 / 12)
    for _ in range(150):  # subnormal results
        x = log_uniform(1e-5, 0.9)
        yield (x, RANDOM.uniform(-745, -708.5) / math.log(x))


def quantile_points():
    yield from ((RANDOM.uniform(0, 1),) for _ in range(900))
    yield from ((log_uniform(1e-17, 0.1),) for _ in range(500))
    yield from ((1 - log_uniform(1e-16, 0.1),) for _ in range(300))
    yield from ((log_uniform(1e-307, 1e-17),) for _ in range(200))
    yield from ((0.5 + sign() * log_uniform(1e-16, 0.1),) for _ in range(150))
    for x in (0.09, 0.91, math.exp(-25), 1 - math.exp(-25)):
        yield from ((y,) for y in neighbours(x, 10))
    # The largest errors of a search of six million arguments.
    yield from ((u,) for u in (0.90901206984465666, 0.091540081565715845))


def cdf_points():
    yield from ((RANDOM.uniform(-9, 9),) for _ in range(1200))
    yield from ((RANDOM.uniform(-37.5, -1),) for _ in range(600))
    yield from ((sign() * log_uniform(1e-17, 1),) for _ in range(200))
    yield from ((RANDOM.uniform(-38.4, -37.5),) for _ in range(100))
    # The largest errors of a search of six million arguments.
    yield from ((z,) for z in (-33.973987772091768, -35.935646469632275))


def quantile(u: mpf) -> mpf:
    """By Newton's steps on the logarithm, whose concavity brings them in from the left."""
    if u > mpf(1) / 2:
        return -quantile(1 - u)
    z = -mp.sqrt(-2 * mp.log(2 * u)) if u < mpf(1) / 2 else mpf(0)
    for _ in range(200):
        step = (mp.log(u) - mp.log(mp.ncdf(z))) * mp.ncdf(z) / mp.npdf(z)
        z += step
        if abs(step) < mpf(2) ** -300:
            return z
    raise ValueError(u)


if __name__ == "__main__":
    write("exp", mp.exp, exp_points())
    write("ln", mp.log, ln_points())
    write("pow", mp.power, pow_points())
    write("normal_quantile", quantile, quantile_points())
    write("normal_cdf", lambda z: mp.erfc(-z / mp.sqrt(2)) / 2, cdf_points())
