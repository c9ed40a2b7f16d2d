"""The central run against the figures that were published with the defaults."""

import numpy as np
import pytest
from centre import centre

from fabcast_oracle import run
from fabcast_oracle.basics import GROUPS


@pytest.fixture(scope="module")
def none():
    return run(centre("no-programme"))


@pytest.fixture(scope="module")
def plan():
    return run(centre("seven-trillion"), GROUPS)


def year(log, name, number, how=np.sum):
    case = log.model.case
    return how(
        log.series[name][max(0, case.months(f"{number}-01")) : case.months(f"{number}-12") + 1]
    )


def at(log, name, date):
    return log.series[name][log.model.case.months(date)][0]


def near(value, digits):
    return pytest.approx(value, abs=0.5001 * 10**-digits)


def test_world_without_programme(none):
    assert year(none, "others_bought_h100e", 2025) / 1e6 == near(15.4, 1)
    assert year(none, "price_h100_hour", 2025, np.mean) == near(2.4, 1)
    assert year(none, "price_h100_hour", 2026, np.mean) == near(2.1, 1)
    assert year(none, "price_h100_hour", 2030, np.mean) == near(0.79, 2)
    assert year(none, "price_h100_hour", 2035, np.mean) == near(0.17, 2)
    assert year(none, "price_h100_hour", 2040, np.mean) == near(0.046, 3)
    assert at(none, "others_gw", "2025-12") == near(28.8, 1)
    for date, gw in (("2030-12", 202), ("2035-12", 359), ("2040-12", 432)):
        assert at(none, "ai_power_gw", date) == near(gw, 0)
    assert year(none, "others_bought_h100e", 2030) / 1e6 == near(195, 0)
    for number, spending in ((2030, 1.8), (2035, 2.4), (2040, 2.7)):
        case = none.model.case
        months = slice(case.months(f"{number}-01"), case.months(f"{number}-12") + 1)
        s = none.series
        rent = np.mean(s["price_h100_hour"][months] * s["world_h100e"][months]) * 8766 * 0.7 / 1e12
        assert rent == near(spending, 1)
    shortage = at(none, "shortage_us_technicians", "2030-12") + at(
        none, "shortage_us_engineers", "2030-12"
    )
    assert shortage == pytest.approx(67_000, rel=0.02)
    out = none.outcomes
    assert out["implied_fall"][0] == near(0.74, 2)
    assert out["implied_fall_market"][0] == near(0.22, 2)
    assert out["implied_fall_algorithms"][0] == near(0.67, 2)


def test_plan_on_its_own_dates(plan, none):
    assert plan.outcomes["plan_cost"][0] == near(6980, 0)
    for date, gw in (("2029-12", 64), ("2030-12", 93), ("2035-12", 227)):
        assert at(plan, "datacentre_gw", date) == near(gw, 0)
    assert at(plan, "delivered_h100e", "2030-12") / 1e9 == near(0.23, 2)
    assert at(plan, "delivered_h100e", "2035-12") / 1e9 == near(2.4, 1)
    assert at(plan, "sold_h100e", "2035-12") / 1e9 == near(0.65, 2)
    for date, fall in (("2030-12", -0.15), ("2035-12", -0.21)):
        assert at(plan, "price_h100_hour", date) / at(none, "price_h100_hour", date) - 1 == near(
            fall, 2
        )
    assert year(plan, "rent", 2030) / 1e3 == near(0.64, 2)
    assert year(plan, "rent", 2035) / 1e3 == near(1.3, 1)
    assert plan.outcomes["moic"][0] == near(0.74, 2)
