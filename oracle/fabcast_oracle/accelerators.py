"""§6: generations, packaging and memory, accelerators in stock."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, MEMORY_CHIPS, PACKAGING_CHIPS, grown, part, pos
from .wafers import throttle


def read(case, relax):
    """Generations and yields; with `packaging` relaxed planned assembly yield and merchant share."""

    def planned(path):
        return np.full(case.D, case.centre(path)) if "packaging" in relax else case.value(path)

    names = case.names("accelerator.generation")

    def of(name):
        return np.stack([case.value(f"accelerator.generation.{g}.{name}") for g in names], axis=1)

    return SimpleNamespace(
        launch=of("launch"),
        d=of("dies"),
        s=of("stacks"),
        i=of("per_wafer"),
        F=of("h100e"),
        k=of("power"),
        aux=case.value("accelerator.aux"),
        g_F=case.value("accelerator.growth_h100e"),
        g_k=case.value("accelerator.growth_power"),
        g_a=case.value("accelerator.growth_per_wafer"),
        y_p=planned("accelerator.assembly_yield"),
        s_m=planned("accelerator.merchant_share"),
    )


def generation(G, t, y):
    """Generation of the month; after the last listed one, launched `v` years ago, `F·(1+g_F)^v`,
    `k·(1+g_k)^v` and silicon per package `(d, s, 1/i)·((1+g_F)/(1+g_a))^v`."""
    rows = np.arange(G.launch.shape[0])
    launched = np.where(t >= G.launch, G.launch, -np.inf)
    current = np.where(
        np.any(t >= G.launch, axis=1), np.argmax(launched, axis=1), np.argmin(G.launch, axis=1)
    )
    launch = G.launch[rows, current]
    last = (launch >= np.max(G.launch, axis=1)) & (t >= launch)
    v = np.where(last, pos((t - launch) * DELTA), 0.0)
    silicon = grown((1.0 + G.g_F) / (1.0 + G.g_a) - 1.0, v)

    def of(values):
        return values[rows, current]

    return SimpleNamespace(
        d=of(G.d) * G.aux * silicon,
        s=of(G.s) * silicon,
        i=of(G.i) / silicon,
        F=of(G.F) * grown(G.g_F, v),
        k=of(G.k) * grown(G.g_k, v),
    )


class Stock:
    """Accelerators in stock, kept as three numbers."""

    def __init__(self, D):
        self.units = np.zeros(D)
        self.h100e = np.zeros(D)
        self.gw = np.zeros(D)

    def add(self, units, h100e, gw):
        self.units = self.units + units
        self.h100e = self.h100e + h100e
        self.gw = self.gw + gw

    def take(self, share):
        """Any part taken takes the same share of each. Returns units, H100e, GW."""
        taken = share * self.units, share * self.h100e, share * self.gw
        self.units = pos(self.units - taken[0])
        self.h100e = pos(self.h100e - taken[1])
        self.gw = pos(self.gw - taken[2])
        return taken


def own_packaging(G, W, gen, A, m_output, f_operate, stock_units):
    """`own = 1000·i·Σ A_j·u·m_j·f_operate·thr` packages."""
    group = W.packaging
    work = A[:, group] * W.u[:, group]
    full = 1000.0 * gen.i * np.sum(work, axis=1) * G.y_p
    thr = throttle(stock_units, full, 0)
    return 1000.0 * gen.i * np.sum(work * m_output[:, group], axis=1) * f_operate * thr


def assemble(G, W, gen, own, K_pk, K_hb, m_chips, lines):
    """Merchant capacity, stacks bought, packages assembled `n = min(dies°/d, stacks°/s, cap)`."""
    merchant = gen.i * m_chips[:, PACKAGING_CHIPS] * K_pk / 12.0
    cap = own + G.s_m * merchant
    memory = m_chips[:, MEMORY_CHIPS] * K_hb * W.n_s / 12.0
    by_dies = lines.dies / gen.d
    bought = np.minimum(G.s_m * memory, pos(gen.s * np.minimum(by_dies, cap) - lines.stacks))
    stacks = lines.stacks + bought
    n = np.minimum(np.minimum(by_dies, stacks / gen.s), cap)
    lines.dies = pos(lines.dies - n * gen.d)
    lines.stacks = pos(stacks - n * gen.s)
    return SimpleNamespace(
        cap=cap,
        bought=bought,
        n=n,
        by_dies=by_dies,
        by_stacks=stacks / gen.s,
        own=np.minimum(n, own),
        # What the programme uses is lost to others (§8).
        v_pk=np.minimum(1.0, part(pos(n - own), merchant)),
        v_hb=np.minimum(1.0, part(bought, memory)),
        made=n * G.y_p,
        made_h100e=n * G.y_p * gen.F,
        made_gw=n * G.y_p * gen.k * 1e-6,
    )
