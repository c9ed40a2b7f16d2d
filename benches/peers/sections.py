"""Sections of the month that stand alone: events, labour, support, suppliers, record."""

from basics import (
    BUILDING,
    CHIPS,
    DELTA,
    DEMAND,
    GEOPOLITICS,
    H100_FLOPS,
    HOURS,
    INVESTOR,
    N_SERIES,
    OUTPUT,
    PERMITS,
    SHIPMENTS,
    SUPPLIER,
    TOOLS,
    TRADES,
    content,
    delay,
    part,
    pos,
    ratio,
)
from numba import njit


@njit
def multiply(
    shared, r, relaxed, t, was_hit, m_output, m_supplier, m_ship, m_building, m_permits, m_investor, m_chips, m_tools,
    m_grants,
):  # fmt: skip
    """§13: sets this month's multipliers, which are 1 unless the last month was hit; returns that of demand, and
    whether any event is active."""
    effect_event_, effect_hits_, effect_on_, effect_to_ = shared.effect_event, shared.effect_hits, shared.effect_on, shared.effect_to
    arrival_, duration_, severity_ = r.arrival, r.duration, r.severity
    J, R, E, I, G = len(m_output), len(m_ship), len(m_supplier), len(m_investor), len(m_grants)
    if was_hit:
        m_output[:] = 1.0
        m_supplier[:] = 1.0
        m_ship[:] = 1.0
        m_building[:] = 1.0
        m_permits[:] = 1.0
        m_investor[:] = 1.0
        m_chips[:] = 1.0
        m_tools[:] = 1.0
        m_grants[:] = 1.0
    m_demand, was_hit = 1.0, False
    for k in range(len(effect_event_)):
        ev = effect_event_[k]
        active = False
        for a in range(3):
            first = arrival_[ev, a]
            if first <= t and t < first + duration_[ev]:
                active = True
        if relaxed[GEOPOLITICS] or not active:
            continue
        was_hit = True
        on = effect_on_[k]
        factor = min(1.0, max(0.05 if on == DEMAND else 0.0, 1.0 - severity_[k]))
        hit = effect_hits_[k]
        if on == OUTPUT:
            for j in range(J):
                if hit[j]:
                    m_output[j] *= factor
        elif on == SUPPLIER:
            for e in range(E):
                if hit[e]:
                    m_supplier[e] *= factor
        elif on == TOOLS:
            for e in range(E):
                if hit[e]:
                    m_tools[effect_to_[k], e] *= factor
        elif on == SHIPMENTS or on == BUILDING or on == PERMITS:
            m = m_ship if on == SHIPMENTS else (m_building if on == BUILDING else m_permits)
            for i in range(R):
                if hit[i]:
                    m[i] *= factor
        elif on == INVESTOR:
            for i in range(I):
                if hit[i]:
                    m_investor[i] *= factor
        elif on == CHIPS:
            for i in range(3):
                if hit[i]:
                    m_chips[i] *= factor
        elif on == DEMAND:
            m_demand *= factor
        else:
            for i in range(G):
                if hit[i]:
                    m_grants[i] *= factor
    return m_demand, was_hit


@njit
def serve_debt(r, t, B, first_draw, interest, principal, monthly_rate):
    """§12: interest and principal due of every investor; returns their sum."""
    grace_, term_ = r.grace, r.term
    due = 0.0
    for i in range(len(B)):
        interest[i], principal[i] = 0.0, 0.0
        if B[i] > 0.0:
            interest[i] = B[i] * monthly_rate[i]
            elapsed = (t - first_draw[i]) * DELTA
            if elapsed >= grace_[i]:
                principal[i] = B[i] * min(1.0, DELTA / max(DELTA, grace_[i] + term_[i] - elapsed))
        due += interest[i] + principal[i]
    return due


@njit
def ration(lifted, money, bills, equip, order, tools, work):
    """§1: shares of the needs that are met, in their order, and what they cost."""
    if lifted:
        return 1.0, 1.0, 1.0, 1.0, 1.0, bills + equip + order + tools + work
    f_operate = ratio(money, bills)
    paid = f_operate * bills
    f_equip = ratio(money - paid, equip)
    paid += f_equip * equip
    f_order = ratio(money - paid, order)
    paid += f_order * order
    f_tools = ratio(money - paid, tools)
    paid += f_tools * tools
    f_work = ratio(money - paid, work)
    return f_operate, f_equip, f_order, f_tools, f_work, paid + f_work * work


@njit
def hire(
    r, academy, lifted, t, posts_run, posts_other, staff, others_staff, unfilled, shortage, sigma_run, sigma
):  # fmt: skip
    """§4: a month of hiring. Returns the wages of last month's staff beyond the lines (a year, §12) and the seats of
    academies."""
    y, R = (t + 0.5) * DELTA, len(posts_run)
    G_, N_, W_, X_ = r.G, r.N, r.W, r.X
    alpha_, omega_, seats_, wage_ = r.alpha, r.omega, r.seats, r.wage
    along = min(1.0, t / max(r.target, 1e-12))
    after = (1.0 + r.posts_growth) ** (pos(t - r.target) * DELTA)
    inflow = DELTA * (1.0 + r.g_G) ** y
    wages, seats = 0.0, 0.0
    for i in range(R):
        for k in range(3):
            needed = posts_run[i, k] + posts_other[i, k]
            N = (W_[i, k] + (N_[i, k] - W_[i, k]) * along) * after
            if k != TRADES:
                there = max(staff[i, k], needed) if lifted else staff[i, k]
                wages += wage_[i] * pos(there - posts_run[i, k])
            seats += seats_[i, k]
            stay = 1.0 - alpha_[i, k] * DELTA
            E1, W1 = staff[i, k] * stay, others_staff[i, k] * stay
            gap_p, gap_w = pos(needed - E1), pos(N - W1)
            come = G_[i, k] * inflow * (1.0 + r.kappa_G * unfilled[i, k])
            weighed = omega_[i] * gap_p
            hired = min(gap_p, come * part(weighed, weighed + gap_w))
            graduates = seats_[i, k] * DELTA if t >= academy else 0.0
            total = min(gap_p, hired + X_[i, k] * DELTA + graduates)
            staff[i, k] = pos(E1) + total
            others_staff[i, k] = pos(W1) + min(gap_w, pos(come - hired))
            shortage[i, k] = pos(N - others_staff[i, k]) + pos(needed - staff[i, k])
            unfilled[i, k] += (part(shortage[i, k], N + needed) - unfilled[i, k]) * DELTA / r.tau_G
            if not lifted:
                sigma_run[i, k] = ratio(staff[i, k], posts_run[i, k])
                sigma[i, k] = ratio(pos(staff[i, k] - posts_run[i, k]), posts_other[i, k])
    return wages, seats


@njit
def pay_grants(shared, r, lifted, t, starts, promised, early, pipeline, m_grants):
    """§10: promises on this month's starts, and what is paid of earlier ones."""
    granted_ = shared.granted
    P_, cancelled_, cap_, grant_delay_ = r.P, r.cancelled, r.cap, r.grant_delay
    grant_from_, grant_until_, share_ = r.grant_from, r.grant_until, r.share
    grants_paid = 0.0
    for g in range(len(promised)):
        eligible = 0.0
        for j in starts:
            if granted_[g, j]:
                eligible += P_[j]
        alive = t < cancelled_[g] or lifted
        opened = alive and t >= grant_from_[g] and t <= grant_until_[g]
        if t < grant_from_[g]:
            early[g] += share_[g] * eligible
        promise = 0.0
        if opened:
            promise = min(share_[g] * eligible + early[g], pos(cap_[g] - promised[g]))
            early[g] = 0.0
            promised[g] += promise
        leaves = delay(pipeline[g], promise, grant_delay_[g])
        if alive:
            grants_paid += leaves * m_grants[g]
    return grants_paid


@njit
def grow_suppliers(r, B_prog, B_world, smooth, Q, least_Q, grow_Q):
    """§3: capacity follows the backlog, smoothed three times, within its limits."""
    tau_b_, tau_e_ = r.tau_b, r.tau_e
    for e in range(len(Q)):
        target = (B_prog[e] + B_world[e]) / tau_b_[e]
        for k in range(3):
            smooth[e, k] += (target - smooth[e, k]) * 3.0 * DELTA / tau_e_[e]
            target = smooth[e, k]
        Q[e] = min(max(target, Q[e] * least_Q), Q[e] * grow_Q[e])


@njit
def record(r, t, out, flows, fleets, drawn, B, shortage, B_prog, Q):
    """§14: the series of a month, in the order of `SERIES` in basics.py."""
    (
        now_fab, now_hbm, now_pk, P_now, S_logic, S_memory, made, stock_gw, others, G_w, K_pk, p, revenue, cost, X,
        distributed, grants, capex, n_started, relative_price,
    ) = flows  # fmt: skip
    own, own_gw = content(fleets[0]), content(fleets[1])
    sold, sold_gw = content(fleets[2]), content(fleets[3])
    others_h, others_gw = content(fleets[4]), content(fleets[5])
    sum_drawn, sum_B = 0.0, 0.0
    for i in range(len(drawn)):
        sum_drawn += drawn[i]
        sum_B += B[i]
    out[0, t], out[1, t], out[2, t], out[3, t] = now_fab, now_hbm, now_pk, P_now
    out[4, t], out[5, t], out[6, t], out[7, t] = S_logic, S_memory, made, stock_gw
    out[8, t], out[9, t], out[10, t] = own * 1e-6, own_gw, sold
    out[11, t], out[12, t] = own * 1e-6 + sold, own_gw + sold_gw
    out[13, t] = (own + sold * 1e6) * 1.979e15
    out[14, t], out[15, t] = others_h, others_gw
    out[16, t], out[17, t], out[18, t] = others * 12.0, G_w, K_pk / 12e3
    out[19, t], out[20, t], out[21, t] = p, revenue * 12.0, cost * 12.0
    out[22, t], out[23, t], out[24, t] = sum_drawn, sum_B, X
    out[25, t], out[26, t], out[27, t], out[28, t] = distributed, grants, capex, n_started
    out[29, t] = relative_price * r.algorithms ** (-t * DELTA)
    largest = max(r.phi_w * (others_h + sold) * 1e6, r.phi_p * own)
    out[30, t] = largest * H100_FLOPS * r.u_tr * r.run_time * HOURS * 3600.0
    s = N_SERIES
    for i in range(len(shortage)):
        for k in range(3):
            out[s, t] = shortage[i, k]
            s += 1
    for e in range(len(Q)):
        out[s, t], out[s + len(Q), t] = B_prog[e], Q[e]
        s += 1
