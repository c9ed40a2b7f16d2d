"""§3: classes of tools, orders, supply, store and growth of the suppliers."""

from types import SimpleNamespace

import numpy as np

from . import cycle
from .basics import CLASSES, DATACENTRE, DELTA, EPSILON, KINDS, grown, part, pos, ratio


def read(case):
    """Prices, requirements and the suppliers, one column per class."""

    def of(name, default=None):
        return np.stack([case.value(f"equipment.{e}.{name}", default) for e in CLASSES], axis=1)

    price = of("price", 1.0)
    return SimpleNamespace(
        P=price,
        u=[requirement(case, kind, price) for kind in KINDS],
        b=of("orders"),
        g_b=of("orders_growth"),
        g=of("growth"),
        tau_e=of("expansion_delay"),
        tau_b=of("backlog_time"),
        lead=[case.whole(f"equipment.{e}.lead") for e in CLASSES],
        a=of("orders_response", 0.0),
        lag=[case.whole(f"equipment.{e}.orders_lag", 1) for e in CLASSES],
        recovers=[case.has(f"equipment.{e}.recovery") for e in CLASSES],
        g_r=of("recovery", 0.0),
        prepared=of("prepared", 1.0),
        case=case,
        sd=case.value("equipment.cycle", 0.0),
        sd_own=of("cycle", 0.0),
        x=cycle.swings(cycle.normals(case, "common")),
        x_own=[cycle.swings(cycle.normals(case, e)) for e in CLASSES],
        deposit=case.value("equipment.deposit"),
        pi=case.value("equipment.priority"),
    )


def requirement(case, kind, price):
    """`u_{kind,e}` per unit of capacity; one dollar class is the remainder, so that tools add up to
    the tool share `(1-β)·c`. Where the others exceed it they are scaled down until it is 0."""
    D = case.D
    u = np.zeros((D, len(CLASSES)))
    if KINDS.index(kind) == DATACENTRE:
        return u
    last = CLASSES.index(case.leaf(f"kind.{kind}.remainder"))
    for e, name in enumerate(CLASSES):
        if e != last:
            u[:, e] = case.value(f"equipment.{name}.need.{kind}", 0.0)
    tools = (1.0 - case.value(f"kind.{kind}.building_share")) * case.value(f"kind.{kind}.unit_cost")
    others = np.sum(u * price, axis=1)
    u *= np.minimum(1.0, np.where(others > tools, part(tools, others), 1.0))[:, None]
    u[:, last] = pos(tools - np.sum(u * price, axis=1)) * (others < tools)
    return u


def per_project(equipment, P):
    """`u_{j,e}`, shape (draws, projects, classes)."""
    if P.J == 0:
        return np.zeros((P.K.shape[0], 0, len(CLASSES)))
    return np.stack([equipment.u[k] for k in P.kind], axis=1)


class Supply:
    """Orders, backlogs, store and suppliers at the end of last month."""

    def __init__(self, equipment, D):
        E = len(CLASSES)
        self.left = np.zeros((D, E))
        """Still to be ordered."""
        self.transit = [[np.zeros(D) for _ in range(lead)] for lead in equipment.lead]
        """Ordered, not yet in the deliverable backlog, the oldest first."""
        self.B_prog = np.zeros((D, E))
        self.Q = equipment.b.copy()
        self.M = equipment.prepared * equipment.b
        """Former peak of `Q`."""
        self.B_world = equipment.tau_b * self.Q
        self.d = [self.Q.copy() for _ in range(3)]
        self.store = np.zeros((D, E))
        self.refused = None
        """`L_{r,k,e}`: what may not be ordered yet."""


def prices(equipment, e, y):
    """`P_e·(1+e)^y`."""
    return equipment.P * grown(e, y)[:, None]


def want(supply, u, P, chain, relax, m_tools, goes_ahead):
    """When `p0 = 1` and its sponsor goes ahead project `j` orders `u_{j,e}·K_j`: adds it to what is still to be ordered, as far as the tools
    may go to its region; the rest waits in `L_{r,k,e}`, of which `m_tools` is released each month."""
    if supply.refused is None:
        supply.refused = np.zeros_like(m_tools)
    released = m_tools * supply.refused
    supply.left = supply.left + np.sum(released, axis=(1, 2))
    supply.refused = pos(supply.refused - released)
    new = chain.started & P.exists & P.tools & (chain.p0 >= 1.0) & ~chain.tooled & goes_ahead
    chain.tooled = chain.tooled | new
    if new.any() and "equipment" not in relax:
        m = m_tools[:, P.region, P.kind, :]
        wanted = np.where(new, P.K, 0.0)[:, :, None] * u
        supply.left = supply.left + np.sum(wanted * m, axis=1)
        for r in range(m_tools.shape[1]):
            for k in range(m_tools.shape[2]):
                here = (P.region == r) & (P.kind == k)
                supply.refused[:, r, k] += np.sum((wanted * (1.0 - m))[:, here], axis=1)


def world_orders(equipment, spending, t, y):
    """`b_e = b_e(0)·(1+g_b)^y·r(t-k_e)^a_e·exp(σ_c·x_c + σ_e·x_e)`; `spending` has the `r` of the months before."""
    b = equipment.b * (1.0 + equipment.g_b) ** y
    common = equipment.sd * cycle.between(equipment.x, equipment.case, t)
    for e, lag in enumerate(equipment.lag):
        own = equipment.sd_own[:, e] * cycle.between(equipment.x_own[e], equipment.case, t)
        b[:, e] *= np.exp(common + own)
        if t >= lag:
            b[:, e] *= spending[t - lag] ** equipment.a[:, e]
    return b


def join(equipment, supply, orders):
    """An order joins `B^prog` after `l_e` months; what the world orders joins `B^world` at once."""
    for e, queue in enumerate(supply.transit):
        supply.B_prog[:, e] += queue.pop(0)
    supply.B_world = supply.B_world + orders


def offer(equipment, supply, m_supplier):
    """`V = min(Q_e·m_e, B^prog° + B^world°)`, and what of it is offered to the programme."""
    V = np.minimum(supply.Q * m_supplier, supply.B_prog + supply.B_world)
    weighed = equipment.pi[:, None] * supply.B_prog
    first = np.minimum(supply.B_prog, V * part(weighed, weighed + supply.B_world))
    rest = pos(V - first)
    return V, np.minimum(supply.B_prog, first + pos(rest - supply.B_world))


def order(supply, f_order):
    """Orders at the pace `f_order` of what is left to order."""
    ordered = supply.left * f_order[:, None]
    supply.left = pos(supply.left - ordered)
    for e, queue in enumerate(supply.transit):
        queue.append(ordered[:, e].copy())
    return ordered


def accept(supply, V, offered, f_tools):
    """The programme accepts `f_tools` of the offer into its store; the world gets the rest up to its backlog."""
    accepted = offered * f_tools[:, None]
    supply.B_prog = pos(supply.B_prog - accepted)
    world = np.minimum(supply.B_world, pos(V - accepted))
    supply.B_world = pos(supply.B_world - world)
    supply.store = supply.store + accepted
    return accepted, world


def at_hand(supply, u, P, w, relax, m_tools):
    """`s_e = ratio(store_e°, Σ_j u_{j,e}·w_j)`; returns `min s_e` and `m_tools`, each the least over the
    classes needed; `s_j` is their product."""
    D, J = w.shape
    if J == 0:
        return np.ones((D, J)), np.ones((D, J))
    allowed = np.min(np.where(u > 0.0, m_tools[:, P.region, P.kind, :], 1.0), axis=2)
    if "equipment" in relax:
        return np.ones((D, J)), allowed
    s_e = ratio(supply.store, np.einsum("dje,dj->de", u, w))
    return np.min(np.where(u > 0.0, s_e[:, None, :], 1.0), axis=2), allowed


def take(supply, u, installed, relax):
    """`store_e -= Σ_j u_{j,e}·Δinst_j`: what was really installed; a rest of 10⁻⁹ is none. Returns what was taken."""
    if installed.shape[1] == 0 or "equipment" in relax:
        return np.zeros_like(supply.store)
    taken = np.einsum("dje,dj->de", u, installed)
    rest = supply.store - taken
    # What rounding leaves of a used-up store installs nothing, and so needs nobody to run it.
    supply.store = np.where(rest > EPSILON * supply.store, rest, 0.0)
    return taken


def grow(equipment, supply):
    """`Q* = (B^prog° + B^world°)/τ_b`, smoothed three times; `Q°` follows within its limits."""
    wanted = (supply.B_prog + supply.B_world) / equipment.tau_b
    target = wanted
    for k in range(3):
        supply.d[k] = supply.d[k] + (target - supply.d[k]) * 3.0 * DELTA / equipment.tau_e
        target = supply.d[k]
    fastest = supply.Q * (1.0 + equipment.g) ** DELTA
    slow = np.minimum(np.maximum(target, supply.Q * 0.95**DELTA), fastest)
    # Up to the former peak suppliers go down and up with the backlog, where a recovery is given.
    regained = np.minimum(supply.M, supply.Q + equipment.g_r * supply.M * DELTA)
    quick = np.minimum(
        np.minimum(wanted, np.maximum(supply.M, target)), np.maximum(fastest, regained)
    )
    supply.Q = np.where(equipment.recovers, quick, slow)
    supply.M = np.maximum(supply.M, supply.Q)
