"""Order of a month: events → technology → needs → cash → labour → tools → project progress → wafers →
dies → packaging → deployment → market → cash flow → growth of suppliers and capacities → record."""

from types import SimpleNamespace

import numpy as np

from . import (
    accelerators,
    campus,
    capital,
    clock,
    deployment,
    equipment,
    events,
    finance,
    market,
    policy,
    projects,
    record,
    sponsors,
    talent,
    wafers,
)
from .basics import (
    DELTA,
    ENGINEERS,
    EPSILON,
    GROUPS,
    TECHNICIANS,
    TRADES,
    part,
    pos,
    years,
)


def read(case, relax):
    """Everything that a run needs to know, §1 to §13."""
    regions = case.names("region")
    operators = case.names("operator")
    P = projects.read(case, regions, operators, relax)
    deploy = deployment.read(case)
    plan_cost = np.sum(P.P, axis=1) + deploy.c_srv * deployment.finished(P, P.K)[0]
    money = capital.read(case, plan_cost, relax)
    support = policy.read(case, regions, P, relax)
    tools = equipment.read(case)
    grant_names = [grant.name for grant in support.grants]
    return SimpleNamespace(
        case=case,
        relax=relax,
        regions=regions,
        operators=operators,
        projects=P,
        sponsor=sponsors.read(case, P, relax),
        plan_cost=plan_cost,
        # Planned cost and first servers, what the starting rule counts (§1).
        commitment=P.P + deploy.c_srv[:, None] * P.K * (P.kind == projects.DATACENTRE),
        capital=money,
        policy=support,
        equipment=tools,
        u=equipment.per_project(tools, P),
        talent=talent.read(case, regions),
        posts=talent.per_project(case, P),
        wafers=wafers.read(case, operators, P, relax),
        accelerators=accelerators.read(case, relax),
        deploy=deploy,
        market=market.read(case, deploy.life),
        clock=clock.read(case),
        finance=finance.read(case, money.inflation),
        events=events.read(case, regions, operators, money.names, grant_names, relax),
    )


def opening(model):
    """State before the first month."""
    D, P = model.case.D, model.projects
    return SimpleNamespace(
        chain=projects.Chain(D, P.J),
        accounts=capital.Accounts(model.capital, D),
        supply=equipment.Supply(model.equipment, D),
        pools=talent.Pools(model.talent),
        lines=wafers.Lines(model.wafers, D),
        stock=accelerators.Stock(D),
        fleet=deployment.Fleet(D),
        world=market.World(model.market, D),
        support=policy.Support(model.policy, D),
        books=finance.Books(D),
        last_spending=np.full(D, np.inf),
        spending=[],
    )


def run(case, relax=()):
    """Runs a scenario in all its draws. `relax`: constraint groups that are lifted; all of them make the plan run."""
    relax = frozenset(relax)
    if not relax <= set(GROUPS):
        raise ValueError(f"unknown groups: {sorted(relax - set(GROUPS))}")
    model = read(case, relax)
    state = opening(model)
    log = record.Record(model)
    for t in range(case.T):
        step(model, state, log, t)
    log.close(model, state)
    return log


def step(model, state, log, t):
    """One month."""
    relax, y = model.relax, years(t)
    P, M, Cap = model.projects, model.market, model.capital
    chain, accounts, supply = state.chain, state.accounts, state.supply
    lines, stock, fleet, world = state.lines, state.stock, state.fleet, state.world

    # Events (§13)
    m = events.multipliers(model.events, t, model)

    # Technology (§6, §8)
    gen = accelerators.generation(model.accelerators, t, y)
    now_market = market.month(M, world, t, m.demand * market.m_cycle(M, t), m.chips)

    # Pay (§4)
    premium = state.pools.premium(model.talent, relax)
    dearer = 1.0 + model.talent.w_b[:, None] * premium[:, P.region, TRADES]

    # Needs (§1), all from last month's state
    due = sponsors.review(model.sponsor, P, chain, t, world.x)
    starts = capital.start(Cap, accounts, P, model.commitment, chain, due, t, relax)
    projects.break_ground(P, chain)
    goes_ahead = sponsors.goes_ahead(model.sponsor, t, world.x)
    equipment.want(supply, model.u, P, chain, relax, m.tools, goes_ahead)
    now = projects.stages(P, chain, t)
    A = chain.A
    P_gw, P_region = deployment.finished(P, A)
    price_e = equipment.prices(model.equipment, P.e, y)
    orders = equipment.world_orders(model.equipment, state.spending, t, y)
    equipment.join(model.equipment, supply, orders)
    V, offered = equipment.offer(model.equipment, supply, m.supplier)
    tau_f = model.deploy.tau_f
    a, r, idle = deployment.ready(stock, fleet, P_gw, P_region, m.shipments, tau_f)
    buy_gw, buy_price = deployment.market_purchase(M, world, now_market, idle, tau_f)
    m_policy = policy.m_policy(model.policy, t, m.permits, relax)[:, P.region]
    m_region = m.building[:, P.region]
    pay_installed = np.ones(P.J, bool) if "equipment" in relax else ~P.tools
    service = capital.debt_service(Cap, accounts, t)
    principal, debt_service = service.principal, service.due
    accrued = service.interest + service.guarantor
    incurred = accounts.cost + accounts.reequipment
    bills = incurred + accounts.tax + debt_service + accounts.arrears
    deposit = model.equipment.deposit
    balance = (1.0 - deposit)[:, None] * price_e
    energised = P.energised(t)
    work = projects.full_pace(P, chain, now, y, dearer, m_policy, m_region, pay_installed)
    own_price = buy_price if model.finance.parts else 0.0
    needs = [
        bills,
        (own_price + model.deploy.c_srv) * r + (buy_price + model.deploy.c_srv) * buy_gw,
        deposit * np.sum(supply.left * price_e, axis=1),
        np.sum(balance * offered, axis=1),
        np.sum(work, axis=1),
    ]

    # Cash (§1)
    avail = capital.available(Cap, accounts, t, m.investor, needs[1] + needs[2] + needs[3])
    (f_operate, f_equip, f_order, f_tools, f_work), D = capital.ration(
        accounts.X, np.sum(avail, axis=1), accounts.reserve, needs, relax
    )
    f_j = capital.share_work(P, work, f_work, relax)
    draws = capital.draw(Cap, avail, D, relax)
    ordered = equipment.order(supply, f_order)
    order_paid = deposit * np.sum(ordered * price_e, axis=1)

    # Labour (§4)
    running_by_j, other_by_j = talent.programme_posts(model.posts, P, now, chain.inst)
    running, other_posts = talent.by_region(P, running_by_j), talent.by_region(P, other_by_j)
    R = running + other_posts
    E_last = state.pools.E
    shortage, hired, left_staff = talent.hire(
        model.talent, state.pools, running, other_posts, premium, t
    )
    sigma_run, sigma = talent.staffing(
        model.talent, P, state.pools.E, running, other_posts, other_by_j
    )
    sigma_first = sigma_run[:, P.region, :]
    if "talent" in relax:
        sigma, sigma_first = np.ones_like(sigma), np.ones_like(sigma)
    # Staff of the lines: that of running plants comes first.
    sigma_lines = np.where(now.running, sigma_first[:, :, TECHNICIANS], sigma[:, :, TECHNICIANS])
    x_o = projects.teams(P, chain, now, y)
    x = np.ones_like(P.K) if "talent" in relax else projects.of_project(P, x_o)

    # Tools (§3)
    accepted, world_tools = equipment.accept(supply, V, offered, f_tools)

    # Project progress (§2)
    p0, p1, h = projects.permit_and_build(
        P, chain, now, f_j, sigma[:, :, TRADES], m_policy, m_region
    )
    pace = np.minimum(f_j, sigma[:, :, ENGINEERS]) * m_region
    wanted = projects.installable(P, chain, now, p1, h, pace)
    w = campus.queue(P, wanted, energised)
    queued = P.campus & (wanted > w + EPSILON)
    s, m_tools = equipment.at_hand(supply, model.u, P, w, relax, m.tools)
    inst = projects.install(P, chain, w, s * m_tools)
    taken = equipment.take(supply, model.u, inst - chain.inst, relax)
    q, ramp = projects.qualify_and_ramp(
        P, chain, now, sigma[:, :, ENGINEERS], sigma[:, :, TECHNICIANS], x
    )
    Bld = projects.building_cost(P, y) * dearer
    building_paid = P.nu * Bld * (p0 - chain.p0) + (1.0 - P.nu) * Bld * projects.built(P, chain, p1, h)
    tools_installed = projects.tool_cost(P, y) * part(inst - chain.inst, P.K)
    balance_paid = np.sum(balance * accepted, axis=1)
    tools_paid = balance_paid + np.sum(np.where(pay_installed, tools_installed, 0.0), axis=1)
    work_paid = np.sum(building_paid, axis=1) + tools_paid
    projects.advance(P, chain, t, p0, p1, h, inst, q, ramp)

    # Wafers (§5)
    S_logic, S_memory = (
        wafers.start_wafers(
            model.wafers, P, lines, A, line, sigma_lines, m.output, f_operate
        )
        for line in (0, 1)
    )
    out_logic = wafers.finish_wafers(model.wafers, lines, 0, S_logic)
    out_memory = wafers.finish_wafers(model.wafers, lines, 1, S_memory)

    # Dies (§5)
    dies_made, D0 = wafers.good_dies(model.wafers, P, chain.t_q, lines, out_logic, t)
    stacks_made = wafers.good_stacks(model.wafers, P, chain.t_q, out_memory, t)
    lines.dies = lines.dies + dies_made
    lines.stacks = lines.stacks + stacks_made

    # Packaging (§6)
    own = accelerators.own_packaging(
        model.accelerators, model.wafers, gen, A, m.output, f_operate, stock.units
    )
    made = accelerators.assemble(
        model.accelerators, model.wafers, gen, own, world.K_pk, world.K_hb, m.chips, lines
    )
    v = np.stack([made.v_pk, made.v_hb], axis=1)

    # Deployment (§7)
    A_now = chain.A
    P_now, _ = deployment.finished(P, A_now)
    U = fleet.gw.content
    wish = market.want_and_room(M, world, now_market, P_now - P_gw)
    deployed_gw = f_equip * r
    sold_share = deployment.sell(M, stock, wish, f_equip * a, P, t)
    deployed_share = part(deployed_gw, stock.gw)
    opening_stock = (stock.units, stock.h100e, stock.gw)
    sold = tuple(sold_share * amount for amount in opening_stock)
    deployed = tuple(deployed_share * amount for amount in opening_stock)
    stock.units, stock.h100e, stock.gw = (
        pos(amount - a - b) for amount, a, b in zip(opening_stock, deployed, sold)
    )
    stock.add(made.made, made.made_h100e, made.made_gw)
    bought_gw = f_equip * buy_gw
    bought_h100e = bought_gw / now_market.kw * 1e6
    retired_h100e = fleet.h100e.step(deployed[1] + bought_h100e, model.deploy.life)
    retired_gw = fleet.gw.step(deployed[2] + bought_gw, model.deploy.life)

    # Market (§8)
    others = market.others_buy(
        world, now_market, wish, sold[1] / 1e6, sold[2], v, bought_h100e / 1e6
    )
    world.others_h.step(others, model.deploy.life)
    world.others_gw.step(others * now_market.kw, model.deploy.life)
    world.sold_h.step(sold[1] / 1e6, model.deploy.life)
    world.sold_gw.step(sold[2], model.deploy.life)
    world.G_w = wish.G_w
    world.v = v
    own_h100e = fleet.h100e.content
    p = market.price(M, now_market, own_h100e / 1e6 + world.S_w)
    x_now = p / now_market.c
    state.spending.append(market.spending_ratio(M, y, others, x_now))
    hours = deployment.rented_hours(model.deploy.util, f_operate)
    rent = p * hours * own_h100e / 1e9
    if model.finance.parts:
        interposers = part(made.own, gen.i)
        sales = finance.parts_sold(
            model.finance, y, np.sum(out_logic, axis=1), stacks_made, interposers
        )
    else:
        sales = now_market.value * sold[2] * x_now * (1.0 - M.disc)
    revenue = rent + sales

    # Cash flow (§12)
    equip_paid = f_equip * needs[1]
    grants_paid = policy.grants(model.policy, state.support, P, starts, t, m.grants)
    bills_paid = f_operate * bills
    accounts.arrears = pos((1.0 - f_operate) * (incurred + accounts.tax + accounts.arrears))
    unpaid = (1.0 - f_operate)[:, None]
    repaid = f_operate[:, None] * principal
    joins = np.where(service.joins, accrued, unpaid * accrued)
    lender_paid = np.where(service.joins, 0.0, f_operate[:, None] * service.interest) + repaid
    accounts.B = pos(accounts.B - repaid) + joins + np.where(Cap.debt, draws, 0.0)
    accounts.first_draw = np.where(
        Cap.debt & (draws > 0.0) & np.isinf(accounts.first_draw), t, accounts.first_draw
    )
    accounts.drawn = accounts.drawn + draws
    bridge_repaid, bridge_called = capital.call_bridges(Cap, accounts, t)
    draws = draws + bridge_called
    cost = finance.operating_cost(
        model.finance,
        model.talent,
        P,
        A,
        (np.sum(S_logic, axis=1), np.sum(S_memory, axis=1)),
        made,
        gen,
        U,
        deployment.finished(P, A)[0],
        E_last,
        R,
        running,
        premium,
        relax,
    )
    reequipment = finance.reequipment(model.finance, P, A, y)
    payments = np.stack(
        [np.sum(building_paid, axis=1), tools_paid + order_paid, equip_paid], axis=1
    )
    capital_cost = payments + reequipment[:, None] * np.array([0.0, 1.0, 0.0])
    depreciation = finance.depreciate(model.finance, state.books, capital_cost, t)
    here = P.region[:, None] == np.arange(len(model.regions))
    tax_rate = finance.tax_rate(
        model.finance, state.books, (building_paid + tools_installed) @ here.astype(float)
    )
    profit = revenue - cost - depreciation - np.sum(accrued, axis=1)
    earned = policy.credits(model.policy, building_paid, tools_installed, t)
    accounts.cost, accounts.reequipment = cost, reequipment
    accounts.tax = finance.tax(
        model.finance, state.books, state.support, profit, earned, tax_rate
    )
    accounts.grants = accounts.grants + grants_paid
    spending = work_paid + order_paid > EPSILON
    state.last_spending = np.where(spending, t, state.last_spending)
    X = pos(
        accounts.X
        + revenue
        + grants_paid
        + D
        + np.sum(bridge_called - bridge_repaid, axis=1)
        - (bills_paid + equip_paid + order_paid + work_paid)
    )
    other_bills_paid = f_operate * (bills - debt_service)
    locked = capital.covenants(Cap, accounts, revenue, other_bills_paid, service, X)
    free = finance.distributions(
        Cap,
        pos(X - accounts.reserve),
        revenue,
        bills,
        bills_paid,
        accounts.arrears,
        locked,
        t,
        state.last_spending,
    )
    swept = finance.sweep(Cap, accounts, free)
    lender_paid = lender_paid + bridge_repaid + swept
    distributed = pos(free - np.sum(swept, axis=1))
    opening_cash, accounts.X = accounts.X, pos(X - free)
    accounts.revenue = revenue
    accounts.H = accounts.H * (1.0 + Cap.h) ** DELTA + np.where(Cap.debt, 0.0, draws)
    paid, sponsor = finance.waterfall(Cap, accounts, distributed)

    # Growth of suppliers and capacities (§3, §8)
    equipment.grow(model.equipment, supply)
    market.grow(M, world, now_market, wish)
    world.p, world.c = p, now_market.c

    # Record (§14)
    log.add(model, state, t, SimpleNamespace(**locals()))
