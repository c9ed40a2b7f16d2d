"""§2: projects, one chain of activities for all kinds; and the planned path of §14."""

import math
from types import SimpleNamespace

import numpy as np

from .basics import DATACENTRE, EPSILON, KINDS, done, grown, part, pos, ratio

EQUIPPING = ("yield", "packaging", "packaging", "facilities")
"""The group that lifts installation, qualification and ramp, by kind."""


def read(case, regions, operators, relax):
    """Every project of the plan with its costs and durations, in each draw."""
    lines, names, line_of, place = [], [], [], []
    for line in case.names("plan"):
        path = f"plan.{line}"
        count = case.value(f"{path}.count")
        centre = case.centre(f"{path}.count")
        most = max(float(np.max(count)), centre)
        lines.append(line)
        for n in range(1, math.ceil(most - EPSILON) + 1):
            names.append(f"{line}.{n}")
            line_of.append(line)
            place.append(n - 1)
    J, D = len(names), case.D

    def columns(values):
        return np.stack(values, axis=1) if values else np.zeros((D, 0))

    kind = np.array([KINDS.index(case.leaf(f"plan.{line}.kind")) for line in line_of], int)
    region = np.array([regions.index(case.leaf(f"plan.{line}.region")) for line in line_of], int)
    operator_name = [case.leaf(f"plan.{line}.operator") for line in line_of]
    operator = np.array([operators.index(o) if o in operators else -1 for o in operator_name], int)

    K, planned, K_centre, planned_centre = [], [], [], []
    for line, i in zip(line_of, place):
        path = f"plan.{line}"
        K.append(
            case.value(f"{path}.capacity") * np.clip(case.value(f"{path}.count") - i, 0.0, 1.0)
        )
        K_centre.append(
            case.centre(f"{path}.capacity") * min(1.0, max(0.0, case.centre(f"{path}.count") - i))
        )
        every = case.value(f"{path}.every", 0.0)
        planned.append(np.floor(case.value(f"{path}.first") + i * every + EPSILON))
        planned_centre.append(
            math.floor(
                case.centre(f"{path}.first") + i * case.centre(f"{path}.every", 0.0) + EPSILON
            )
        )
    K, planned = columns(K), columns(planned)

    def by_kind(name, default=None, planned=()):
        """Parameter of the kinds, one column per project; that of the plan for the kinds in `planned`."""
        values = []
        for k in kind:
            path = f"kind.{KINDS[k]}.{name}"
            if k in planned:
                values.append(np.full(D, case.centre(path)))
            else:
                values.append(case.value(path, default))
        return columns(values)

    def site(j):
        sort = "datacentre" if kind[j] == DATACENTRE else "plant"
        return f"region.{regions[region[j]]}.{sort}"

    eta = case.value("uncertainty.overrun_time_coupling")
    sd = case.value("uncertainty.duration_sd")
    overrun, D0, D1, D_grid, b, kappa_b = [], [], [], [], [], []
    for j in range(J):
        name, where = names[j], regions[region[j]]
        median, sides = case.spread(f"kind.{KINDS[kind[j]]}.overrun")
        relative = spread(case.z("overrun", where, name), sides, 0.0)
        over = median * relative
        # D0 and D1 share one z_j and are multiplied by (overrun_j / median overrun)^η.
        duration = stretch(case, sd, case.z("duration", where, name), relative**eta)
        if "facilities" in relax:
            over = np.ones(D)
            D0.append(np.maximum(1.0, case.value(f"{site(j)}.permit_planned")))
            D1.append(np.maximum(1.0, case.value(f"{site(j)}.build_planned")))
        else:
            D0.append(np.maximum(1.0, duration(f"{site(j)}.permit")))
            D1.append(np.maximum(1.0, duration(f"{site(j)}.build")))
        overrun.append(over)
        b.append(case.value(f"{site(j)}.building_cost"))
        kappa_b.append(case.value(f"{site(j)}.crew", 1.0))
        if kind[j] != DATACENTRE:
            D_grid.append(np.zeros(D))
        elif "power" in relax:
            D_grid.append(np.maximum(1.0, case.value(f"{site(j)}.grid_planned")))
        else:
            duration = stretch(case, sd, case.z("grid", where, name), 1.0)
            D_grid.append(np.maximum(1.0, duration(f"{site(j)}.grid")))

    # Installation, qualification and ramp of each kind are lifted with the group of its limits (§14).
    ready = {k for k, group in enumerate(EQUIPPING) if group in relax}
    P = SimpleNamespace(
        J=J,
        names=names,
        kind=kind,
        region=region,
        operator=operator,
        operator_name=operator_name,
        K=K,
        K_centre=np.array(K_centre),
        planned=planned,
        exists=K > 0.0,
        c=by_kind("unit_cost"),
        beta=by_kind("building_share"),
        nu=by_kind("permit_spend"),
        phi=by_kind("install_from", planned=ready),
        theta=by_kind("qualify_from", planned=ready),
        weight=by_kind("team_weight", 0.0) * (kind != DATACENTRE),
        b=columns(b),
        kappa_b=columns(kappa_b),
        overrun=columns(overrun),
        D0=columns(D0),
        D1=columns(D1),
        D2=np.maximum(1.0, by_kind("install", planned=ready)),
        D3=np.maximum(1.0, by_kind("qualify", planned=ready)),
        D4=np.maximum(1.0, by_kind("ramp", planned=ready)),
        D_grid=columns(D_grid),
        e=case.value("cost.escalation"),
        teams=columns([case.value(f"operator.{o}.teams") for o in operators]),
        g_teams=columns([case.value(f"operator.{o}.team_growth") for o in operators]),
        order=np.argsort(planned, axis=1, kind="stable"),
        in_region=(region[:, None] == np.arange(len(regions))[None, :]).astype(float),
        of_operator=(operator[:, None] == np.arange(len(operators))[None, :]).astype(float),
    )
    P.tools = kind != DATACENTRE
    # Planned cost, without overrun: P_j = K·c·(β·b + 1-β).
    P.P = P.K * P.c * (P.beta * P.b + 1.0 - P.beta)
    P.planned_path = planned_path(case, P, site, np.array(K_centre), np.array(planned_centre))
    return P


def spread(z, sides, sd):
    """`exp(s·z_j)`, `s` that of the side on which `z_j` lies, else the stated sd (§0)."""
    s = sd if sides is None else np.where(z >= 0.0, sides[1], sides[0])
    return np.exp(s * z)


def stretch(case, sd, z, factor):
    """`median·exp(s·z_j)·factor` of a path."""

    def duration(path):
        median, sides = case.spread(path)
        return median * spread(z, sides, sd) * factor

    return duration


def planned_path(case, P, site, K, first):
    """§14: `Â_j(t)`, the chain run alone from the planned start with planned durations and every
    multiplier 1; central values, no random number. Row `t` is the end of month `t`, to `T+6`."""
    D0 = np.array([case.centre(f"{site(j)}.permit_planned") for j in range(P.J)])
    D1 = np.array([case.centre(f"{site(j)}.build_planned") for j in range(P.J)])
    D_grid = np.array(
        [
            case.centre(f"{site(j)}.grid_planned") if P.kind[j] == DATACENTRE else 0.0
            for j in range(P.J)
        ]
    )

    def by_kind(name):
        return np.array([case.centre(f"kind.{KINDS[k]}.{name}") for k in P.kind])

    D2, D3, D4 = by_kind("install"), by_kind("qualify"), by_kind("ramp")
    phi, theta = by_kind("install_from"), by_kind("qualify_from")
    p0, p1, inst, q, ramp = (np.zeros(P.J) for _ in range(5))
    t_permit = np.full(P.J, np.inf)
    path = np.zeros((case.T + 7, P.J))
    for t in range(case.T + 7):
        on = (t >= first) & (K > 0.0)
        n0 = done(np.minimum(1.0, p0 + np.where(on, 1.0 / D0, 0.0)))
        n1 = done(np.minimum(1.0, p1 + np.where(p0 >= 1.0, 1.0 / D1, 0.0)))
        may = (p1 >= phi - EPSILON) & (t >= t_permit + D_grid - EPSILON)
        w = np.where(may, pos(np.minimum(K / D2, K * (n1 - phi) / (1.0 - phi) - inst)), 0.0)
        ready = on & (inst >= (theta - EPSILON) * K)
        nq = done(np.minimum(1.0, q + np.where(ready, 1.0 / D3, 0.0)))
        ramp = done(np.minimum(1.0, ramp + np.where(q >= 1.0, 1.0 / D4, 0.0)))
        t_permit = np.where((n0 >= 1.0) & np.isinf(t_permit), t, t_permit)
        p0, p1, inst, q = n0, n1, K * done(part(inst + w, K)), nq
        path[t] = np.minimum(inst, ramp * K)
    return path


class Chain:
    """State of the chain: progress of every project at the end of last month."""

    def __init__(self, D, J):
        self.started = np.zeros((D, J), bool)
        self.start_month = np.full((D, J), np.inf)
        self.p0 = np.zeros((D, J))
        self.p1 = np.zeros((D, J))
        self.inst = np.zeros((D, J))
        self.q = np.zeros((D, J))
        self.ramp = np.zeros((D, J))
        self.A = np.zeros((D, J))
        self.t_permit = np.full((D, J), np.inf)
        self.t_q = np.full((D, J), np.inf)
        self.half = np.full((D, J), np.inf)


def stages(P, chain, t):
    """Which stages each project is in, by last month's values."""
    active = chain.started & P.exists
    built = chain.p1 >= P.phi - EPSILON
    grid = P.tools | (t >= chain.t_permit + P.D_grid - EPSILON)
    return SimpleNamespace(
        permit=active & (chain.p0 < 1.0),
        build=active & (chain.p0 >= 1.0) & (chain.p1 < 1.0),
        fitting_out=active & built,
        install=active & built & grid,
        grid=grid,
        installed=active & (chain.inst >= (P.theta - EPSILON) * P.K),
        qualified=active & (chain.q >= 1.0),
        running=active & (chain.ramp >= 1.0),
    )


def building_cost(P, y):
    """`Bld_j = K·c·β·b·overrun_j·(1+e)^y`."""
    return P.K * P.c * P.beta * P.b * P.overrun * grown(P.e, y)[:, None]


def tool_cost(P, y):
    """Tools `K·c·(1-β)·(1+e)^y`."""
    return P.K * P.c * (1.0 - P.beta) * grown(P.e, y)[:, None]


def installable(P, chain, now, p1_now, speed):
    """§2.3: `w = min(K/D2, K·(p1°-φ)/(1-φ) - inst)⁺·speed`."""
    w = pos(np.minimum(P.K / P.D2, P.K * (p1_now - P.phi) / (1.0 - P.phi) - chain.inst))
    return np.where(now.install, w * speed, 0.0)


def full_pace(P, chain, now, y, dearer, m_policy, m_region, paid_when_installed):
    """§1 *work*, project by project: cost of the progress with `f = σ = s = 1`, and no cap at 1 in permit and building."""
    Bld = building_cost(P, y) * dearer
    dp0 = np.where(now.permit, m_policy / P.D0, 0.0)
    dp1 = np.where(now.build, m_region / P.D1, 0.0)
    w = installable(P, chain, now, np.minimum(1.0, chain.p1 + dp1), m_region)
    pays = paid_when_installed[None, :]
    installed = np.where(pays, tool_cost(P, y) * part(w, P.K), 0.0)
    return P.nu * Bld * dp0 + (1.0 - P.nu) * Bld * dp1 + installed


def teams(P, chain, now, y):
    """§2.4: `x_o = ratio(teams_o, Σ weight_kind of o's projects with inst ≥ θK, ramp < 1)`."""
    busy = now.installed & (chain.ramp < 1.0)
    wanted = (P.weight * busy) @ P.of_operator
    return ratio(P.teams * grown(P.g_teams, y), wanted)


def of_project(P, x_o):
    """An operator's value, one column per project; 1 for projects without operator."""
    if P.J == 0 or x_o.shape[1] == 0:
        return np.ones((x_o.shape[0], P.J))
    x = x_o[:, np.maximum(P.operator, 0)]
    return np.where(P.operator[None, :] >= 0, x, 1.0)


def permit_and_build(P, chain, now, f, sigma_trades, m_policy, m_region):
    """§2.1-2.2: `p0 += f_j·m_policy/D0`; `p1 += min(f_j, σ_trades)·m_region/D1`. Returns `p0°, p1°`."""
    p0 = done(np.minimum(1.0, chain.p0 + np.where(now.permit, f * m_policy / P.D0, 0.0)))
    speed = np.minimum(f, sigma_trades) * m_region
    p1 = done(np.minimum(1.0, chain.p1 + np.where(now.build, speed / P.D1, 0.0)))
    return p0, p1


def qualify_and_ramp(P, chain, now, sigma_engineers, sigma_technicians, x):
    """§2.4-2.5: `q += σ_engineers·x_o/D3`; `ramp += σ_technicians·x_o/D4`. Returns `q°, ramp°`."""
    q = done(np.minimum(1.0, chain.q + np.where(now.installed, sigma_engineers * x / P.D3, 0.0)))
    ramp = chain.ramp + np.where(now.qualified, sigma_technicians * x / P.D4, 0.0)
    return q, done(np.minimum(1.0, ramp))


def install(P, chain, w, s):
    """§2.3: `inst += w·s_j`, capped at `K`. Returns `inst°`."""
    return P.K * done(part(np.minimum(chain.inst + w * s, P.K), P.K))


def advance(P, chain, t, p0, p1, inst, q, ramp):
    """Takes over this month's progress; usable `A_j = min(inst, ramp·K)`."""
    chain.t_permit = np.where((p0 >= 1.0) & np.isinf(chain.t_permit), t, chain.t_permit)
    chain.t_q = np.where((q >= 1.0) & np.isinf(chain.t_q), t, chain.t_q)
    chain.p0, chain.p1, chain.inst, chain.q, chain.ramp = p0, p1, inst, q, ramp
    chain.A = np.minimum(inst, ramp * P.K)
    reached = P.exists & (chain.A >= (0.5 - EPSILON) * P.K)
    chain.half = np.where(reached & np.isinf(chain.half), t, chain.half)
