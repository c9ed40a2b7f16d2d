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

    return SimpleNamespace(
        W=of("staff"),
        N=of("posts"),
        G=of("inflow"),
        alpha=of("attrition"),
        mu=of("reach", 0.0),
        seats=of("academy_seats", 0.0),
        omega=of_region("pull")[:, :, None],
        wage=of_region("wage"),
        target=case.value("talent.target_date"),
        growth=case.value("talent.posts_growth"),
        g_G=case.value("talent.inflow_growth", 0.0),
        kappa_G=case.value("talent.response", 0.0),
        tau_G=case.value("talent.response_time"),
        v_max=case.value("talent.openings", 1.0),
        pi_max=case.value("talent.premium", 0.0),
        e=case.value("talent.premium_answer", 0.0),
        tau_pi=case.value("talent.premium_time", 0.5),
        w_b=case.value("talent.building_pay", 0.0),
        o=case.value("talent.plan_order", 0.0),
        f_run=case.value("talent.running_first", 1.0),
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
        self.u = np.zeros_like(self.W)
        """Share of the programme's own posts that is unfilled, smoothed."""

    def premium(self, talent, relax):
        """`π = min(π_max, u)`; who lacks nobody pays none."""
        return np.zeros_like(self.u) if "talent" in relax else np.minimum(talent.pi_max[:, None, None], self.u)


def others_posts(talent, t):
    """`N(t)`: a straight line from `W(0)` to the target date, growth a year after."""
    target = np.maximum(talent.target, 1e-12)
    along = np.minimum(1.0, t / target)[:, None, None]
    after = grown(talent.growth, pos(t - talent.target) * DELTA)[:, None, None]
    return (talent.W + (talent.N - talent.W) * along) * after


def programme_posts(n, P, now, inst):
    """The programme's posts by project and skill: those of running projects (`ramp = 1`) and of the halls of campuses
    that are fitted out, and all others. Technicians follow what is installed."""
    running = np.zeros((*P.K.shape, len(SKILLS)))
    others = np.zeros_like(running)
    runs = now.running
    technicians = n.n_t * inst * np.where(P.campus, runs, now.installed)
    running[:, :, ENGINEERS] = n.n_r * np.where(P.campus, inst, P.K) * runs
    running[:, :, TECHNICIANS] = technicians * runs
    of_campuses = P.work_first * now.build + P.work_others * now.raising
    others[:, :, TRADES] = P.kappa_b * n.n_b * np.where(P.campus, of_campuses, P.K * now.build)
    fitting = np.where(P.campus, P.K - inst, P.K * ~runs)
    others[:, :, ENGINEERS] = n.n_i * fitting * now.fitting_out
    others[:, :, TECHNICIANS] = technicians * ~runs
    return running, others


def by_region(P, posts):
    """Sums over the projects of each region."""
    return np.einsum("djs,jr->drs", posts, P.in_region)


def applicants(talent, v, y):
    """`c = GΔ·(1+g_G)^y·(1 + κ_G·v)` a month."""
    answer = 1.0 + talent.kappa_G[:, None, None] * v
    return talent.G * DELTA * grown(talent.g_G, y)[:, None, None] * answer


def hire(talent, pools, running, others, pi, t):
    """A month of hiring. Returns the shortage and what the ledger needs."""
    R = running + others
    N = others_posts(talent, t)
    E1 = pools.E * (1.0 - talent.alpha * DELTA)
    W1 = pools.W * (1.0 - talent.alpha * DELTA)
    gap_p = pos(R - E1)
    gap_w = pos(N - W1)
    answer = (1.0 + pi) ** talent.e[:, None, None]
    omega = talent.omega * answer
    # What others advertise, not all that they lack.
    open_w = np.minimum(gap_w, talent.v_max[:, None, None] * N)
    c = applicants(talent, pools.v, years(t))
    H_l = np.minimum(gap_p, c * part(omega * gap_p, omega * gap_p + open_w))
    graduates = talent.seats * DELTA if t >= talent.L else 0.0
    came = H_l + graduates
    # Movers: from the staff of others, whose posts they leave are advertised too.
    g = pos(gap_p - came)
    M = np.minimum(talent.mu * DELTA * pools.W * answer, pos(W1))
    H_w = np.minimum(g, M * part(omega * g, omega * g + open_w + M))
    H = np.minimum(gap_p, came + H_w)
    left = pools.E - E1
    pools.E = pos(E1) + H
    pools.W = pos(pos(W1) + np.minimum(gap_w, pos(c - H_l)) - H_w)
    shortage = pos(N - pools.W) + pos(R - pools.E)
    pools.v = pools.v + (part(shortage, N + R) - pools.v) * DELTA / talent.tau_G[:, None, None]
    unfilled = part(pos(R - pools.E), R)
    pools.u = pools.u + (unfilled - pools.u) * DELTA / talent.tau_pi[:, None, None]
    return shortage, H, left


def staffing(talent, P, E, running, others, posts):
    """`σ_run` by region and skill, `σ_j` by project and skill: running plants first up to `f_run` of
    their posts, of the rest the share `o` in plan order, what then is left pro rata."""
    f_run, o = talent.f_run[:, None, None], talent.o[:, None, None]
    A = pos(E - f_run * running)
    sigma_run = np.maximum(
        np.minimum(ratio(E, running), f_run), ratio(pos(E - others), running)
    )
    first = np.minimum(o * A, others)
    s = ratio(np.minimum(A, others) - first, others - first)[:, P.region, :]
    left = o * A
    phi = np.zeros_like(posts)
    rows = np.arange(P.K.shape[0])
    for turn in range(P.J):
        j = P.order[:, turn]
        r = P.region[j]
        want = posts[rows, j, :]
        phi[rows, j, :] = np.clip(part(left[rows, r, :], want), 0.0, 1.0)
        left[rows, r, :] = pos(left[rows, r, :] - want)
    return sigma_run, s + (1.0 - s) * phi
