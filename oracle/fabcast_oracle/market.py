"""§8: demand, price, the rest of the world."""

from types import SimpleNamespace

import numpy as np

from . import cycle
from .basics import DELTA, E3, HOURS, grown, part, pos, years


def read(case, life):
    """Parameters of the market; capacities of packaging and memory are wafers a year."""

    def of(name, default=None):
        return case.value(f"market.{name}", default)

    return SimpleNamespace(
        kw_0=of("kw_start"),
        r_GW=of("rent"),
        v_0=of("value_start"),
        v_inf=of("value_end"),
        tau_v=of("value_time"),
        GWP_0=of("product"),
        g_w=of("product_growth"),
        s_0=of("share_start"),
        k_d=of("share_growth"),
        s_max=of("share_max"),
        t_L=case.centre("market.forecast_from", 0.0),
        table=sorted(
            (
                (case.centre(f"market.spending.{name}.date"), of(f"spending.{name}.amount"))
                for name in case.names("market.spending")
            ),
            key=lambda point: point[0],
        ),
        epsilon=of("elasticity"),
        kappa_s=of("response"),
        tau=of("response_time"),
        ell=of("lookahead"),
        A_0=of("power.additions"),
        A_inf=of("power.additions_max"),
        k_A=of("power.growth"),
        kappa_p=of("power.response"),
        xi=of("power.crowding"),
        K_pk=of("packaging.capacity"),
        y_pk=of("packaging.h100e"),
        g_pk=of("packaging.growth"),
        kappa_pk=of("packaging.answer", 0.0),
        kappa_hb=of("hbm.answer", 0.0),
        K_hb=of("hbm.capacity"),
        y_hb=of("hbm.h100e"),
        g_hb=of("hbm.growth"),
        L_0=of("logic.capacity"),
        y_lg=of("logic.h100e"),
        g_L=of("logic.growth"),
        kappa_L=of("logic.response", 0.0),
        a_max=of("logic.share_max"),
        S_stages=[of(f"start.stock_{k}") for k in (1, 2, 3)],
        U_stages=[of(f"start.power_{k}") for k in (1, 2, 3)],
        G_start=of("start.ai_power"),
        p_start=of("start.price"),
        g_F=case.value("accelerator.growth_h100e"),
        g_k=case.value("accelerator.growth_power"),
        g_a=case.value("accelerator.growth_per_wafer"),
        util=case.value("deploy.utilisation"),
        mu=case.value("deploy.offer_share"),
        beta_m=case.value("deploy.market_share", 0.0),
        disc=case.value("deploy.discount"),
        case=case,
        sd=of("cycle", 0.0),
        rho=of("cycle_correlation", 0.0),
        x_common=cycle.swings(cycle.normals(case, "common")),
        x_demand=cycle.swings(cycle.normals(case, "demand")),
        life=life,
    )


class World:
    """The market at the end of last month. Fleets: millions of H100e and GW."""

    def __init__(self, M, D):
        self.others_h = E3(*M.S_stages)
        self.others_gw = E3(*M.U_stages)
        self.sold_h = E3.empty(D)
        self.sold_gw = E3.empty(D)
        self.G_w = M.G_start.copy()
        self.K_pk = M.K_pk.copy()
        self.K_hb = M.K_hb.copy()
        self.K_lg = M.L_0 * grown(M.g_L, DELTA / 2.0) * M.a_max
        self.v = np.zeros((D, 2))
        """Merchant packaging and memory used by the programme last month."""
        self.p = M.p_start.copy()
        self.c = reference_price(M, kw_at(M, 0.0))

    @property
    def x(self):
        """`x = p/c`, both of last month."""
        return self.p / self.c

    @property
    def S_w(self):
        return self.others_h.content + self.sold_h.content

    @property
    def U_w(self):
        return self.others_gw.content + self.sold_gw.content


def kw_at(M, y):
    """kW per H100e of what the world buys: `kw_0·((1+g_k)/(1+g_F))^y`."""
    return M.kw_0 * ((1.0 + M.g_k) / (1.0 + M.g_F)) ** y


def reference_price(M, kw):
    """`c = r_GW·kw/(8766·util)·10³` $ an H100e-hour."""
    return M.r_GW * kw / (HOURS * M.util) * 1e3


def spending(M, y):
    """Before `t_L` a table, log-linear in time, which ends at the height of the curve; then a logistic share of
    world product. `y` is a number or one value per draw."""
    y_L = M.t_L * DELTA
    share = M.s_max / (1.0 + (M.s_max / M.s_0 - 1.0) * np.exp(-M.k_d * (y - y_L)))
    curve = share * M.GWP_0 * (1.0 + M.g_w) ** y
    points = [(t * DELTA, np.log(amount)) for t, amount in M.table if t < M.t_L]
    if not points:
        return curve
    points.append((y_L, np.log(M.s_0 * M.GWP_0 * (1.0 + M.g_w) ** y_L)))
    log = points[0][1]
    for (a, low), (b, high) in zip(points, points[1:]):
        log = np.where(y >= a, low + (high - low) * np.clip((y - a) / (b - a), 0.0, 1.0), log)
    return np.where(y < y_L, np.exp(log), curve)


def demand(M, y, m_demand):
    """`D = spend/(r_GW·kw)` million H100e at the reference price."""
    spend = spending(M, y) * m_demand
    return spend / (M.r_GW * kw_at(M, y)), spend


def month(M, world, t, m_demand, m_chips):
    """Technology, demand and limits of the month."""
    y = years(t)
    kw = kw_at(M, y)
    D, spend = demand(M, y, m_demand)
    density = grown(M.g_a, y) * DELTA / 1e6
    whole = np.stack(
        [world.K_pk * M.y_pk * density, world.K_hb * M.y_hb * density, world.K_lg * M.y_lg * density],
        axis=1,
    )
    additions = M.A_inf / (1.0 + (M.A_inf / M.A_0 - 1.0) * np.exp(-M.k_A * y))
    return SimpleNamespace(
        y=y,
        kw=kw,
        c=reference_price(M, kw),
        D=D,
        spend=spend,
        D_ahead=demand(M, y + M.ell, m_demand)[0],
        whole=whole,
        # With what events leave of it.
        lim=whole * m_chips,
        Acap=world.x**M.kappa_p * additions,
        # Chips and network per GW at market price, whose margin erodes; times x.
        value=M.v_inf + (M.v_0 - M.v_inf) * np.exp(-y / M.tau_v),
    )


def left_to_others(now, v):
    """`min over e of lim_e·(1-v_e)`, `v_lg = 0`; per class, million H100e a month."""
    used = np.concatenate([v, np.zeros((len(v), 1))], axis=1)
    return now.lim * (1.0 - used)


def want_and_room(M, world, now, dP):
    """What others want (million H100e), the power that they add and the room in it; last month's state."""
    ret = world.others_h.output(M.life) + world.sold_h.output(M.life)
    ret_k = world.others_gw.output(M.life) + world.sold_gw.output(M.life)
    want = pos(now.D_ahead * world.x**M.kappa_s - world.S_w) * DELTA / M.tau + ret
    need = pos(want * now.kw - (world.G_w - world.U_w + ret_k))
    add = np.minimum(need, pos(now.Acap * DELTA - M.xi * pos(dP)))
    G_w = world.G_w + add
    room = pos(G_w - world.U_w + ret_k)
    return SimpleNamespace(want=want, add=add, G_w=G_w, room=room, ret=ret, ret_k=ret_k)


def others_buy(world, now, wish, sold, sold_gw, v, bought_by_programme):
    """`bought° = min((want - sold)⁺, (room - sold_GW)⁺/kw, min over e of lim_e·(1-v_e))`:
    the programme's sold units come first; what it bought itself is not left to others."""
    limit = np.min(pos(left_to_others(now, v) - bought_by_programme[:, None]), axis=1)
    return np.minimum(np.minimum(pos(wish.want - sold), pos(wish.room - sold_gw) / now.kw), limit)


def m_cycle(M, t):
    """`exp(σ_d·x_d)`, `x_d = ρ_d·x_c + √(1-ρ_d²)·x`: what the cycle of demand leaves of it or adds."""
    common, own = (cycle.between(x, M.case, t) for x in (M.x_common, M.x_demand))
    return np.exp(M.sd * (M.rho * common + np.sqrt(pos(1.0 - M.rho**2)) * own))


def spending_ratio(M, y, bought, x):
    """`r`: `x·bought°` over what others would buy at the reference price, `((D(y+ℓ) - D(y))⁺/τ + D(y)/life)·Δ`,
    without events; held to 0.2 … 5."""
    D, _ = demand(M, y, 1.0)
    ahead, _ = demand(M, y + M.ell, 1.0)
    expected = (pos(ahead - D) / M.tau + D / M.life) * DELTA
    return np.clip(x * bought / expected, 0.2, 5.0)


def price(M, now, S):
    """`p° = c·(S°/D)^(-1/ε)`, `S°` at least `10⁻⁹·D`."""
    return now.c * (np.maximum(S, 1e-9 * now.D) / now.D) ** (-1.0 / M.epsilon)


def grow(M, world, now, wish):
    """`K_e° = K_e·min(max(1.1·w/lim_e, 0.97^Δ), (1+g_e)^(Δ·min(max(1, w/lim_e)^κ_e, 2)))`,
    `w = min(want, max(room, Acap·Δ)/kw)`, without events;
    `K_lg° = K_lg·(1+g_L)^(Δ·min(x^κ_L, 3))` with the `x` of last month. To be called before the new price is taken over."""
    w = np.minimum(wish.want, np.maximum(wish.room, now.Acap * DELTA) / now.kw)
    for name, lim, g, kappa in (
        ("K_pk", now.whole[:, 0], M.g_pk, M.kappa_pk),
        ("K_hb", now.whole[:, 1], M.g_hb, M.kappa_hb),
    ):
        answer = np.minimum(np.maximum(1.0, part(w, lim)) ** kappa, 2.0)
        fastest = (1.0 + g) ** (DELTA * answer)
        pace = np.minimum(np.maximum(part(1.1 * w, lim), 0.97**DELTA), fastest)
        setattr(world, name, getattr(world, name) * np.where(lim > 0.0, pace, 1.0))
    world.K_lg = world.K_lg * (1.0 + M.g_L) ** (DELTA * np.minimum(world.x**M.kappa_L, 3.0))
