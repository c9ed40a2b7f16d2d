"""§7: power, deployment, the programme's own fleet, sales and purchases on the market."""

from types import SimpleNamespace

import numpy as np

from . import market
from .basics import DATACENTRE, DELTA, E3, HOURS, part, pos


def read(case):
    return SimpleNamespace(
        life=case.value("deploy.life"),
        util=case.value("deploy.utilisation"),
        c_srv=case.value("deploy.server_cost"),
        tau_f=case.value("deploy.fit_out"),
    )


class Fleet:
    """The programme's accelerators in service: H100e and GW."""

    def __init__(self, D):
        self.h100e = E3.empty(D)
        self.gw = E3.empty(D)


def finished(P, A):
    """`P`, finished data-centre GW, in all and by region."""
    sites = A * (P.kind == DATACENTRE)
    return np.sum(sites, axis=1), sites @ P.in_region


def ready(stock, fleet, P, P_region, m_ship, tau_f):
    """`a = min(stock_GW, (P-U)⁺)·reach` for which there is a hall, `r = a/τ_f` of it that can be fitted this month,
    and the halls that stay idle, `((P-U)⁺·reach - a)⁺`."""
    reach = part(np.sum(m_ship * P_region, axis=1), P)
    empty = pos(P - fleet.gw.content)
    a = np.minimum(stock.gw, empty) * reach
    return a, a / tau_f, pos(empty * reach - a)


def market_purchase(M, world, now, idle, tau_f):
    """Idle halls may be filled from the market, at its value without discount: GW, and price per GW.

    `buy = min(idle/τ_f, β_m·kw·min_e(lim_e·(1-v_e)))`, all of last month's state."""
    supply = np.min(market.left_to_others(now, world.v), axis=1)
    return np.minimum(idle / tau_f, M.beta_m * now.kw * supply), now.value * world.x


def planned_additions(P, t):
    """`Σ Â_j(t+6) - Σ Â_j(t)`: GW that the plan adds in the next six months."""
    if P.J == 0:
        return 0.0
    path = P.planned_path[:, P.kind == DATACENTRE]
    return max(0.0, float(np.sum(path[t + 6]) - np.sum(path[t])))


def sell(M, stock, wish, kept_gw, P, t):
    """Offered: what is left beyond what has a hall and the GW that the plan adds in six months. Sold
    `= min(offer, μ·want)` in H100e, its GW at most `room`; returned as a share of the stock."""
    offer_gw = pos(stock.gw - kept_gw - planned_additions(P, t))
    offer = offer_gw * part(stock.h100e, stock.gw)
    sold = np.minimum(offer, M.mu * wish.want * 1e6)
    by_gw = np.minimum(part(sold, stock.h100e) * stock.gw, wish.room)
    return part(by_gw, stock.gw)


def rented_hours(util, f_operate):
    """Rented hours of an accelerator in a month: `8766Δ·util·f_operate`."""
    return HOURS * DELTA * util * f_operate
