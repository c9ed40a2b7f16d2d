"""§2: projects, one chain of activities for all kinds; and the planned path of §14."""

import math
from types import SimpleNamespace

import numpy as np

from . import campus
from .basics import DATACENTRE, EPSILON, KINDS, done, grown, part, pos, ratio

EQUIPPING = ("yield", "packaging", "packaging", "facilities")
"""The group that lifts installation, qualification and ramp, by kind."""


OF_PLANTS = ("install", "qualify", "ramp", "qualify_from")


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

    K, planned, K_centre, planned_centre, ground = [], [], [], [], []
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
        later = i * case.centre(f"{path}.every", 0.0) + EPSILON
        planned_centre.append(math.floor(case.centre(f"{path}.first") + later))
        broken = case.leaf(f"{path}.ground") is not None
        ground.append(math.floor(case.centre(f"{path}.ground") + later) if broken else math.inf)
    K, planned = columns(K), columns(planned)

    def by_kind(name, default=None, planned=()):
        """Parameter of the kinds, one column per project, of campuses 1 where they have none; that of the plan for
        the kinds in `planned`."""
        values = []
        for k in kind:
            path = f"kind.{KINDS[k]}.{name}"
            if k == DATACENTRE and name in OF_PLANTS:
                values.append(np.ones(D))
            elif k in planned:
                values.append(np.full(D, case.centre(path)))
            else:
                values.append(case.value(path, default))
        return columns(values)

    def site(j):
        sort = "datacentre" if kind[j] == DATACENTRE else "plant"
        return f"region.{regions[region[j]]}.{sort}"

    eta = case.value("uncertainty.overrun_time_coupling")
    sd_plants = case.value("uncertainty.duration_sd")
    sd_campuses = case.value("uncertainty.campus_duration_sd")
    overrun, D0, D1, D1_planned, b, kappa_b = [], [], [], [], [], []
    for j in range(J):
        name, where, line = names[j], regions[region[j]], line_of[j]
        sd = sd_campuses if kind[j] == DATACENTRE else sd_plants
        median, sides = case.spread(f"kind.{KINDS[kind[j]]}.overrun")
        relative = spread(case.z("overrun", where, name), sides, 0.0)
        over = median * relative
        # D0 and D1 share one z_j and are multiplied by (overrun_j / median overrun)^η.
        duration = stretch(case, sd, case.z("duration", where, name), relative**eta)
        promised = case.centre(f"{site(j)}.build_planned")
        of_site = 1.0
        if kind[j] == DATACENTRE:
            promised = promised * campus.site_factor(case, line, "build", case.centre)
            of_site = campus.site_factor(case, line, "build", case.value)
        D1_planned.append(max(1.0, promised))
        if "facilities" in relax:
            over = np.ones(D)
            D0.append(np.maximum(1.0, case.value(f"{site(j)}.permit_planned")))
            D1.append(np.full(D, D1_planned[-1]))
        else:
            D0.append(np.maximum(1.0, duration(f"{site(j)}.permit")))
            D1.append(np.maximum(1.0, duration(f"{site(j)}.build") * of_site))
        overrun.append(over)
        b.append(case.value(f"{site(j)}.building_cost"))
        kappa_b.append(case.value(f"{site(j)}.crew", 1.0))

    # Installation, qualification and ramp of each kind are lifted with the group of its limits (§14).
    ready = {k for k, group in enumerate(EQUIPPING) if group in relax}
    P = SimpleNamespace(
        J=J,
        names=names,
        kind=kind,
        region=region,
        operator=operator,
        operator_name=operator_name,
        line_of=line_of,
        ground=np.array(ground),
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
        D1_planned=np.array(D1_planned),
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
    campus.read(case, P, site, relax, spread, stretch, sd_campuses)
    P.planned_path = planned_path(case, P, site, np.array(K_centre), np.array(planned_centre))
    first = np.maximum(0.0, planned)
    P.at_start = campus.since_ground(P, P, K, P.D1, P.ground, first)
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
    D1, v = P.D1_planned, SimpleNamespace(**P.plan)

    def by_kind(name):
        of_campuses = 1.0 if name in OF_PLANTS else None
        return np.array(
            [
                of_campuses
                if k == DATACENTRE and of_campuses is not None
                else case.centre(f"kind.{KINDS[k]}.{name}")
                for k in P.kind
            ]
        )

    D2, D3, D4 = by_kind("install"), by_kind("qualify"), by_kind("ramp")
    phi, theta = by_kind("install_from"), by_kind("qualify_from")
    p0, p1, h, inst, q, ramp = (np.zeros(P.J) for _ in range(6))
    t_permit = np.full(P.J, np.inf)
    opening = np.maximum(0, first)
    found = campus.since_ground(P, v, K, D1, P.ground, opening)
    path = np.zeros((case.T + 7, P.J))
    for t in range(case.T + 7):
        on = (t >= first) & (K > 0.0)
        opens = (t == opening) & np.isfinite(P.ground)
        p0, t_permit = np.where(opens, 1.0, p0), np.where(opens, P.ground - 1.0, t_permit)
        p1, h, inst = (np.where(opens, a, b) for a, b in zip(found, (p1, h, inst)))
        n0 = done(np.minimum(1.0, p0 + np.where(on, 1.0 / D0, 0.0)))
        n1 = done(np.minimum(1.0, p1 + np.where(p0 >= 1.0, 1.0 / D1, 0.0)))
        nh = np.where(P.campus, campus.halls(h, p1 >= 1.0, n1 >= 1.0, K, v, 1.0), 0.0)
        may = p1 >= np.where(P.campus, 1.0, phi) - EPSILON
        of_plant = pos(np.minimum(K / D2, K * (n1 - phi) / (1.0 - phi) - inst))
        of_campus = campus.room(nh, campus.power(t, t_permit, K, v), inst, v)
        w = np.where(may, np.where(P.campus, of_campus, of_plant), 0.0)
        ready = on & (inst >= (theta - EPSILON) * K)
        nq = done(np.minimum(1.0, q + np.where(ready, 1.0 / D3, 0.0)))
        ramp = done(np.minimum(1.0, ramp + np.where(q >= 1.0, 1.0 / D4, 0.0)))
        t_permit = np.where((n0 >= 1.0) & np.isinf(t_permit), t, t_permit)
        p0, p1, h, inst, q = n0, n1, nh, K * done(part(inst + w, K)), nq
        path[t] = np.where(P.campus, inst, np.minimum(inst, ramp * K))
    return path


class Chain:
    """State of the chain: progress of every project at the end of last month."""

    def __init__(self, D, J):
        self.started = np.zeros((D, J), bool)
        self.opened = np.zeros((D, J), bool)
        self.cancelled = np.zeros((D, J), bool)
        self.waited = np.zeros((D, J))
        self.tooled = np.zeros((D, J), bool)
        self.start_month = np.full((D, J), np.inf)
        self.p0 = np.zeros((D, J))
        self.p1 = np.zeros((D, J))
        self.h = np.zeros((D, J))
        self.inst = np.zeros((D, J))
        self.q = np.zeros((D, J))
        self.ramp = np.zeros((D, J))
        self.A = np.zeros((D, J))
        self.t_permit = np.full((D, J), np.inf)
        self.t_q = np.full((D, J), np.inf)
        self.half = np.full((D, J), np.inf)


def break_ground(P, chain):
    """Where ground was broken before, projects that start this month have no permit stage and what stands since."""
    newly = chain.started & ~chain.opened
    chain.opened = chain.started.copy()
    newly = newly & np.isfinite(P.ground)[None, :] & P.exists
    chain.p0 = np.where(newly, 1.0, chain.p0)
    p1, h, inst = P.at_start
    chain.p1 = np.where(newly, p1, chain.p1)
    chain.h = np.where(newly, h, chain.h)
    chain.inst = np.where(newly, inst, chain.inst)
    chain.t_permit = np.where(newly, P.ground - 1.0, chain.t_permit)


def stages(P, chain, t):
    """Which stages each project is in, by last month's values."""
    active = chain.started & P.exists
    shell = P.tools & (chain.p0 >= 1.0) & ~chain.tooled
    hired = active & (chain.p1 >= P.phi - EPSILON) & ~shell
    stands = active & (chain.p1 >= 1.0)
    e = campus.power(t, chain.t_permit, P.K, P)
    powered = e > chain.inst + EPSILON * P.K
    return SimpleNamespace(
        permit=active & (chain.p0 < 1.0),
        build=active & (chain.p0 >= 1.0) & (chain.p1 < 1.0),
        raising=stands & P.campus & (chain.h < P.K),
        fitting_out=hired,
        install=np.where(P.campus, stands & powered, hired),
        power=e,
        powered=powered,
        installed=active & P.tools & (chain.inst >= (P.theta - EPSILON) * P.K),
        qualified=active & P.tools & (chain.q >= 1.0),
        running=active & np.where(P.campus, chain.p1 >= 1.0, chain.ramp >= 1.0),
    )


def building_cost(P, y):
    """`Bld_j = K·c·β·b·overrun_j·(1+e)^y`."""
    return P.K * P.c * P.beta * P.b * P.overrun * grown(P.e, y)[:, None]


def tool_cost(P, y):
    """Tools `K·c·(1-β)·(1+e)^y`."""
    return P.K * P.c * (1.0 - P.beta) * grown(P.e, y)[:, None]


def installable(P, chain, now, p1_now, h_now, speed):
    """§2.3: `w = min(K/D2, K·(p1°-φ)/(1-φ) - inst)⁺·speed`; of campuses §2.6."""
    w = pos(np.minimum(P.K / P.D2, P.K * (p1_now - P.phi) / (1.0 - P.phi) - chain.inst))
    w = np.where(P.campus, campus.room(h_now, now.power, chain.inst, P), w)
    return np.where(now.install, w * speed, 0.0)


def full_pace(P, chain, now, y, dearer, m_policy, m_region, paid_when_installed):
    """§1 *work*, project by project: cost of the progress with `f = σ = s = 1`, and no cap at 1 in permit and building."""
    Bld = building_cost(P, y) * dearer
    dp0 = np.where(now.permit, m_policy / P.D0, 0.0)
    dp1 = np.where(now.build, m_region / P.D1, 0.0)
    dh = np.where(now.raising, P.r * m_region, 0.0)
    h = campus.halls(chain.h, chain.p1 >= 1.0, np.zeros_like(P.exists), P.K, P, m_region)
    w = installable(P, chain, now, np.minimum(1.0, chain.p1 + dp1), h, m_region)
    pays = paid_when_installed[None, :]
    installed = np.where(pays, tool_cost(P, y) * part(w, P.K), 0.0)
    built = P.alpha * dp1 + part(P.per_hall * dh, P.K)
    return P.nu * Bld * dp0 + (1.0 - P.nu) * Bld * built + installed


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
    """§2.1-2.2: `p0 += f_j·m_policy/D0`; `p1 += min(f_j, σ_trades)·m_region/D1`; of campuses the halls `h` (§2.6).
    Returns `p0°, p1°, h°`."""
    p0 = done(np.minimum(1.0, chain.p0 + np.where(now.permit, f * m_policy / P.D0, 0.0)))
    speed = np.minimum(f, sigma_trades) * m_region
    p1 = done(np.minimum(1.0, chain.p1 + np.where(now.build, speed / P.D1, 0.0)))
    h = campus.halls(chain.h, chain.p1 >= 1.0, p1 >= 1.0, P.K, P, speed)
    return p0, p1, np.where(P.campus, h, 0.0)


def built(P, chain, p1, h):
    """Share of the building that was done this month: of a campus `α·Δp1`, and of the other halls their part."""
    others = np.where(chain.p1 >= 1.0, h - chain.h, 0.0)
    return P.alpha * (p1 - chain.p1) + part(P.per_hall * others, P.K)


def qualify_and_ramp(P, chain, now, sigma_engineers, sigma_technicians, x):
    """§2.4-2.5: `q += σ_engineers·x_o/D3`; `ramp += σ_technicians·x_o/D4`. Returns `q°, ramp°`."""
    q = done(np.minimum(1.0, chain.q + np.where(now.installed, sigma_engineers * x / P.D3, 0.0)))
    ramp = chain.ramp + np.where(now.qualified, sigma_technicians * x / P.D4, 0.0)
    return q, done(np.minimum(1.0, ramp))


def install(P, chain, w, s):
    """§2.3: `inst += w·s_j`, capped at `K`. Returns `inst°`."""
    return P.K * done(part(np.minimum(chain.inst + w * s, P.K), P.K))


def advance(P, chain, t, p0, p1, h, inst, q, ramp):
    """Takes over this month's progress; usable `A_j = min(inst, ramp·K)`, of campuses `inst`."""
    chain.t_permit = np.where((p0 >= 1.0) & np.isinf(chain.t_permit), t, chain.t_permit)
    chain.t_q = np.where((q >= 1.0) & np.isinf(chain.t_q), t, chain.t_q)
    chain.p0, chain.p1, chain.h, chain.inst, chain.q, chain.ramp = p0, p1, h, inst, q, ramp
    chain.A = np.where(P.campus, inst, np.minimum(inst, ramp * P.K))
    reached = P.exists & (chain.A >= (0.5 - EPSILON) * P.K)
    chain.half = np.where(reached & np.isinf(chain.half), t, chain.half)
