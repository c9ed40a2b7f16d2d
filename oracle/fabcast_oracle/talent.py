"""§4: pools of labour by region and skill. Arrays are (draws, regions, skills)."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, ENGINEERS, KINDS, SKILLS, TECHNICIANS, TRADES, grown, part, pos, ratio


def read(case, regions):
    """Others' staff and posts, inflow, attrition, and what the programme adds."""

    def of(name, default=None):
        by_region = []
        for r in regions:
            path = f"talent.{r}"
            by_region.append(
                np.stack(
                    [case.value(f"{path}.{skill}.{name}", default) for skill in SKILLS], axis=1
                )
            )
        return np.stack(by_region, axis=1)

    def of_region(name, default=None):
        return np.stack([case.value(f"talent.{r}.{name}", default) for r in regions], axis=1)

    transfers = of_region("transfers")
    return SimpleNamespace(
        W=of("staff"),
        N=of("posts"),
        G=of("inflow"),
        alpha=of("attrition"),
        seats=of("academy_seats", 0.0),
        omega=of_region("pull")[:, :, None],
        # X_r: technicians and engineers each.
        X=np.stack([np.zeros_like(transfers), transfers, transfers], axis=2),
        wage=of_region("wage"),
        target=case.value("talent.target_date"),
        growth=case.value("talent.posts_growth"),
        L=case.whole("talent.academy_months", 21),
        seat_cost=case.value("talent.academy_cost", 0.0),
    )


def per_project(case, P):
    """Posts per unit of capacity, one column per project."""

    def by_kind(name):
        if P.J == 0:
            return np.zeros((case.D, 0))
        return np.stack([case.value(f"kind.{KINDS[k]}.{name}") for k in P.kind], axis=1)

    return SimpleNamespace(
        n_b=by_kind("trades"),
        n_i=by_kind("engineers_install"),
        n_r=by_kind("engineers_run"),
        n_t=by_kind("technicians"),
    )


class Pools:
    """Staff at the end of last month."""

    def __init__(self, talent):
        self.W = talent.W.copy()
        self.E = np.zeros_like(self.W)


def others_posts(talent, t):
    """`N(t)`: a straight line from `W(0)` to the target date, growth a year after."""
    target = np.maximum(talent.target, 1e-12)
    along = np.minimum(1.0, t / target)[:, None, None]
    after = grown(talent.growth, pos(t - talent.target) * DELTA)[:, None, None]
    return (talent.W + (talent.N - talent.W) * along) * after


def programme_posts(n, P, now):
    """Programme's posts `R` by region and skill, and those of running projects (`ramp = 1`)."""

    def by_region(posts):
        return posts @ P.in_region

    R = np.zeros((P.K.shape[0], P.in_region.shape[1], len(SKILLS)))
    running = np.zeros_like(R)
    R[:, :, TRADES] = by_region(n.n_b * P.K * now.build)
    run_engineers = n.n_r * P.K * now.running
    R[:, :, ENGINEERS] = by_region(n.n_i * P.K * (now.fitting_out & ~now.running) + run_engineers)
    R[:, :, TECHNICIANS] = by_region(n.n_t * P.K * now.installed)
    running[:, :, ENGINEERS] = by_region(run_engineers)
    running[:, :, TECHNICIANS] = by_region(n.n_t * P.K * now.running)
    return R, running


def hire(talent, pools, R, t):
    """A month of hiring. Returns `σ = ratio(E°, R)`, the shortage and what the ledger needs."""
    N = others_posts(talent, t)
    E1 = pools.E * (1.0 - talent.alpha * DELTA)
    W1 = pools.W * (1.0 - talent.alpha * DELTA)
    gap_p = pos(R - E1)
    gap_w = pos(N - W1)
    c = talent.G * DELTA
    weighed = talent.omega * gap_p
    H_l = np.minimum(gap_p, c * part(weighed, weighed + gap_w))
    graduates = talent.seats * DELTA if t >= talent.L else 0.0
    H = np.minimum(gap_p, H_l + talent.X * DELTA + graduates)
    left = pools.E - E1
    pools.E = pos(E1) + H
    pools.W = pos(W1) + np.minimum(gap_w, pos(c - H_l))
    shortage = pos(N - pools.W) + pos(R - pools.E)
    return ratio(pools.E, R), shortage, H, left
