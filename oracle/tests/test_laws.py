"""The laws of §15, in random scenarios and under relaxed groups."""

import numpy as np
import pytest
from centre import sampled

from fabcast_oracle import run
from fabcast_oracle.basics import CLASSES, GROUPS

CHANGES = {
    "default": {},
    "market": {
        "deploy": {"market_share": 0.3},
        "talent": {
            "us": {"technicians": {"academy_seats": "4000 FTE/yr"}},
            "academy_cost": "0.1 M$/FTE",
        },
    },
    "own money": {"plan": {"fab-us": {"count": 2.5}, "hbm-us": {"every": "0 months"}}},
    "rich": {"capital": {"retained": 0.2, "cover": 0.2}, "market": {"rent": "30 bn$/GW/yr"}},
}
RELAXED = [
    (),
    *((group,) for group in GROUPS),
    GROUPS,
    ("capital", "talent"),
    ("equipment", "power"),
]


def close(a, b, scale=None):
    scale = np.maximum(1.0, np.max(np.abs(a), initial=0.0) if scale is None else scale)
    return np.max(np.abs(a - b), initial=0.0) <= 1e-9 * scale


def case_of(name, seed=3, draws=16):
    case = sampled("seven-trillion", draws, seed, CHANGES[name])
    if name == "own money":
        del case.tree["capital"]["investor"]
    return case


@pytest.mark.parametrize("relax", RELAXED, ids=lambda r: "+".join(r) if len(r) < 8 else "all")
@pytest.mark.parametrize("name", CHANGES)
def test_laws(name, relax):
    log = run(case_of(name), relax)
    s, k = log.series, log.ledger
    before = lambda a: np.concatenate([np.zeros_like(a[:1]), a[:-1]])
    total = lambda a: np.cumsum(a, axis=0)

    # Money: drawn + earned + grants = spent + distributed + repaid + cash.
    income = k["drawn"] + s["revenue"] + k["grants"]
    spent = k["bills_paid"] + s["equip_paid"] + s["capex_paid"] + k["distributed"]
    assert close(total(income) + k["opening_cash"][0], total(spent) + s["cash"], 1e4)

    # Tools: ordered = in transit + backlog + delivered; delivered = installed + stored.
    for e in CLASSES:
        delivered = total(k[f"accepted_{e}"])
        assert close(total(k[f"ordered_{e}"]), k[f"transit_{e}"] + s[f"backlog_{e}"] + delivered)
        assert close(delivered, total(k[f"taken_{e}"]) + s[f"store_{e}"])

    # Wafers: started = out + in process + scrapped.
    started = s["wafers_started_logic"] + s["wafers_started_hbm"]
    out = s["wafers_out_logic"] + s["wafers_out_hbm"]
    assert close(total(started), total(out + k["scrapped"]) + k["in_process"])

    # Dies, stacks: made (bought) = used + stock.
    assert close(total(s["good_dies"]), total(k["dies_used"]) + s["dies_stock"])
    assert close(
        total(s["stacks_made"] + s["stacks_bought"]), total(k["stacks_used"]) + s["stacks_stock"]
    )

    # Accelerators: made = stock + sold + own in service + own retired, with what the market sold.
    for unit in ("units", "h100e", "gw"):
        left = total(k[f"sold_{unit}"] + k[f"deployed_{unit}"]) + s[f"stock_{unit}"]
        assert close(total(k[f"made_{unit}"]), left)
    for unit in ("h100e", "gw"):
        into = total(
            k[f"deployed_{unit}"] + (k["bought_h100e"] if unit == "h100e" else s["bought_gw"])
        )
        assert close(into, s[f"own_{unit}"] + total(k[f"retired_{unit}"]))

    # World: bought + sold (+ start) = in service + retired.
    start = 1e6 * sum(log.model.market.S_stages)
    world = total(s["others_bought_h100e"] + k["sold_h100e"]) + start
    assert close(world, s["others_h100e"] + total(k["world_retired_h100e"]))

    # People: hired = employed + left.
    assert close(total(k["hired"]), k["employed"] + total(k["staff_left"]))

    # U ≤ P at deployment, U_w ≤ G_w after purchases.
    assert np.all(
        k["own_after_deployment_gw"] <= np.maximum(k["usable_before"], before(s["own_gw"])) + 1e-9
    )
    assert np.all(s["others_gw"] <= s["ai_power_gw"] * (1 + 1e-9))

    for table in (s, k):
        for key, values in table.items():
            assert np.all(np.isfinite(values)), key
            if key not in ("implied_training_cost_fall",):
                assert np.min(values, initial=0.0) >= -1e-9, key


def test_all_relaxed_follows_the_planned_path():
    log = run(case_of("default"), GROUPS)
    P = log.model.projects
    names = ("logic_capacity_kwspm", "hbm_capacity_kwspm", "packaging_capacity_kwpm", "datacentre_gw")
    for kind, name in enumerate(names):
        planned = np.sum(P.planned_path[: log.T, P.kind == kind], axis=1)
        assert close(log.series[name], planned[:, None]), name
    assert np.all(log.start_month == P.planned)


def test_relaxing_everything_raises_delivery():
    case = case_of("default", draws=64)
    base, plan = run(case), run(case, GROUPS)
    assert np.all(plan.outcomes["delivered_h100e_2030"] >= base.outcomes["delivered_h100e_2030"])


def test_draws_do_not_see_each_other():
    case = case_of("default", draws=6)
    whole, alone = run(case), run(case.select([4]))
    for name, values in whole.series.items():
        assert close(values[:, 4], alone.series[name][:, 0], np.max(np.abs(values))), name
