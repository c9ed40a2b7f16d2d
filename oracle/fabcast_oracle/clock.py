"""§9: the clock of training cost."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, H100_FLOPS, HOURS


def read(case):
    return SimpleNamespace(
        a=case.value("clock.algorithms"),
        u_tr=case.value("clock.training_utilisation"),
        dur=case.value("clock.run_duration"),
        phi_w=case.value("clock.world_share"),
        phi_p=case.value("clock.programme_share"),
        claimed=case.value("clock.claimed_fall", 0.75),
    )


def flop_price(C, p):
    """Price of a training FLOP, $: `p/(3600·989.5e12·u_tr)`."""
    return p / (3600.0 * H100_FLOPS * C.u_tr)


def frontier_run(C, S_w, S_p):
    """Largest run, FLOP: `max(φ_w·S_w, φ_p·S_p)·989.5e12·u_tr·dur`, stocks in H100e."""
    seconds = C.dur * HOURS * 3600.0
    return np.maximum(C.phi_w * S_w, C.phi_p * S_p) * H100_FLOPS * C.u_tr * seconds


def training_cost(C, p, p_first, t):
    """Cost of a fixed capability relative to the first month: `(p(t)/p(first))·a^(-(y-y_first))`."""
    return p / p_first * C.a ** (-t * DELTA)


def implied_fall(C, p, p_first, t):
    """Fall a year to month `t`, `1 - ratio^(1/years)`, and its parts (hardware and market; algorithms)."""
    time = t * DELTA
    if time <= 0.0:
        return np.zeros_like(p), np.zeros_like(p), np.zeros_like(p)
    return (
        1.0 - training_cost(C, p, p_first, t) ** (1.0 / time),
        1.0 - (p / p_first) ** (1.0 / time),
        1.0 - 1.0 / C.a,
    )
