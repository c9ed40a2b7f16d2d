"""§5: wafer starts, experience, defects, dies and stacks."""

from types import SimpleNamespace

import numpy as np

from .basics import DATACENTRE, FAB, HBM, KINDS, PACKAGING, clip, part, pos

H_STOCK = 2.0
"""`h`, months of stock at which lines slow down."""


def read(case, operators, P, relax):
    """Line and die parameters; with `yield` relaxed mature defects, no new-plant penalty, planned `u` and line yield;
    `u` of packaging plants is planned with `packaging`."""
    mature = "yield" in relax

    def planned(path, group="yield"):
        return np.full(case.D, case.centre(path)) if group in relax else case.value(path)

    def by_kind(name):
        values = [
            np.zeros(case.D)
            if k == DATACENTRE
            else planned(f"kind.{KINDS[k]}.{name}", "packaging" if k == PACKAGING else "yield")
            for k in P.kind
        ]
        return np.stack(values, axis=1) if values else np.zeros((case.D, 0))

    D_inf = case.value("wafers.logic.defects_mature")
    W = SimpleNamespace(
        u=by_kind("utilisation"),
        ly=planned("wafers.line_yield"),
        cycle=(case.whole("wafers.logic.cycle"), case.whole("wafers.hbm.cycle")),
        D_s=D_inf if mature else case.value("wafers.logic.defects_start"),
        D_inf=D_inf,
        lam=case.value("wafers.logic.learning"),
        Z_ref=case.value("wafers.logic.learning_scale"),
        psi=np.zeros(case.D) if mature else case.value("wafers.new_fab_penalty"),
        tau_psi=case.value("wafers.new_fab_time"),
        alpha_c=case.value("wafers.logic.clustering"),
        v=case.value("wafers.logic.salvage"),
        A=case.value("wafers.logic.die_area"),
        edge=case.value("wafers.logic.edge"),
        model=case.leaf("wafers.logic.yield_model", "negative_binomial"),
        n_s=case.value("wafers.hbm.stacks_per_wafer"),
        eta_h=np.ones(case.D) if mature else case.value("wafers.hbm.start_yield"),
        Z0=np.zeros((case.D, len(operators))),
        z=np.zeros((case.D, len(operators))),
        logic=np.flatnonzero(P.kind == FAB),
        memory=np.flatnonzero(P.kind == HBM),
        packaging=np.flatnonzero(P.kind == PACKAGING),
    )
    for i, o in enumerate(operators):
        W.Z0[:, i] = case.value(f"operator.{o}.experience", 0.0)
        W.z[:, i] = case.value(f"operator.{o}.experience_rate", 0.0)
    W.N = dies_per_wafer(W.A, W.edge)
    # g: good dies per thousand wafers at D_∞; memory likewise with 1000·n_s.
    Y = die_yield(W, W.D_inf)
    W.g_logic = 1000.0 * W.N * (Y + W.v * (1.0 - Y))
    W.g_memory = 1000.0 * W.n_s
    return W


def dies_per_wafer(A, edge):
    """`N(A) = (π(d/2)²/A - πd/√(2A))⁺`, `d = 300 - 2·edge` mm."""
    d = 300.0 - 2.0 * edge
    return pos(np.pi * (d / 2.0) ** 2 / A - np.pi * d / np.sqrt(2.0 * A))


def die_yield(W, D0):
    """Yield of a die of `A` mm² at `D0` defects per cm²."""
    shape = (-1,) + (1,) * (np.ndim(D0) - 1)
    AD = W.A.reshape(shape) * D0 / 100.0
    if W.model == "negative_binomial":
        alpha_c = W.alpha_c.reshape(shape)
        return (1.0 + AD / alpha_c) ** (-alpha_c)
    if W.model == "poisson":
        return np.exp(-AD)
    if W.model == "murphy":
        some = AD > 0.0
        x = np.where(some, AD, 1.0)
        return np.where(some, (-np.expm1(-x) / x) ** 2, 1.0)
    if W.model == "seeds":
        return 1.0 / (1.0 + AD)
    raise ValueError(f"unknown yield model {W.model!r}")


class Lines:
    """Wafers in process, experience and stocks of dies and stacks at the end of last month."""

    def __init__(self, W, D):
        self.queue = [
            [np.zeros((D, len(group))) for _ in range(cycle)]
            for group, cycle in zip((W.logic, W.memory), W.cycle)
        ]
        self.Z = W.Z0.copy()
        self.dies = np.zeros(D)
        self.stacks = np.zeros(D)

    def in_process(self, line):
        """Thousand wafers in process; the youngest are last."""
        D = len(self.dies)
        return sum((np.sum(s, axis=1) for s in self.queue[line]), np.zeros(D))


def throttle(inventory, full, cycle):
    """`thr = clip((cycle + 2h - part(Inv, full))/h)`: above two months of stock lines slow down, at four they stop."""
    return clip((cycle + 2.0 * H_STOCK - part(inventory, full)) / H_STOCK)


def start_wafers(W, P, lines, A, line, sigma, m_output, f_operate):
    """`S_j° = A_j·u·σ_j·m_j·f_operate·thr`, thousand wafers, of logic (0) or memory (1)."""
    group = (W.logic, W.memory)[line]
    stock, g = ((lines.dies, W.g_logic), (lines.stacks, W.g_memory))[line]
    work = A[:, group] * W.u[:, group]
    full = np.sum(work, axis=1) * W.ly * g
    thr = throttle(stock + W.ly * g * lines.in_process(line), full, W.cycle[line])
    return work * sigma[:, group] * m_output[:, group] * (f_operate * thr)[:, None]


def finish_wafers(W, lines, line, S):
    """Out after the node's `cycle`, times line yield."""
    queue = lines.queue[line]
    queue.append(S)
    return queue.pop(0) * W.ly[:, None]


def good_dies(W, P, chain_t_q, lines, out, t):
    """Dies of this month, after taking it into the experience `Z° = Z(0) + Σ (z + out)`."""
    group = W.logic
    lines.Z = lines.Z + W.z + out @ P.of_operator[group]
    M = months_since(chain_t_q[:, group], t)
    learning = (1.0 + lines.Z / W.Z_ref[:, None]) ** (-W.lam[:, None])
    D_o = W.D_inf[:, None] + (W.D_s - W.D_inf)[:, None] * learning
    new = 1.0 + W.psi[:, None] * np.exp(-M / W.tau_psi[:, None])
    D0 = D_o[:, P.operator[group]] * new if len(group) else np.zeros_like(out)
    Y = die_yield(W, D0)
    made = 1000.0 * out * W.N[:, None] * (Y + W.v[:, None] * (1.0 - Y))
    return np.sum(made, axis=1), D0


def good_stacks(W, P, chain_t_q, out, t):
    """Stacks `= 1000·out·n_s·(1 - (1-η_h)·exp(-M_j/τ_ψ))`."""
    M = months_since(chain_t_q[:, W.memory], t)
    new = 1.0 - (1.0 - W.eta_h)[:, None] * np.exp(-M / W.tau_psi[:, None])
    return np.sum(1000.0 * out * W.n_s[:, None] * new, axis=1)


def months_since(t_q, t):
    """`M_j`, months since `q_j = 1`; irrelevant (0) before."""
    return np.where(np.isfinite(t_q), t - np.where(np.isfinite(t_q), t_q, t), 0.0)
