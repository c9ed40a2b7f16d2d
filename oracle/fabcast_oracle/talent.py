"""§4: pools of labour by region and skill. Arrays are (draws, regions, skills)."""

from types import SimpleNamespace

import numpy as np

from .basics import DELTA, ENGINEERS, KINDS, SKILLS, TECHNICIANS, TRADES, grown, part, pos, ratio, years


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
        g_G=case.value("talent.inflow_growth", 0.0),
        kappa_G=case.value("talent.response", 0.0),
        tau_G=case.value("talent.response_time"),
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
        self.v = np.zeros_like(self.W)
        """Share of all posts that is unfilled, smoothed."""


def others_posts(talent, t):
    """`N(t)`: a straight line from `W(0)` to the target date, growth a year after."""
    target = np.maximum(talent.target, 1e-12)
    along = np.minimum(1.0, t / target)[:, None, None]
    after = grown(talent.growth, pos(t - talent.target) * DELTA)[:, None, None]
    return (talent.W + (talent.N - talent.W) * along) * after


def programme_posts(n, P, now, inst):
    """The programme's posts by region and skill: those of running projects (`ramp = 1`), and all others.
    Technicians follow what is installed."""

    def by_region(posts):
        return posts @ P.in_region

    running = np.zeros((P.K.shape[0], P.in_region.shape[1], len(SKILLS)))
    others = np.zeros_like(running)
    technicians = n.n_t * inst * now.installed
    running[:, :, ENGINEERS] = by_region(n.n_r * P.K * now.running)
    running[:, :, TECHNICIANS] = by_region(technicians * now.running)
    others[:, :, TRADES] = by_region(n.n_b * P.K * now.build)
    others[:, :, ENGINEERS] = by_region(n.n_i * P.K * (now.fitting_out & ~now.running))
    others[:, :, TECHNICIANS] = by_region(technicians * ~now.running)
    return running, others


def applicants(talent, v, y):
    """`c = GΔ·(1+g_G)^y·(1 + κ_G·v)` a month."""
    answer = 1.0 + talent.kappa_G[:, None, None] * v
    return talent.G * DELTA * grown(talent.g_G, y)[:, None, None] * answer


def hire(talent, pools, running, others, t):
    """A month of hiring. Returns `σ_run`, `σ`, the shortage and what the ledger needs."""
    R = running + others
    N = others_posts(talent, t)
    E1 = pools.E * (1.0 - talent.alpha * DELTA)
    W1 = pools.W * (1.0 - talent.alpha * DELTA)
    gap_p = pos(R - E1)
    gap_w = pos(N - W1)
    c = applicants(talent, pools.v, years(t))
    weighed = talent.omega * gap_p
    H_l = np.minimum(gap_p, c * part(weighed, weighed + gap_w))
    graduates = talent.seats * DELTA if t >= talent.L else 0.0
    H = np.minimum(gap_p, H_l + talent.X * DELTA + graduates)
    left = pools.E - E1
    pools.E = pos(E1) + H
    pools.W = pos(W1) + np.minimum(gap_w, pos(c - H_l))
    shortage = pos(N - pools.W) + pos(R - pools.E)
    unfilled = part(shortage, N + R)
    pools.v = pools.v + (unfilled - pools.v) * DELTA / talent.tau_G[:, None, None]
    # Running plants are staffed first.
    sigma_run = ratio(pools.E, running)
    sigma = ratio(pos(pools.E - running), others)
    return sigma_run, sigma, shortage, H, left
