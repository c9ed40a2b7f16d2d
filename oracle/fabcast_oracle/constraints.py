"""§14: the constraint that binds a month. (What each group lifts stands with the limit it lifts.)"""

import numpy as np

from .basics import (
    EPSILON,
    DATACENTRE,
    ENGINEERS,
    FAB,
    GROUPS,
    HBM,
    PACKAGING,
    TECHNICIANS,
    TRADES,
    pos,
)

GROUP = {name: place for place, name in enumerate(GROUPS)}
OF_KIND = {FAB: 0, HBM: 1, PACKAGING: 2, DATACENTRE: 3}
FALLBACK = (GROUP["yield"], GROUP["packaging"], GROUP["packaging"], GROUP["power"])


def binding(model, state, month):
    """Group that binds the month, as its place in the list of groups.

    Stations logic, memory, packaging, power, each with the GW of accelerators a month that it could
    support; at the one with the least, every project behind `Â_j` votes with weight `Â_j - A_j` for the
    group of its smallest factor."""
    gen, made, P, t = month.gen, month.made, model.projects, month.t
    kw = gen.k * 1e-6
    flows = np.stack(
        [
            made.by_dies * kw,
            made.by_stacks * kw,
            made.cap * kw,
            pos(month.P_gw - month.U),
        ],
        axis=1,
    )
    least = np.min(flows, axis=1, keepdims=True)
    station = np.argmax(flows <= least + EPSILON * (1.0 + least), axis=1)
    fallback = np.array(FALLBACK)[station]
    if P.J == 0:
        return fallback
    behind = pos(P.planned_path[t][None, :] - state.chain.A) * P.exists
    behind = np.where(behind > 1e-6 * P.K, behind, 0.0)
    at = np.array([OF_KIND[k] for k in P.kind])[None, :] == station[:, None]
    factor, group = smallest_factors(model, state, month)
    weight = np.where(at & (factor < 1.0 - EPSILON), behind, 0.0)
    votes = np.stack([np.sum(weight * (group == g), axis=1) for g in range(len(GROUPS))], axis=1)
    most = np.max(votes, axis=1, keepdims=True)
    first = np.argmax(votes >= most * (1.0 - EPSILON), axis=1)
    return np.where(most[:, 0] > 0.0, first, fallback)


def smallest_factors(model, state, month):
    """The smallest factor of every project this month in the stages that it is in, and its group."""
    P, now, t = model.projects, month.now, month.t
    shape = P.K.shape
    factors = np.ones(shape + (len(GROUPS),))

    def lower(name, where, value):
        g = GROUP[name]
        value = np.broadcast_to(value, shape)
        factors[:, :, g] = np.where(where, np.minimum(factors[:, :, g], value), factors[:, :, g])

    waiting = ~state.chain.started & (t >= P.planned)
    lower("capital", waiting, 0.0)
    # A need below a dollar is the tail of a backlog.
    f_order = np.where(month.needs[2] <= EPSILON, 1.0, month.f_order)
    f_tools = np.where(month.needs[3] <= EPSILON, 1.0, month.f_tools)
    f_pay = np.minimum(f_order, f_tools)[:, None]
    # Stages as at the end of last month.
    before = month.before
    active = state.chain.started & P.exists
    permits = active & (before.p0 < 1.0)
    builds = active & (before.p0 >= 1.0) & (before.p1 < 1.0)
    open_hall = active & (before.p1 >= P.phi - EPSILON) & (before.inst < P.K)
    fitting, waits = open_hall & now.grid, open_hall & ~now.grid
    qualifying = now.installed & (before.q < 1.0)
    ramping = now.qualified & (before.ramp < 1.0)
    lower("capital", permits | builds | fitting, month.f_j)
    lower("capital", fitting & P.tools, f_pay)
    plan = P.planned_durations
    lower("facilities", permits, plan.D0 / P.D0)
    lower("facilities", builds, plan.D1 / P.D1)
    lower("yield", fitting, plan.D2 / P.D2)
    lower("yield", qualifying, plan.D3 / P.D3)
    lower("yield", ramping, plan.D4 / P.D4)
    lower("equipment", fitting, month.s)
    lower("talent", builds, month.sigma[:, :, TRADES])
    lower("talent", fitting | qualifying, month.sigma[:, :, ENGINEERS])
    lower("talent", ramping, month.sigma[:, :, TECHNICIANS])
    lower("talent", qualifying | ramping, month.x)
    lower("power", waits, 0.0)
    lower("geopolitics", permits, month.m_policy)
    lower("geopolitics", builds | fitting, month.m_region)
    lower("geopolitics", fitting, month.m_tools)
    least = np.min(factors, axis=2, keepdims=True)
    return least[:, :, 0], np.argmax(factors <= least + EPSILON, axis=2)


def with_plan(base, plan):
    """Binding constraint by month and draw; `none` (8) where delivered ≥ 0.999 plan."""
    delivered, planned = base.series["delivered_h100e"], plan.series["delivered_h100e"]
    return np.where(delivered >= 0.999 * planned - 1e-3, len(GROUPS), base.series["binding"])
