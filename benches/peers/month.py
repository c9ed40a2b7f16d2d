"""The month step of the model, compiled: one draw after the other in loops, all draws in parallel.

The same equations as `oracle/fabcast_oracle`, in the same order, written as one would for Numba: scalars and small arrays
on one draw, no temporaries, lists of the projects under way, nothing computed twice for the run and its plan that is the
same in both. Comments name the section of docs/model.md.

Not ported, so not timed here: sampling, rates of return and other outcomes, summaries, causes.
"""

import math

import numpy as np
from basics import CAPITAL, DATACENTRE, DELTA, ENGINEERS, EPSILON, EQUIPMENT, FAB, GEOPOLITICS, HBM, HOURS
from basics import TALENT, TECHNICIANS, TRADES
from basics import clip, content, delay, done, generation, outlook, part, pos, ratio
from numba import njit, prange
from sections import grow_suppliers, hire, multiply, pay_grants, ration, record, serve_debt


@njit
def simulate(shared, r, table, relaxed, out):
    """All months of one draw; `out` is (series, months)."""
    T = out.shape[1]
    # Arrays of the records, looked up once.
    additions_, credited_, cycle_, lead_, lines_ = shared.additions, shared.credited, shared.cycle, shared.lead, shared.lines
    packers_ = shared.packers
    C_, T_, W_, a_, b_e_ = r.C, r.T, r.W, r.a, r.b_e
    book_life_, cap_, commitment_, fixed_, reequip_ = r.book_life, r.cap, r.commitment, r.fixed, r.reequip
    g_b_, g_e_, g_teams_, h_ = r.g_b, r.g_e, r.g_teams, r.h
    n_b_, n_i_, n_r_, n_t_, price_ = r.n_b, r.n_i, r.n_r, r.n_t, r.price
    rate_, tau_b_, teams_, u_ = r.rate, r.tau_b, r.teams, r.u
    variable_, weight_, z_ = r.variable, r.weight, r.z
    kind, region, operator = shared.kind, shared.region, shared.operator
    tools, is_debt, approved = shared.tools != 0, shared.debt != 0, r.approved != 0
    J, R, E, I = len(kind), W_.shape[0], len(price_), len(C_)
    O, G = len(teams_), len(cap_)
    K, D0, D1, D2, D3, D4 = r.K, r.D0, r.D1, r.D2, r.D3, r.D4
    phi, theta, nu, D_grid, order, planned = r.phi, r.theta, r.nu, r.D_grid, r.order, r.planned
    u_line = r.u_line
    ceq = relaxed[EQUIPMENT]
    lifts_capital, lifts_talent = relaxed[CAPITAL], relaxed[TALENT]

    # State (§2)
    p0, p1, inst, q, ramp = np.zeros(J), np.zeros(J), np.zeros(J), np.zeros(J), np.zeros(J)
    built, A = np.zeros(J), np.zeros(J)
    t_permit, t_q = np.full(J, np.inf), np.full(J, np.inf)
    ordered_by = np.zeros(J, np.bool_)
    live, n_live, n_started, next_ = np.empty(J, np.int64), 0, 0, 0
    started_now, committed = np.empty(J, np.int64), 0.0
    # Posts of the complete, whose number does not change any more.
    complete_posts = np.zeros((R, 2))
    is_build, is_fit = np.zeros(J, np.bool_), np.zeros(J, np.bool_)
    is_open, is_in = np.zeros(J, np.bool_), np.zeros(J, np.bool_)
    work, f_j, w, installing = np.zeros(J), np.ones(J), np.zeros(J), np.zeros(J)
    building, tooling = r.Bld, r.tool_cost
    # Money (§1, §12)
    X, arrears, incurred, tax, grants, carried, losses = r.opening, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    drawn, B, H = np.zeros(I), np.zeros(I), np.zeros(I)
    first_draw = np.full(I, np.inf)
    avail, draws = np.zeros(I), np.zeros(I)
    interest, principal = np.zeros(I), np.zeros(I)
    books = np.zeros(3)
    last_spending, distributed_so_far, capex_so_far = np.inf, 0.0, 0.0
    monthly_rate, monthly_hurdle = np.empty(I), np.empty(I)
    for i in range(I):
        monthly_rate[i] = (1.0 + rate_[i]) ** DELTA - 1.0
        monthly_hurdle[i] = (1.0 + h_[i]) ** DELTA
    # Equipment (§3)
    left, B_prog, store = np.zeros(E), np.zeros(E), np.zeros(E)
    Q, B_world, smooth = np.empty(E), np.empty(E), np.empty((E, 3))
    grow_Q = np.empty(E)
    for e in range(E):
        Q[e] = b_e_[e]
        B_world[e] = tau_b_[e] * Q[e]
        smooth[e, :] = Q[e]
        grow_Q[e] = (1.0 + g_e_[e]) ** DELTA
    least_Q = 0.95**DELTA
    transit, refused = np.zeros((E, 16)), np.zeros((R, E))
    price_e, balance, offered = np.zeros(E), np.zeros(E), np.zeros(E)
    V, accepted, use = np.zeros(E), np.zeros(E), np.zeros(E)
    s_e, taken = np.ones(E), np.zeros(E)
    # Talent (§4)
    staff, others_staff, unfilled = np.zeros((R, 3)), W_.copy(), np.zeros((R, 3))
    posts_run, posts_other = np.zeros((R, 3)), np.zeros((R, 3))
    sigma_run, sigma, shortage = np.ones((R, 3)), np.ones((R, 3)), np.zeros((R, 3))
    x_o = np.ones(O)
    # Wafers (§5)
    queue = np.zeros((J, 16))
    in_line = np.zeros((2, 16))
    Z = r.Z0.copy()
    Y_o = np.zeros(O)
    dies, stacks = 0.0, 0.0
    S, f_full, S_full = np.zeros(2), np.zeros(2), np.zeros(2)
    # Accelerators, fleets, market (§6-8)
    units, stock_h, stock_gw = 0.0, 0.0, 0.0
    own_h, own_gw = np.zeros(3), np.zeros(3)
    others_h, others_gw = r.S_stages.copy(), r.U_stages.copy()
    sold_h, sold_gw = np.zeros(3), np.zeros(3)
    G_w, K_pk, K_hb = r.G_start, r.K_pk, r.K_hb
    K_lg = r.L_0 * (1.0 + r.g_L) ** (DELTA / 2.0) * r.a_max
    grow_pk, grow_hb, least_K = (1.0 + r.g_pk) ** DELTA, (1.0 + r.g_hb) ** DELTA, 0.97**DELTA
    v_pk, v_hb = 0.0, 0.0
    p, c, p_first = r.p_start, r.r_GW * r.kw_0 / (HOURS * r.util) * 1e3, 0.0
    # Support (§10)
    promised, early, pipeline = np.zeros(G), np.zeros(G), np.zeros((G, 3))
    # Multipliers (§13)
    m_output, m_supplier, m_ship = np.ones(J), np.ones(E), np.ones(R)
    m_building, m_permits, m_investor = np.ones(R), np.ones(R), np.ones(I)
    m_chips, m_tools, m_grants = np.ones(3), np.ones((R, E)), np.ones(G)
    P_region = np.zeros(R)
    was_hit = False

    for t in range(T):
        y = (t + 0.5) * DELTA
        # Events (§13)
        m_demand, was_hit = multiply(
            shared, r, relaxed, t, was_hit, m_output, m_supplier, m_ship, m_building, m_permits, m_investor, m_chips,
            m_tools, m_grants,
        )  # fmt: skip

        # Technology (§6, §8)
        g_d, g_s, g_i, g_flop, g_power = generation(r, t)
        kw = table[0, t]
        c_now = r.r_GW * kw / (HOURS * r.util) * 1e3
        D = table[1, t] * m_demand
        D_ahead = table[3, t] * m_demand
        value, density = table[5, t], table[6, t]
        x_last = p / c
        Acap = x_last**r.kappa_p * table[4, t]
        whole_pk, whole_hb = K_pk * r.y_pk * density, K_hb * r.y_hb * density
        lim_pk, lim_hb = whole_pk * m_chips[0], whole_hb * m_chips[1]
        lim_lg = K_lg * r.y_lg * density * m_chips[2]

        # Starts (§1)
        n_now = 0
        equity, lent, equity_in, B_sum = 0.0, 0.0, 0.0, 0.0
        for i in range(I):
            closed = approved[i] and t >= T_[i]
            if is_debt[i]:
                lent += C_[i] if closed else 0.0
            else:
                equity += C_[i] if closed else 0.0
                equity_in += drawn[i]
            B_sum += B[i]
        own_money = equity + grants
        cover = own_money + min(lent, r.gamma * own_money)
        while next_ < J and t >= planned[order[next_]]:
            j = order[next_]
            if K[j] > 0.0:
                enough = cover - committed + X >= (r.kappa - EPSILON) * commitment_[j]
                if not (lifts_capital or enough):
                    break
                committed += commitment_[j]
                live[n_live] = j
                started_now[n_now] = j
                n_live += 1
                n_now += 1
            next_ += 1
        n_started += n_now

        # Usable capacity at the end of last month, finished sites
        P_gw = 0.0
        P_region[:] = 0.0
        capacity_fab, capacity_hbm, capacity_pk = 0.0, 0.0, 0.0
        for j in range(J):
            a = built[j]
            if kind[j] == DATACENTRE:
                P_gw += a
                P_region[region[j]] += a
            elif kind[j] == FAB:
                capacity_fab += a
            elif kind[j] == HBM:
                capacity_hbm += a
            else:
                capacity_pk += a
            A[j] = a

        # Orders of tools (§3)
        grown = (1.0 + r.e) ** y
        for e in range(E):
            price_e[e] = price_[e] * grown
            balance[e] = (1.0 - r.deposit) * price_e[e]
            for i in range(R):
                released = m_tools[i, e] * refused[i, e]
                left[e] += released
                refused[i, e] = pos(refused[i, e] - released)

        # Stages by last month's values, posts, work at full pace (§1, §2, §4)
        posts_run[:] = 0.0
        posts_other[:] = 0.0
        for i in range(R):
            posts_run[i, ENGINEERS] = complete_posts[i, 0]
            posts_run[i, TECHNICIANS] = complete_posts[i, 1]
        x_o[:] = 0.0
        need_work = 0.0
        for n in range(n_live):
            j = live[n]
            i = region[j]
            permit = p0[j] < 1.0
            is_build[j] = p0[j] >= 1.0 and p1[j] < 1.0
            is_fit[j] = p1[j] >= phi[j] - EPSILON
            is_open[j] = is_fit[j] and (tools[j] or t >= t_permit[j] + D_grid[j] - EPSILON)
            is_in[j] = inst[j] >= (theta[j] - EPSILON) * K[j]
            running = ramp[j] >= 1.0
            if not ceq and tools[j] and not permit and not ordered_by[j]:
                ordered_by[j] = True
                for e in range(E):
                    wanted = K[j] * u_[kind[j], e]
                    left[e] += wanted * m_tools[i, e]
                    refused[i, e] += wanted * (1.0 - m_tools[i, e])
            if running:
                posts_run[i, ENGINEERS] += n_r_[j] * K[j]
            elif is_fit[j]:
                posts_other[i, ENGINEERS] += n_i_[j] * K[j]
            if is_in[j]:
                if running:
                    posts_run[i, TECHNICIANS] += n_t_[j] * inst[j]
                else:
                    posts_other[i, TECHNICIANS] += n_t_[j] * inst[j]
                    if operator[j] >= 0:
                        x_o[operator[j]] += weight_[j]
            need = 0.0
            p1_full = p1[j]
            if permit:
                need = nu[j] * building[j] * grown * m_permits[i] / D0[j]
            if is_build[j]:
                posts_other[i, TRADES] += n_b_[j] * K[j]
                step = m_building[i] / D1[j]
                p1_full = min(1.0, p1_full + step)
                need += (1.0 - nu[j]) * building[j] * grown * step
            if is_open[j] and (ceq or not tools[j]):
                may = pos(min(K[j] / D2[j], K[j] * (p1_full - phi[j]) / (1.0 - phi[j]) - inst[j]))
                need += tooling[j] * grown * may * m_building[i] / K[j]
            work[j] = need
            need_work += need

        # Needs (§1)
        need_order, need_tools = 0.0, 0.0
        for e in range(E):
            B_prog[e] += transit[e, t % lead_[e]]
            B_world[e] += b_e_[e] * (1.0 + g_b_[e]) ** y
            V[e] = min(Q[e] * m_supplier[e], B_prog[e] + B_world[e])
            weighed = r.pi * B_prog[e]
            first = min(B_prog[e], V[e] * part(weighed, weighed + B_world[e]))
            offered[e] = min(B_prog[e], first + pos(pos(V[e] - first) - B_world[e]))
            need_order += left[e] * price_e[e]
            need_tools += balance[e] * offered[e]
        need_order *= r.deposit
        reach = 0.0
        for i in range(R):
            reach += m_ship[i] * P_region[i]
        reach = part(reach, P_gw)
        U = content(own_gw)
        empty = pos(P_gw - U)
        a_gw = min(stock_gw, empty) * reach
        r_gw = a_gw / r.tau_f
        idle = pos(empty * reach - a_gw)
        supply = min(min(lim_pk * (1.0 - v_pk), lim_hb * (1.0 - v_hb)), lim_lg)
        buy_gw = min(idle / r.tau_f, r.beta_m * kw * supply)
        need_equip = r.c_srv * r_gw + (value * x_last + r.c_srv) * buy_gw
        need_debt = serve_debt(r, t, B, first_draw, interest, principal, monthly_rate)
        bills = incurred + tax + need_debt + arrears

        # Cash (§1)
        room = pos(r.gamma * (equity_in + grants) - B_sum)
        Av = 0.0
        for i in range(I):
            avail[i] = 0.0
            if approved[i] and t >= T_[i] and C_[i] > 0.0:
                avail[i] = m_investor[i] * min(pos(C_[i] - drawn[i]), a_[i] * C_[i] * DELTA)
                if is_debt[i]:
                    avail[i] = min(avail[i], C_[i] / lent * room)
            Av += avail[i]
        f_operate, f_equip, f_order, f_tools, f_work, paid = ration(
            lifts_capital, X + Av, bills, need_equip, need_order, need_tools, need_work
        )
        D_cash = pos(paid - X) if lifts_capital else min(pos(paid - X), Av)
        if f_work < 1.0:
            for_work = f_work * need_work
            for place in range(next_):
                j = order[place]
                f_j[j] = ratio(for_work, work[j])
                for_work = pos(for_work - f_j[j] * work[j])
        else:
            for n in range(n_live):
                f_j[live[n]] = 1.0
        keys = 0.0
        for i in range(I):
            keys += C_[i] if lifts_capital else avail[i]
        sum_draws = 0.0
        for i in range(I):
            draws[i] = D_cash * part(C_[i] if lifts_capital else avail[i], keys)
            sum_draws += draws[i]
        order_paid = 0.0
        for e in range(E):
            ordered = left[e] * f_order
            left[e] = pos(left[e] - ordered)
            transit[e, t % lead_[e]] = ordered
            order_paid += ordered * price_e[e]
        order_paid *= r.deposit

        # Labour (§4); the bill of last month's staff comes with it (§12)
        wages, seats = hire(
            r, shared.academy, lifts_talent, t, posts_run, posts_other, staff, others_staff, unfilled, shortage,
            sigma_run, sigma,
        )  # fmt: skip
        for o in range(O):
            x_o[o] = ratio(teams_[o] * (1.0 + g_teams_[o]) ** y, x_o[o])

        # Tools (§3)
        tools_paid = 0.0
        for e in range(E):
            accepted[e] = offered[e] * f_tools
            B_prog[e] = pos(B_prog[e] - accepted[e])
            B_world[e] = pos(B_world[e] - min(B_world[e], pos(V[e] - accepted[e])))
            store[e] += accepted[e]
            tools_paid += balance[e] * accepted[e]
            use[e] = 0.0

        # Line staff, before progress moves on
        f_full[:] = 0.0
        S_full[:] = 0.0
        for n in range(len(lines_)):
            j = lines_[n]
            line = 0 if kind[j] == FAB else 1
            amount = A[j] * u_line[j]
            f_full[line] += amount
            first_sigma = sigma_run if ramp[j] >= 1.0 else sigma
            w[j] = amount * first_sigma[region[j], TECHNICIANS] * m_output[j]

        # Progress (§2)
        paid_building, earned = 0.0, 0.0
        for n in range(n_live):
            j = live[n]
            i = region[j]
            f, new_p0, new_p1 = f_j[j], p0[j], p1[j]
            installing[j] = 0.0
            if p0[j] < 1.0:
                new_p0 = done(min(1.0, new_p0 + f * m_permits[i] / D0[j]))
            if is_build[j]:
                new_p1 = done(min(1.0, new_p1 + min(f, sigma[i, TRADES]) * m_building[i] / D1[j]))
            b = building[j] * grown
            b = nu[j] * b * (new_p0 - p0[j]) + (1.0 - nu[j]) * b * (new_p1 - p1[j])
            paid_building += b
            if credited_[j]:
                earned += b
            # When the permit is done the month is kept for the power line.
            if new_p0 >= 1.0 and p0[j] < 1.0:
                t_permit[j] = t
            p0[j], p1[j] = new_p0, new_p1
            if is_open[j]:
                pace = min(f, sigma[i, ENGINEERS]) * m_building[i]
                may = min(K[j] / D2[j], K[j] * (new_p1 - phi[j]) / (1.0 - phi[j]) - inst[j])
                installing[j] = pos(may) * pace
                if not ceq and installing[j] > 0.0:
                    for e in range(E):
                        use[e] += u_[kind[j], e] * installing[j]
        for e in range(E):
            taken[e] = 0.0
            s_e[e] = ratio(store[e], use[e])
        n_kept = 0
        for n in range(n_live):
            j = live[n]
            i = region[j]
            if installing[j] > 0.0:
                s, m = 1.0, 1.0
                for e in range(E):
                    if u_[kind[j], e] > 0.0:
                        s, m = min(s, s_e[e]), min(m, m_tools[i, e])
                new_inst = K[j] * done(min(inst[j] + installing[j] * s * m, K[j]) / K[j])
                added = new_inst - inst[j]
                if not ceq:
                    for e in range(E):
                        taken[e] += u_[kind[j], e] * added
                installed = tooling[j] * grown * added / K[j]
                if ceq or not tools[j]:
                    tools_paid += installed
                if credited_[j]:
                    earned += installed
                inst[j] = new_inst
            x = x_o[operator[j]] if operator[j] >= 0 and not lifts_talent else 1.0
            ramps = q[j] >= 1.0
            if is_in[j] and q[j] < 1.0:
                q[j] = done(min(1.0, q[j] + sigma[i, ENGINEERS] * x / D3[j]))
                if q[j] >= 1.0:
                    t_q[j] = t
            if ramps and ramp[j] < 1.0:
                ramp[j] = done(min(1.0, ramp[j] + sigma[i, TECHNICIANS] * x / D4[j]))
            built[j] = min(inst[j], ramp[j] * K[j])
            if p1[j] >= 1.0 and inst[j] >= K[j] and ramp[j] >= 1.0:
                complete_posts[i, 0] += n_r_[j] * K[j]
                complete_posts[i, 1] += n_t_[j] * inst[j]
                work[j] = 0.0
            else:
                live[n_kept] = j
                n_kept += 1
        n_live = n_kept
        for e in range(E):
            store[e] = pos(store[e] - taken[e])
        work_paid = paid_building + tools_paid

        # Wafers, dies, stacks (§5)
        for line in range(2):
            stock, g = (dies, r.g_logic) if line == 0 else (stacks, r.g_memory)
            cycle = cycle_[line]
            inventory = 0.0
            for k in range(cycle):
                inventory += in_line[line, k]
            full = f_full[line] * r.ly * g
            thr = clip((cycle + 4.0 - part(stock + r.ly * g * inventory, full)) / 2.0)
            S[line] = f_operate * thr
            in_line[line, t % cycle] = 0.0
        for o in range(O):
            Z[o] += z_[o]
        for n in range(len(lines_)):
            j = lines_[n]
            line = 0 if kind[j] == FAB else 1
            at = t % cycle_[line]
            starts = w[j] * S[line]
            w[j] = queue[j, at] * r.ly
            queue[j, at] = starts
            in_line[line, at] += starts
            S_full[line] += starts
            if line == 0:
                Z[operator[j]] += w[j]
        for o in range(O):
            Y_o[o] = r.D_inf + (r.D_s - r.D_inf) * (1.0 + Z[o] / r.Z_ref) ** -r.lam
        for n in range(len(lines_)):
            j = lines_[n]
            if w[j] == 0.0:
                continue
            new = math.exp(-(t - t_q[j]) / r.tau_psi) if t_q[j] < np.inf else 1.0
            if kind[j] == FAB:
                defects = Y_o[operator[j]] * (1.0 + r.psi * new)
                Y = (1.0 + r.die_area * defects / 100.0 / r.alpha_c) ** -r.alpha_c
                dies += 1000.0 * w[j] * r.N_dies * (Y + r.salvage * (1.0 - Y))
            else:
                stacks += 1000.0 * w[j] * r.n_s * (1.0 - (1.0 - r.eta_h) * new)

        # Packaging (§6)
        packing, packing_now = 0.0, 0.0
        for n in range(len(packers_)):
            j = packers_[n]
            packing += A[j] * u_line[j]
            packing_now += A[j] * u_line[j] * m_output[j]
        thr = clip((4.0 - part(units, 1000.0 * g_i * packing * r.y_p)) / 2.0)
        own = 1000.0 * g_i * packing_now * f_operate * thr
        merchant = g_i * m_chips[0] * K_pk / 12.0
        cap = own + r.s_m * merchant
        memory = m_chips[1] * K_hb * r.n_s / 12.0
        by_dies = dies / g_d
        bought = min(r.s_m * memory, pos(g_s * min(by_dies, cap) - stacks))
        stacks += bought
        n_packages = min(min(by_dies, stacks / g_s), cap)
        dies, stacks = pos(dies - n_packages * g_d), pos(stacks - n_packages * g_s)
        own = min(n_packages, own)
        v_pk, v_hb = min(1.0, part(pos(n_packages - own), merchant)), min(1.0, part(bought, memory))
        made = n_packages * r.y_p
        made_h, made_gw = made * g_flop, made * g_power * 1e-6

        # Deployment (§7) and market (§8)
        P_now, now_fab, now_hbm, now_pk = 0.0, 0.0, 0.0, 0.0
        for j in range(J):
            a = built[j]
            if kind[j] == DATACENTRE:
                P_now += a
            elif kind[j] == FAB:
                now_fab += a
            elif kind[j] == HBM:
                now_hbm += a
            else:
                now_pk += a
        U_w, S_w = content(others_gw) + content(sold_gw), content(others_h) + content(sold_h)
        leave = 3.0 * DELTA / r.life
        ret, ret_k = (others_h[2] + sold_h[2]) * leave, (others_gw[2] + sold_gw[2]) * leave
        want = pos(D_ahead * x_last**r.kappa_s - S_w) * DELTA / r.tau + ret
        add = min(pos(want * kw - (G_w - U_w + ret_k)), pos(Acap * DELTA - r.xi * pos(P_now - P_gw)))
        G_w += add
        room_gw = pos(G_w - U_w + ret_k)
        deployed_gw = f_equip * r_gw
        offer_gw = pos(stock_gw - f_equip * a_gw - additions_[t])
        sale = min(offer_gw * part(stock_h, stock_gw), r.mu * want * 1e6)
        sold_share = part(min(part(sale, stock_h) * stock_gw, room_gw), stock_gw)
        deployed_share = part(deployed_gw, stock_gw)
        sale_h, sale_gw = sold_share * stock_h, sold_share * stock_gw
        deployed_h, deployed_g = deployed_share * stock_h, deployed_share * stock_gw
        units = pos(units - deployed_share * units - sold_share * units) + made
        stock_h = pos(stock_h - deployed_h - sale_h) + made_h
        stock_gw = pos(stock_gw - deployed_g - sale_gw) + made_gw
        bought_gw = f_equip * buy_gw
        bought_h = bought_gw / kw * 1e6
        delay(own_h, deployed_h + bought_h, r.life)
        delay(own_gw, deployed_g + bought_gw, r.life)
        limit = min(
            min(pos(lim_pk * (1.0 - v_pk) - bought_h / 1e6), pos(lim_hb * (1.0 - v_hb) - bought_h / 1e6)),
            pos(lim_lg - bought_h / 1e6),
        )
        others = min(min(pos(want - sale_h / 1e6), pos(room_gw - sale_gw) / kw), limit)
        delay(others_h, others, r.life)
        delay(others_gw, others * kw, r.life)
        delay(sold_h, sale_h / 1e6, r.life)
        delay(sold_gw, sale_gw, r.life)
        fleet = content(own_h)
        S_all = fleet / 1e6 + content(others_h) + content(sold_h)
        p_now = c_now * (max(S_all, 1e-9 * D) / D) ** (-1.0 / r.epsilon)
        rent = p_now * HOURS * DELTA * r.util * f_operate * fleet / 1e9
        revenue = rent + value * sale_gw * (p_now / c_now) * (1.0 - r.disc)

        # Cash flow (§10, §12)
        equip_paid = f_equip * need_equip
        grants_paid = pay_grants(
            shared, r, relaxed[GEOPOLITICS], t, started_now[:n_now], promised, early, pipeline, m_grants
        )
        arrears = pos((1.0 - f_operate) * (incurred + tax + arrears))
        unpaid, sum_interest = 1.0 - f_operate, 0.0
        for i in range(I):
            sum_interest += interest[i]
            if is_debt[i]:
                B[i] = pos(B[i] - f_operate * principal[i]) + unpaid * interest[i] + draws[i]
                if draws[i] > 0.0 and first_draw[i] == np.inf:
                    first_draw[i] = t
            drawn[i] += draws[i]
        beside = n_packages - own
        cost = fixed_[0] * capacity_fab + fixed_[1] * capacity_hbm + fixed_[2] * capacity_pk
        cost = cost * DELTA + variable_[0] * S_full[0] + variable_[1] * S_full[1]
        cost = (cost + variable_[2] * part(own, g_i) / 1000.0) * (1.0 + r.fee)
        cost += r.test * n_packages + bought * r.merchant_stack + part(beside, g_i) * r.merchant_wafer
        cost += r.energy * HOURS * DELTA * r.load * U + r.site * P_gw * DELTA
        cost += wages * DELTA + seats * DELTA * r.seat_cost
        books[0] += paid_building
        reequip = (reequip_[0] * capacity_fab + reequip_[1] * capacity_hbm + reequip_[2] * capacity_pk) * grown
        books[1] += tools_paid + order_paid + reequip
        books[2] += equip_paid
        incurred, profit = cost + reequip, revenue - cost - sum_interest
        for k in range(3):
            depreciation = books[k] * 1.5 / book_life_[k] * DELTA
            books[k] = pos(books[k] - depreciation)
            profit -= depreciation
        due = r.tax * pos(profit - losses)
        losses = pos(losses - profit)
        credits = carried + (earned * r.credit if t >= r.credit_from and t <= r.credit_until else 0.0)
        used = min(due, credits)
        carried, tax = pos(credits - used), pos(due - used)
        grants += grants_paid
        if work_paid + order_paid > EPSILON:
            last_spending = t
        bills_paid = f_operate * bills
        X = pos(X + revenue + grants_paid + sum_draws - (bills_paid + equip_paid + order_paid + work_paid))
        distributed = 0.0
        if arrears <= 0.0:
            if last_spending < np.inf and t - last_spending >= 12.0:
                distributed = pos(X - 3.0 * bills)
            else:
                distributed = pos(min(X, (1.0 - r.retained) * pos(revenue - bills_paid)))
        X = pos(X - distributed)
        hurdles = 0.0
        for i in range(I):
            H[i] = H[i] * monthly_hurdle[i] + (0.0 if is_debt[i] else draws[i])
            hurdles += H[i]
        back = part(min(distributed, hurdles), hurdles)
        for i in range(I):
            H[i] = pos(H[i] - H[i] * back)

        # Growth of suppliers and capacities (§3, §8)
        grow_suppliers(r, B_prog, B_world, smooth, Q, least_Q, grow_Q)
        pull = 1.1 * min(want, max(room_gw, Acap * DELTA) / kw)
        if whole_pk > 0.0:
            K_pk *= min(max(pull / whole_pk, least_K), grow_pk)
        if whole_hb > 0.0:
            K_hb *= min(max(pull / whole_hb, least_K), grow_hb)
        K_lg *= (1.0 + r.g_L) ** (DELTA * min(x_last**r.kappa_L, 3.0))
        p, c = p_now, c_now

        # Record (§14)
        if t == 0:
            p_first = p
        distributed_so_far += distributed
        capex_so_far += work_paid + order_paid + equip_paid
        flows = (
            now_fab, now_hbm, now_pk, P_now, S_full[0], S_full[1], made, stock_gw, others, G_w, K_pk, p, revenue, cost,
            X, distributed_so_far, grants, capex_so_far, n_started, p / p_first,
        )  # fmt: skip
        fleets = (own_h, own_gw, sold_h, sold_gw, others_h, others_gw)
        record(r, t, out, flows, fleets, drawn, B, shortage, B_prog, Q)


@njit(parallel=True, fastmath=False, cache=True)
def simulate_all(shared, run, plan, as_it_is, lifted, out):
    """Every draw: the plan (`out[d, 1]`) and the run (`out[d, 0]`), as the engine does."""
    for d in prange(len(run)):
        table = outlook(run[d], out.shape[3])
        simulate(shared[0], plan[d], table, lifted, out[d, 1])
        simulate(shared[0], run[d], table, as_it_is, out[d, 0])
