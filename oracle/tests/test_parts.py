"""Small parts with known answers."""

import numpy as np
import pytest

from fabcast_oracle import finance
from fabcast_oracle.basics import E3, done, part, ratio
from fabcast_oracle.medians import beta_median, median
from fabcast_oracle.scenario import interval, month_number
from fabcast_oracle.wafers import dies_per_wafer


def test_ratio_and_part():
    assert ratio(1.0, 0.0) == 1.0 and part(1.0, 0.0) == 0.0
    assert ratio(3.0, 2.0) == 1.0 and ratio(-1.0, 2.0) == 0.0 and part(3.0, 2.0) == 1.5


def test_twelve_twelfths_make_one():
    progress = 0.0
    for _ in range(12):
        progress = progress + 1.0 / 12.0
    assert done(np.minimum(1.0, progress)) == 1.0


def test_delay_keeps_what_it_takes():
    delay, out = E3.empty(1), 0.0
    for t in range(400):
        out = out + delay.step(np.array([1.0 if t < 12 else 0.0]), 2.0)
    assert out[0] + delay.content[0] == pytest.approx(12.0)
    assert out[0] == pytest.approx(12.0, rel=1e-9)


def test_leaves():
    assert interval("16 months (9 to 24)") == (16.0, (9.0, 24.0))
    assert interval("1.2 (0.95 to 1.8)") == (1.2, (0.95, 1.8))
    assert interval("2 yr") == (24.0, None)
    assert interval("4 to 9 months") == (6.0, (4.0, 9.0))
    assert interval("0.9 ± 10 %") == (0.9, (pytest.approx(0.81), pytest.approx(0.99)))
    assert interval(0.28) == (0.28, None)
    assert month_number("2024-02") - month_number("2023-12") == 2


def test_dies_of_reticle_size():
    assert dies_per_wafer(np.array([814.0]), np.array([3.0]))[0] == pytest.approx(60.5076, abs=1e-4)


def test_npv_at_the_irr_is_zero():
    flows = np.array([[-100.0, 0.0, 100.0], [10.0, 5.0, -230.0]] + [[10.0, 0.0, 132.0]] * 12)[
        :, [0, 1, 2]
    ]
    rate, reason = finance.irr(flows)
    assert list(reason[:2]) == [finance.ROOT, finance.NO_DRAW]
    assert finance.npv(flows[:, :1], rate[:1])[0] == pytest.approx(0.0, abs=1e-9)


def test_of_several_roots_the_one_nearest_to_zero():
    # (1+r)-polynomial with roots at 10 % and 20 % a month.
    flows = np.array([[-100.0], [230.0], [-132.0]])
    assert finance.irr(flows)[0][0] == pytest.approx(1.1**12 - 1.0, rel=1e-12)


def test_medians_by_name():
    ends = {"min": 1.0, "mode": 2.0, "max": 4.0, "low": 1.0, "high": 4.0}
    of = lambda dist: median(dist, ends.get)
    assert of("uniform") == 2.5
    # Half of the area of the triangle.
    assert (4.0 - of("triangular")) ** 2 / (3.0 * 2.0) == pytest.approx(0.5)
    assert beta_median(2.0, 2.0) == pytest.approx(0.5, abs=1e-14)
    # Beta(1, b) has 1 - 2^(-1/b).
    assert beta_median(1.0, 3.0) == pytest.approx(1.0 - 0.5 ** (1 / 3), abs=1e-14)
