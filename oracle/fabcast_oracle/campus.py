"""§2.6: campuses of data centres, halls block by block and power from two sources."""

import numpy as np

from .basics import DATACENTRE, DELTA, EPSILON, done, grown, part, pos, years

SITES = ("greenfield", "conversion", "expansion")
ONE_CREW = 2.0
AT_FIRST_BLOCK = 0.9


def site_factor(case, line, name, value):
    """`ς` of a line's site: 1 on a greenfield. `value` is the case's way to a number."""
    site = case.leaf(f"plan.{line}.site", "greenfield")
    return 1.0 if site == "greenfield" else value(f"kind.datacentre.{site}.{name}")


def read(case, P, site, relax, spread, stretch, sd):
    """Adds to `P` what campuses have, a column per project (zeros for plants), as the run and as the plan has it."""
    D = case.D
    P.campus = P.kind == DATACENTRE
    names = ("K1", "r", "fastest", "own", "own_pace", "D_own", "service", "D_service", "D_grid")
    run = {name: np.zeros((D, P.J)) for name in names}
    plan = {name: np.zeros(P.J) for name in names}
    for j in np.flatnonzero(P.campus):
        line, name, where = P.line_of[j], P.names[j], site(j)
        region = where.split(".")[1]
        K, K_plan = P.K[:, j], P.K_centre[j]
        kind = "kind.datacentre"

        def planned(leaf):
            return case.centre(f"{kind}.{leaf}")

        size = max(1.0, K_plan / ONE_CREW)
        plan["K1"][j] = min(case.spread(f"{kind}.first_block")[0], K_plan)
        plan["r"][j] = planned("pace_planned") * size ** planned("pace_scale")
        plan["fastest"][j] = planned("catch_up") * plan["r"][j]
        plan["own"][j] = planned("own_share") * K_plan
        plan["own_pace"][j] = planned("own_pace")
        plan["D_own"][j] = case.centre(f"{where}.own_planned") * site_factor(
            case, line, "own", case.centre
        )
        plan["service"][j] = planned("service_share") * K_plan
        plan["D_service"][j] = case.centre(f"{where}.service_planned")
        plan["D_grid"][j] = case.centre(f"{where}.grid_planned")
        for key in names:
            run[key][:, j] = plan[key][j]
        if "facilities" not in relax:
            z = case.z("halls", region, name)
            median, sides = case.spread(f"{kind}.first_block")
            run["K1"][:, j] = np.minimum(median * spread(z, sides, 0.0), K)
            median, sides = case.spread(f"{kind}.pace")
            grows = np.maximum(1.0, K / ONE_CREW) ** case.value(f"{kind}.pace_scale")
            run["r"][:, j] = median * spread(z, sides, 0.0) * grows
            run["fastest"][:, j] = case.value(f"{kind}.catch_up") * run["r"][:, j]
        if "power" not in relax:
            own = stretch(case, sd, case.z("own", region, name), 1.0)(f"{where}.own")
            own = own * site_factor(case, line, "own", case.value)
            grid = stretch(case, sd, case.z("grid", region, name), 1.0)
            run["own"][:, j] = case.value(f"{kind}.own_share") * K
            run["own_pace"][:, j] = case.value(f"{kind}.own_pace")
            run["D_own"][:, j] = np.maximum(1.0, own)
            run["service"][:, j] = case.value(f"{kind}.service_share") * K
            run["D_service"][:, j] = np.maximum(1.0, grid(f"{where}.service"))
            run["D_grid"][:, j] = np.maximum(1.0, grid(f"{where}.grid"))
    for name in names:
        setattr(P, name, run[name])
    P.plan = plan
    # Work done when the first block stands, in GW, and the rest of it for a GW of the other halls.
    rest = P.K - P.K1
    W1 = np.minimum(P.K1 + P.r * P.D1 / 2.0, P.K1 + AT_FIRST_BLOCK * rest)
    P.alpha = np.where(P.campus, part(W1, P.K), 1.0)
    P.per_hall = np.where(P.campus, part(P.K - W1, rest), 0.0)
    # Work of building trades until the first block stands, and after it, GW a year.
    P.work_first = 12.0 * part(W1, P.D1)
    P.work_others = 12.0 * P.per_hall * P.r
    if "power" in relax:
        P.energised = lambda t: np.full(D, np.inf)
    else:
        supply = case.value("deploy.power_supply", 1e6)
        growth = case.value("deploy.power_supply_growth", 0.0)
        P.energised = lambda t: supply * grown(growth, years(t)) * DELTA


def power(t, t_permit, K, v):
    """`e`: own generation and the first service, and the whole connection once it is there."""
    since = t - t_permit
    own = np.minimum(v.own_pace * pos(since - v.D_own), v.own)
    service = np.where(since >= v.D_service - EPSILON, v.service, 0.0)
    return np.where(since >= v.D_grid - EPSILON, K, np.minimum(own + service, K))


def halls(h, stood, stands, K, v, work):
    """`h°`: the first block in the month in which it stands, `r·work` more in each month after it."""
    more = K * done(part(np.minimum(h + np.where(stood, v.r * work, 0.0), K), K))
    return np.where(stands & ~stood, v.K1, more)


def room(h, e, inst, v):
    """`w = min(χ·r, (min(h, e) - inst)⁺)` at full pace."""
    return np.minimum(v.fastest, pos(np.minimum(h, e) - inst))


def queue(P, w, energised):
    """What the makers' queue lets through, in plan order."""
    left, let = energised.copy(), w.copy()
    rows = np.arange(w.shape[0])
    for place in range(P.J):
        j = P.order[:, place]
        mine = np.where(P.campus[j], np.minimum(w[rows, j], left), w[rows, j])
        let[rows, j] = mine
        left = left - np.where(P.campus[j], mine, 0.0)
    return let


def since_ground(P, v, K, D1, ground, first):
    """What stands in the first month where ground was broken before it: work without a wait since. Plants
    have no tools yet. Arrays over projects, or draws and projects; `ground` and `first` whole months."""
    shape = np.broadcast_shapes(np.shape(K), np.shape(first))
    p1, h, inst = (np.zeros(shape) for _ in range(3))
    has = np.isfinite(ground)
    if not np.any(has):
        return p1, h, inst
    ground = np.where(has, ground, first)
    months = int(np.max(first - ground))
    for n in range(months):
        t = ground + n
        on = has & (t < first)
        n1 = np.where(on, done(np.minimum(1.0, p1 + 1.0 / D1)), p1)
        stood = p1 >= 1.0
        nh = halls(h, stood, n1 >= 1.0, K, v, 1.0)
        e = power(t, ground - 1.0, K, v)
        w = np.where(on & stood & P.campus, room(nh, e, inst, v), 0.0)
        inst = K * done(part(np.minimum(inst + w, K), K))
        h = np.where(on & P.campus, nh, h)
        p1 = n1
    return p1, h, inst
