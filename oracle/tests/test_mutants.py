"""A wrong equation cannot hide behind the allowance for rounding: single terms changed by 1 in 10,000 are refused."""

import agreement
import engine
import numpy as np
import pytest
from centre import sampled

from fabcast_oracle import accelerators, campus, capital, deployment, equipment, finance, market
from fabcast_oracle import outcomes as outcomes_module
from fabcast_oracle import policy, projects, run, talent, wafers

WRONG = 1.0001


def scaled(function, place=None):
    """The function with its result, or one of its results, a little too large."""

    def changed(*arguments, **named):
        result = function(*arguments, **named)
        if place is None:
            return result * WRONG
        return tuple(value * WRONG if i == place else value for i, value in enumerate(result))

    return changed


MUTANTS = {
    "available money": (capital, "available", None),
    "interest": (capital, "interest", None),
    "building cost": (projects, "building_cost", None),
    "tool cost": (projects, "tool_cost", None),
    "progress of qualification": (projects, "qualify_and_ramp", 0),
    "installable": (projects, "installable", None),
    "halls of campuses": (campus, "halls", None),
    "power of campuses": (campus, "power", None),
    "queue of makers": (campus, "queue", None),
    "teams": (projects, "teams", None),
    "applicants": (talent, "applicants", None),
    "others' posts": (talent, "others_posts", None),
    "supply of tools": (equipment, "offer", 1),
    "orders of the world": (equipment, "world_orders", None),
    "wafer starts": (wafers, "start_wafers", None),
    "die yield": (wafers, "die_yield", None),
    "stacks": (wafers, "good_stacks", None),
    "own packaging": (accelerators, "own_packaging", None),
    "halls to fill": (deployment, "ready", 1),
    "price of hardware": (deployment, "market_purchase", 1),
    "price": (market, "price", None),
    "cycle of demand": (market, "m_cycle", None),
    "what others spend": (market, "spending_ratio", None),
    "reference price": (market, "reference_price", None),
    "operating cost": (finance, "operating_cost", None),
    "re-equipment": (finance, "reequipment", None),
    "depreciation": (finance, "depreciate", None),
    "distributions": (finance, "distributions", None),
    "grants": (policy, "grants", None),
    "terminal value": (finance, "terminal_value", None),
}


@pytest.fixture(scope="module")
def case():
    """A programme starved of cash, whose draws amplify rounding."""
    changes = {"capital": {"gearing": 0.6}, "deploy": {"market_share": 0.2}}
    return sampled("seven-trillion", 12, 11, changes)


def results(case):
    """What the comparison with the engine looks at."""
    log = run(case)
    return engine.series_of_oracle(log) | {name: v[None, :] for name, v in outcomes_module.of_run(log).items()}


@pytest.fixture(scope="module")
def right(case):
    return results(case)


def judge(case, one, other):
    shake = lambda rows: results(agreement.moved(case, rows))
    return agreement.judge(one, other, shake)


def test_rounding_alone_is_accepted(case, right):
    rounded = results(agreement.moved(case, np.arange(case.D), copies=1, seed=99))
    verdict = judge(case, rounded, right)
    assert verdict.agree, verdict.refused[:3]


@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_term_is_refused(name, case, right, monkeypatch):
    module, function, place = MUTANTS[name]
    monkeypatch.setattr(module, function, scaled(getattr(module, function), place))
    wrong = results(case)
    monkeypatch.undo()
    verdict = judge(case, wrong, right)
    assert not verdict.agree and verdict.refused
