"""What the sections of the month share: constants, small functions, and what is computed once a draw."""

import math

import numpy as np
from numba import njit

DELTA, HOURS, EPSILON = 1.0 / 12.0, 8766.0, 1e-9
H100_FLOPS = 989.5e12
FAB, HBM, PACKAGING, DATACENTRE = range(4)
TRADES, TECHNICIANS, ENGINEERS = range(3)
OUTPUT, SUPPLIER, TOOLS, SHIPMENTS, BUILDING, PERMITS, INVESTOR, CHIPS, DEMAND, GRANTS = range(10)
CAPITAL, FACILITIES, EQUIPMENT, TALENT, YIELD, OF_PACKAGING, POWER, GEOPOLITICS = range(8)

SERIES = (
    "logic_capacity_kwspm hbm_capacity_kwspm packaging_capacity_kwpm datacentre_gw logic_starts_kwafer "
    "hbm_starts_kwafer accelerators_made stock_gw own_h100e own_gw sold_h100e delivered_h100e delivered_gw "
    "delivered_flops others_h100e others_gw others_purchases ai_power_gw merchant_packaging_kwpm price_h100_hour "
    "revenue operating_cost capital_drawn debt cash distributions grants capex_paid projects_started training_cost "
    "frontier_run"
).split()
"""Series without those by region, skill and class, which follow: shortages, backlogs, suppliers."""
N_SERIES = len(SERIES)


@njit(inline="always")
def pos(x):
    return x if x > 0.0 else 0.0


@njit(inline="always")
def clip(x):
    return min(1.0, pos(x))


@njit(inline="always")
def part(a, b):
    return a / b if b > 0.0 else 0.0


@njit(inline="always")
def ratio(a, b):
    return clip(a / b) if b > 0.0 else 1.0


@njit(inline="always")
def done(x):
    return 1.0 if x >= 1.0 - EPSILON else x


@njit(inline="always")
def delay(e, x, M):
    """Takes `x` into a third-order delay of mean `M` years; returns what leaves."""
    k = 3.0 * DELTA / M
    o1, o2, o3 = e[0] * k, e[1] * k, e[2] * k
    e[0], e[1], e[2] = pos(e[0] + x - o1), pos(e[1] + o1 - o2), pos(e[2] + o2 - o3)
    return o3


@njit(inline="always")
def content(e):
    return e[0] + e[1] + e[2]


@njit
def outlook(r, T):
    """What the programme does not change: kW, demand now and ahead, additions of power, value, density (§8)."""
    table = np.empty((7, T))
    for t in range(T):
        y = (t + 0.5) * DELTA
        for k in range(2):
            at = y + k * r.ell
            kw = r.kw_0 * ((1.0 + r.g_k) / (1.0 + r.g_F)) ** at
            share = r.s_max / (1.0 + (r.s_max / r.s_0 - 1.0) * math.exp(-r.k_d * at))
            table[2 * k, t] = kw
            table[2 * k + 1, t] = share * r.GWP_0 * (1.0 + r.g_w) ** at / (r.r_GW * kw)
        table[4, t] = r.A_inf / (1.0 + (r.A_inf / r.A_0 - 1.0) * math.exp(-r.k_A * y))
        table[5, t] = r.v_inf + (r.v_0 - r.v_inf) * math.exp(-y / r.tau_v)
        table[6, t] = (1.0 + r.g_a) ** y * DELTA / 1e6
    return table


@njit
def generation(r, t):
    """Dies, stacks and 1/wafers of a package, H100e and power of the month's generation (§6)."""
    launch_ = r.launch
    now, newest, oldest = -1, -np.inf, 0
    for g in range(len(launch_)):
        if t >= launch_[g] and (now < 0 or launch_[g] > launch_[now]):
            now = g
        newest = max(newest, launch_[g])
        if launch_[g] < launch_[oldest]:
            oldest = g
    now = oldest if now < 0 else now
    launch = launch_[now]
    age = pos((t - launch) * DELTA) if launch >= newest and t >= launch else 0.0
    silicon = ((1.0 + r.g_F) / (1.0 + r.g_a)) ** age
    g_d, g_s, g_i = r.dies[now] * r.aux * silicon, r.stacks[now] * silicon, r.per_wafer[now] / silicon
    g_flop, g_power = r.F[now] * (1.0 + r.g_F) ** age, r.k[now] * (1.0 + r.g_k) ** age
    return g_d, g_s, g_i, g_flop, g_power
