"""§14: what a run reports, month by month and draw by draw."""

import numpy as np

from . import clock, deployment, finance
from .basics import CLASSES, EPSILON, FAB, HBM, PACKAGING, SKILLS


class Record:
    """Series (months, draws), what the projects did (draws, projects), and outcomes (draws)."""

    def __init__(self, model):
        case = model.case
        self.model = model
        self.T, self.D = case.T, case.D
        self.series = {}
        self.ledger = {}
        self.outcomes = {}
        I = len(model.capital.names)
        self.draws = np.zeros((case.T, case.D, I))
        self.paid = np.zeros((case.T, case.D, I))
        self.sponsor = np.zeros((case.T, case.D))

    def _put(self, table, t, name, value):
        if name not in table:
            table[name] = np.zeros((self.T, self.D))
        table[name][t] = value

    def put(self, t, name, value):
        self._put(self.series, t, name, value)

    def keep(self, t, name, value):
        self._put(self.ledger, t, name, value)

    def add(self, model, state, t, m):
        """Takes down the month `t`; `m` holds everything computed in it."""
        P, chain, accounts = model.projects, state.chain, state.accounts
        world, lines, stock, supply = state.world, state.lines, state.stock, state.supply

        def of_kind(A, kind):
            return np.sum(A[:, P.kind == kind], axis=1)

        put = lambda name, value: self.put(t, name, value)
        put("logic_capacity_kwspm", of_kind(m.A_now, FAB))
        put("hbm_capacity_kwspm", of_kind(m.A_now, HBM))
        put("packaging_capacity_kwpm", of_kind(m.A_now, PACKAGING))
        put("datacentre_gw", m.P_now)
        put("installed_logic_kwspm", of_kind(chain.inst, FAB))
        put("installed_hbm_kwspm", of_kind(chain.inst, HBM))
        put("installed_packaging_kwpm", of_kind(chain.inst, PACKAGING))
        put("installed_datacentre_gw", deployment.finished(P, chain.inst)[0])
        put("wafers_started_logic", np.sum(m.S_logic, axis=1))
        put("wafers_started_hbm", np.sum(m.S_memory, axis=1))
        put("wafers_out_logic", np.sum(m.out_logic, axis=1))
        put("wafers_out_hbm", np.sum(m.out_memory, axis=1))
        put("good_dies", m.dies_made)
        put("stacks_made", m.stacks_made)
        put("stacks_bought", m.made.bought)
        put("dies_stock", lines.dies)
        put("stacks_stock", lines.stacks)
        put("packages_assembled", m.made.n)
        put("accelerators_made", m.made.made)
        put("stock_units", stock.units)
        put("stock_h100e", stock.h100e)
        put("stock_gw", stock.gw)
        own_h, own_gw = state.fleet.h100e.content, state.fleet.gw.content
        sold_h, sold_gw = world.sold_h.content * 1e6, world.sold_gw.content
        put("own_h100e", own_h)
        put("own_gw", own_gw)
        put("sold_h100e", sold_h)
        put("sold_gw", sold_gw)
        put("delivered_h100e", own_h + sold_h)
        put("delivered_gw", own_gw + sold_gw)
        put("bought_gw", m.bought_gw)
        put("others_h100e", world.S_w * 1e6)
        put("others_gw", world.U_w)
        put("others_bought_h100e", m.others * 1e6)
        put("ai_power_gw", world.G_w)
        put("merchant_packaging_kwpm", world.K_pk / 12e3)
        put("price_h100_hour", m.p)
        put("reference_price", m.now_market.c)
        put("price_ratio", m.x_now)
        put("world_h100e", own_h + world.S_w * 1e6)
        put("revenue", m.revenue)
        put("rent", m.rent)
        put("sales", m.sales)
        put("capital_drawn", np.sum(accounts.drawn, axis=1))
        put("debt_outstanding", np.sum(accounts.B, axis=1))
        put("cash", accounts.X)
        put("arrears", accounts.arrears)
        put("operating_cost", m.cost)
        put("tax", accounts.tax)
        put("grants_received", accounts.grants)
        put("capex_paid", m.work_paid + m.order_paid)
        put("equip_paid", m.equip_paid)
        before = self.series["distributions"][t - 1] if t else 0.0
        put("distributions", before + m.distributed)
        for name, f in zip(
            ("operate", "equip", "order", "tools", "work"),
            (m.f_operate, m.f_equip, m.f_order, m.f_tools, m.f_work),
        ):
            put(f"f_{name}", f)
        for i, region in enumerate(model.regions):
            for k, skill in enumerate(SKILLS):
                put(f"staff_{region}_{skill}", state.pools.E[:, i, k])
                put(f"others_staff_{region}_{skill}", state.pools.W[:, i, k])
                put(f"shortage_{region}_{skill}", m.shortage[:, i, k])
        for o, name in enumerate(model.operators):
            put(f"teams_share_{name}", m.x_o[:, o])
        for e, name in enumerate(CLASSES):
            put(f"backlog_{name}", supply.B_prog[:, e])
            put(f"world_backlog_{name}", supply.B_world[:, e])
            put(f"supplier_output_{name}", supply.Q[:, e])
            put(f"store_{name}", supply.store[:, e])
        logic = model.wafers.logic
        work = np.sum(m.out_logic, axis=1)
        put(
            "defects",
            np.where(
                work > 0.0,
                np.sum(m.D0 * m.out_logic, axis=1) / np.where(work > 0.0, work, 1.0),
                0.0,
            )
            if len(logic)
            else 0.0,
        )
        put("started", np.sum(chain.started, axis=1))
        put("cancelled", np.sum(chain.cancelled, axis=1))
        put("finished", np.sum(np.isfinite(chain.half), axis=1))
        p_first = self.series["price_h100_hour"][0]
        C = model.clock
        put("training_cost", clock.training_cost(C, m.p, p_first, t))
        put("implied_training_cost_fall", clock.implied_fall(C, m.p, p_first, t)[0])
        put("frontier_run_flop", clock.frontier_run(C, world.S_w * 1e6, own_h))
        put("frontier_run_dollars", self.series["frontier_run_flop"][t] * clock.flop_price(C, m.p))
        # What the laws of §15 need besides.
        keep = lambda name, value: self.keep(t, name, value)
        keep("drawn", np.sum(m.draws, axis=1))
        keep("grants", m.grants_paid)
        keep("payments", np.sum(m.payments, axis=1))
        keep("bills_incurred", m.cost + m.reequipment)
        keep("bills_paid", m.bills_paid + np.sum(m.bridge_repaid + m.swept, axis=1))
        keep("other_bills_paid", m.other_bills_paid)
        keep("debt_service_due", m.debt_service)
        keep("distributed", m.distributed)
        keep("opening_cash", m.opening_cash)
        keep("usable_before", m.P_gw)
        keep("own_after_deployment_gw", m.U + m.deployed_gw + m.bought_gw)
        keep("others_power_used", world.U_w)
        keep(
            "scrapped",
            (
                np.sum(m.out_logic, axis=1) / model.wafers.ly
                + np.sum(m.out_memory, axis=1) / model.wafers.ly
            )
            - np.sum(m.out_logic, axis=1)
            - np.sum(m.out_memory, axis=1),
        )
        keep("in_process", lines.in_process(0) + lines.in_process(1))
        keep("dies_used", m.made.n * m.gen.d)
        keep("stacks_used", m.made.n * m.gen.s)
        for name, i in (("units", 0), ("h100e", 1), ("gw", 2)):
            keep(f"made_{name}", (m.made.made, m.made.made_h100e, m.made.made_gw)[i])
            keep(f"sold_{name}", m.sold[i])
            keep(f"deployed_{name}", m.deployed[i])
        keep("retired_h100e", m.retired_h100e)
        keep("retired_gw", m.retired_gw)
        keep("bought_h100e", m.bought_h100e)
        keep("world_retired_h100e", m.wish.ret * 1e6)
        keep("room", m.wish.room)
        for e, name in enumerate(CLASSES):
            keep(f"ordered_{name}", m.ordered[:, e])
            keep(f"accepted_{name}", m.accepted[:, e])
            keep(f"taken_{name}", m.taken[:, e])
            keep(f"transit_{name}", np.sum(supply.transit[e], axis=0))
        keep("hired", np.sum(m.hired, axis=(1, 2)))
        keep("staff_left", np.sum(m.left_staff, axis=(1, 2)))
        keep("employed", np.sum(state.pools.E, axis=(1, 2)))
        self.draws[t] = m.draws
        self.paid[t] = m.paid
        self.sponsor[t] = m.sponsor
        self.investor_debt = getattr(self, "investor_debt", np.zeros_like(self.draws))
        self.investor_debt[t] = m.lender_paid

    def close(self, model, state):
        """Outcomes of every draw (§12, §14)."""
        s, out, T = self.series, self.outcomes, self.T
        Cap, F, P = model.capital, model.finance, model.projects
        equity = ~Cap.debt
        last = T - 1
        year = slice(max(0, T - 12), T)
        margin = np.sum(s["revenue"][year] - self.ledger["bills_incurred"][year], axis=0)
        book = np.sum(state.books.value, axis=1)
        p = s["price_h100_hour"]
        terminal = finance.terminal_value(
            F,
            model.deploy.life,
            margin,
            (1.0 + model.market.g_k) / (1.0 + model.market.g_F),
            book,
            state.accounts.X,
            np.sum(state.accounts.B, axis=1),
            state.accounts.arrears,
        )
        at_end, sponsor = finance.waterfall(Cap, state.accounts, terminal)
        flows = np.where(equity, self.paid - self.draws, 0.0)
        flows[last] += np.where(equity, at_end, 0.0)
        all_equity = np.sum(flows, axis=2)
        self.flows, self.equity_flows = flows, all_equity
        self.equity_calls = np.sum(np.where(equity, self.draws, 0.0), axis=2)
        drawn = np.sum(self.equity_calls, axis=0)
        # Real hurdles, weighted by what was drawn.
        self.hurdle_drawn = np.sum(np.where(equity, self.draws * Cap.h, 0.0), axis=(0, 2))
        back = np.sum(np.where(equity, self.paid, 0.0), axis=(0, 2)) + np.sum(at_end, axis=1)
        out["terminal_value"] = terminal
        out["npv"] = finance.npv(all_equity, F.r)
        with np.errstate(divide="ignore", invalid="ignore"):
            out["moic"] = np.where(drawn > 0.0, back / drawn, np.nan)
        out["payback_month"] = finance.payback(all_equity)
        out["largest_cumulative_draw"] = np.max(-np.cumsum(all_equity, axis=0), axis=0).clip(0.0)
        out["capital_drawn"] = s["capital_drawn"][last]
        out["equity_drawn"] = drawn
        out["sponsor"] = np.sum(self.sponsor, axis=0) + sponsor
        out["plan_cost"] = model.plan_cost
        with np.errstate(divide="ignore", invalid="ignore"):
            h = np.where(drawn > 0.0, self.hurdle_drawn / drawn, 0.0)
        money = [s["rent"], s["sales"]]
        money += [self.ledger[name] for name in ("bills_incurred", "payments", "grants")]
        growth = (1.0 + model.market.g_k) / (1.0 + model.market.g_F)
        life, util = model.deploy.life, model.deploy.util
        even = finance.break_even(F, life, growth, h, drawn, util, book, p, *money)
        names = ("break_even_price", "price_earned", "break_even_utilisation")
        for name, values in zip((*names, "revenue_needed", "revenue_expected"), even):
            out[name] = values
        if F.parts:
            # Who makes parts earns no price of compute.
            out["break_even_price"] = out["price_earned"] = np.full(self.D, np.nan)
        out["book_value_end"] = book
        out["frontier_run_flop"] = np.max(s["frontier_run_flop"], axis=0)
        for i, name in enumerate(Cap.names):
            if Cap.debt[i]:
                own = self.investor_debt[:, :, i] - self.draws[:, :, i]
            else:
                own = flows[:, :, i]
            out[f"npv_{name}"] = finance.npv(own, F.r)
        for label, t in self.dates().items():
            out[f"delivered_h100e_{label}"] = s["delivered_h100e"][t]
            out[f"delivered_gw_{label}"] = s["delivered_gw"][t]
        t = self.dates().get("2030")
        if t:
            fall = clock.implied_fall(model.clock, p[t], p[0], t)
            out["implied_fall"], out["implied_fall_market"], out["implied_fall_algorithms"] = fall
        self.start_month = state.chain.start_month
        self.half_month = state.chain.half
        self.planned_half_month = planned_half(P)
        self.project_names = P.names

    def dates(self):
        """Months at which deliveries are reported."""
        dates = {
            "2030": self.model.case.months("2030-12"),
            "2035": self.model.case.months("2035-12"),
        }
        dates = {label: t for label, t in dates.items() if 0 < t < self.T}
        return dates | {"end": self.T - 1}


def planned_half(P):
    """First month in which the planned path reaches `K/2`."""
    if P.J == 0:
        return np.zeros(0)
    reached = (P.planned_path >= (0.5 - EPSILON) * P.K_centre) & (P.K_centre > 0.0)
    return np.where(np.any(reached, axis=0), np.argmax(reached, axis=0), np.inf)


def shares(base, plan):
    """Share `= ratio(delivered, plan)` and gap at each date (§14)."""
    out = {}
    for label in base.dates():
        a, b = base.outcomes[f"delivered_h100e_{label}"], plan.outcomes[f"delivered_h100e_{label}"]
        out[f"share_{label}"] = np.where(
            b <= 0.0, 1.0, np.clip(a / np.where(b > 0.0, b, 1.0), 0.0, 1.0)
        )
        out[f"gap_{label}"] = b - a
    return out
