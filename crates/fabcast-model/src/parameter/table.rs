//! Rows of the parameter table, by section of the model document.

use super::{
    CLASSES, Default, Form, GRACE_INTEREST, KINDS, METHODS, REPAYMENTS, Row, SKILLS, TERMINALS,
};

const fn row(
    pattern: &'static str,
    form: Form,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    Row {
        pattern,
        form,
        unit,
        min: 0.0,
        max: f64::INFINITY,
        default: Default::Required,
        section,
        symbol,
        what,
    }
}

/// A quantity that is not negative.
const fn q(
    pattern: &'static str,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, Form::Quantity, unit, section, symbol, what)
}

/// A fraction within 0 to 1.
const fn share(
    pattern: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    q(pattern, "1", section, symbol, what).within(0.0, 1.0)
}

/// A growth per year: `growth = "12 %/yr"` multiplies by 1.12 a year.
const fn growth(
    pattern: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    q(pattern, "1/yr", section, symbol, what).within(-0.9, 20.0)
}

/// A value whose spread is realised project by project.
const fn spread(
    pattern: &'static str,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, Form::Spread, unit, section, symbol, what)
}

/// A month.
const fn when(pattern: &'static str, section: u8, symbol: &'static str, what: &'static str) -> Row {
    row(pattern, Form::When, "month", section, symbol, what).within(-1200.0, 1200.0)
}

/// A whole number.
const fn whole(
    pattern: &'static str,
    unit: &'static str,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, Form::Whole, unit, section, symbol, what)
}

/// Anything that is not a number.
const fn word(
    pattern: &'static str,
    form: Form,
    section: u8,
    symbol: &'static str,
    what: &'static str,
) -> Row {
    row(pattern, form, "", section, symbol, what)
}

impl Row {
    const fn within(mut self, min: f64, max: f64) -> Row {
        self.min = min;
        self.max = max;
        self
    }
    const fn or(mut self, text: &'static str) -> Row {
        self.default = Default::Value(text);
        self
    }
    const fn absent(mut self) -> Row {
        self.default = Default::Absent;
        self
    }
}

/// Things an event may act on.
const EFFECTS: &[&str] = &[
    "output",
    "supplier",
    "shipments",
    "investor",
    "building",
    "demand",
    "permits",
    "grants",
    "chips",
    "tools",
];

/// Every kind of value that a scenario holds, in the order of the model document.
// One row a line, as in a table.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    // Names
    word("region.*.label", Form::Text, 2, "", "name of the region for people"),
    word("operator.*.label", Form::Text, 2, "", "name of the operator for people"),
    word("operator.*.kinds", Form::Words(&KINDS), 2, "", "kinds of project that the operator runs"),
    // 0. Spread
    share("uncertainty.global_share", 0, "ρ_g", "share of a project's delay common to the world"),
    share("uncertainty.region_share", 0, "ρ_r", "share of a project's delay common to its region"),
    q("uncertainty.overrun_time_coupling", "1", 0, "η", "how far a cost overrun lengthens permit and building").within(0.0, 3.0),
    q("uncertainty.duration_sd", "1", 0, "s", "sd of ln duration where no interval is given").within(0.0, 2.0),
    // 1. Capital
    q("capital.gearing", "1", 1, "g", "largest share of debt in the capital").within(0.0, 0.95),
    share("capital.cover", 1, "κ", "share of a project's cost that must be covered before it starts"),
    share("capital.retained", 12, "ρ", "share of the operating surplus that is reinvested"),
    q("capital.opening_cash", "bn$", 1, "X(0)", "cash before the first month"),
    share("capital.carry", 12, "carry", "sponsor's share of distributions above the hurdle"),
    q("capital.inflation", "1/yr", 0, "inflation", "inflation that turns nominal rates into real ones").within(-0.05, 1.0),
    word("capital.investor.*.label", Form::Text, 1, "", "name of the investor for people"),
    word("capital.investor.*.kind", Form::Word(&["equity", "preferred", "debt"]), 1, "", "equity, preferred equity or debt"),
    q("capital.investor.*.commitment", "bn$", 1, "C_i", "commitment"),
    when("capital.investor.*.closing", 1, "T_i", "month of closing"),
    share("capital.investor.*.approval", 1, "p_i", "probability of approval"),
    q("capital.investor.*.draw_rate", "1/yr", 1, "a_i", "largest share of the commitment drawn per year").within(0.0, 12.0),
    q("capital.investor.*.hurdle", "1/yr", 1, "h_i", "hurdle rate, nominal").within(0.0, 2.0).absent(),
    q("capital.investor.*.rate", "1/yr", 1, "rate", "interest rate, nominal").within(0.0, 2.0).absent(),
    q("capital.investor.*.coupon", "1/yr", 1, "h_i", "coupon of preferred equity, nominal, paid or added").within(0.0, 2.0).absent(),
    whole("capital.investor.*.order", "1", 1, "", "place in the order of drawing, low first, the same pro rata; absent: 0").within(0.0, 99.0).absent(),
    whole("capital.investor.*.rank", "1", 12, "", "place of equity in the waterfall, low first; absent: 0 for preferred, 1 for other equity").within(0.0, 99.0).absent(),
    word("capital.investor.*.repayment", Form::Word(&REPAYMENTS), 12, "", "how a loan is repaid after the grace; absent: `straight`, equal parts of principal").absent(),
    q("capital.investor.*.target_cover", "1", 12, "", "cover of debt service that sculpted repayments aim at; absent: 1.3").within(0.1, 100.0).absent(),
    word("capital.investor.*.grace_interest", Form::Word(&GRACE_INTEREST), 12, "", "interest during the grace: paid, or added to the debt; absent: `paid`").absent(),
    q("capital.investor.*.commitment_fee", "1/yr", 12, "", "yearly fee on what can be drawn and is not; absent: 0").within(0.0, 0.5).absent(),
    share("capital.investor.*.guarantee", 12, "", "share of a loan's principal that a state guarantees; absent: 0").absent(),
    q("capital.investor.*.guaranteed_rate", "1/yr", 12, "", "interest rate of the guaranteed share, nominal; absent: `rate`").within(0.0, 2.0).absent(),
    q("capital.investor.*.guarantee_fee", "1/yr", 12, "", "yearly fee on guaranteed principal, to the guarantor; absent: 0").within(0.0, 0.5).absent(),
    share("capital.investor.*.export_share", 1, "", "export credit: largest draw over the month's payments for tools, servers and accelerators; absent: any cost").absent(),
    when("capital.investor.*.bridge_until", 1, "", "equity bridge: month in which a call on the owners repays the loan; absent: no bridge").absent(),
    q("capital.reserve", "month", 12, "", "months of debt service kept in reserve; absent: 0").within(0.0, 60.0).absent(),
    share("capital.sweep", 12, "", "share of what may be distributed that repays debt first; absent: 0").absent(),
    q("capital.lock_up_cover", "1", 12, "", "cover of debt service below which nothing is distributed; absent: 0").within(0.0, 100.0).absent(),
    q("capital.default_cover", "1", 12, "", "cover of debt service below which nothing is lent; absent: 0").within(0.0, 100.0).absent(),
    q("capital.investor.*.grace", "yr", 1, "grace", "years without repayment after the first draw").absent(),
    q("capital.investor.*.term", "yr", 1, "term", "years of repayment after the grace").absent(),
    // 2. Projects
    q("kind.{fab,hbm}.unit_cost", "bn$/kwspm", 2, "c", "cost of a unit of capacity, building and tools"),
    q("kind.packaging.unit_cost", "bn$/kwpm", 2, "c", "cost of a unit of capacity, building and tools"),
    q("kind.datacentre.unit_cost", "bn$/GW", 2, "c", "cost of a gigawatt, without accelerators, servers and network"),
    share("kind.*.building_share", 2, "β", "share of the cost that is building"),
    share("kind.*.permit_spend", 2, "ν", "share of the building cost paid with the permit stage"),
    spread("kind.*.overrun", "1", 2, "overrun", "actual over planned cost of building").within(0.1, 20.0),
    q("kind.*.install", "month", 2, "D2", "installation of all tools").within(1.0, 600.0),
    q("kind.*.qualify", "month", 2, "D3", "qualification").within(1.0, 600.0),
    q("kind.*.ramp", "month", 2, "D4", "ramp to full output").within(1.0, 600.0),
    q("kind.*.install_from", "1", 2, "φ", "progress of building at which installation begins").within(0.0, 0.999),
    share("kind.*.qualify_from", 2, "θ", "share of the capacity installed at which qualification begins"),
    q("kind.{fab,hbm,packaging}.team_weight", "1", 2, "weight", "operator teams that a project needs"),
    share("kind.{fab,hbm,packaging}.utilisation", 5, "u", "wafer starts over usable capacity"),
    q("kind.{fab,hbm}.trades", "FTE/kwspm", 4, "n_b", "building trades on site"),
    q("kind.packaging.trades", "FTE/kwpm", 4, "n_b", "building trades on site"),
    q("kind.datacentre.trades", "FTE/GW", 4, "n_b", "building trades on site"),
    q("kind.{fab,hbm}.engineers_install", "FTE/kwspm", 4, "n_i", "engineers from installation to full ramp"),
    q("kind.packaging.engineers_install", "FTE/kwpm", 4, "n_i", "engineers from installation to full ramp"),
    q("kind.datacentre.engineers_install", "FTE/GW", 4, "n_i", "engineers from installation to full ramp"),
    q("kind.{fab,hbm}.engineers_run", "FTE/kwspm", 4, "n_r", "engineers of a running project"),
    q("kind.packaging.engineers_run", "FTE/kwpm", 4, "n_r", "engineers of a running project"),
    q("kind.datacentre.engineers_run", "FTE/GW", 4, "n_r", "engineers of a running project"),
    q("kind.{fab,hbm}.technicians", "FTE/kwspm", 4, "n_t", "technicians"),
    q("kind.packaging.technicians", "FTE/kwpm", 4, "n_t", "technicians"),
    q("kind.datacentre.technicians", "FTE/GW", 4, "n_t", "technicians"),
    word("kind.{fab,hbm,packaging}.remainder", Form::Word(&["front_end", "packaging_tools", "hbm_tools"]), 3, "", "equipment class that takes what is left of the tool cost"),
    spread("region.*.plant.permit", "month", 2, "D0", "permit and design of a fab, memory or packaging plant").within(1.0, 600.0).absent(),
    q("region.*.plant.permit_planned", "month", 2, "D0", "the same, as the plan promises").within(1.0, 600.0).absent(),
    spread("region.*.plant.build", "month", 2, "D1", "building of a fab, memory or packaging plant").within(1.0, 600.0).absent(),
    q("region.*.plant.build_planned", "month", 2, "D1", "the same, as the plan promises").within(1.0, 600.0).absent(),
    q("region.*.plant.building_cost", "1", 2, "b", "building cost over Taiwan's").within(0.01, 100.0).absent(),
    spread("region.*.datacentre.permit", "month", 2, "D0", "permit and design of a data centre").within(1.0, 600.0).absent(),
    q("region.*.datacentre.permit_planned", "month", 2, "D0", "the same, as the plan promises").within(1.0, 600.0).absent(),
    spread("region.*.datacentre.build", "month", 2, "D1", "building of a data centre").within(1.0, 600.0).absent(),
    q("region.*.datacentre.build_planned", "month", 2, "D1", "the same, as the plan promises").within(1.0, 600.0).absent(),
    spread("region.*.datacentre.grid", "month", 2, "D_grid", "grid connection after the permit").within(1.0, 600.0).absent(),
    q("region.*.datacentre.grid_planned", "month", 2, "D_grid", "the same, as the plan promises").within(1.0, 600.0).absent(),
    q("region.*.datacentre.building_cost", "1", 2, "b", "building cost over the US'").within(0.01, 100.0).absent(),
    q("operator.*.teams", "1", 2, "teams_o(0)", "qualifications that the operator can run at once at the start"),
    growth("operator.*.team_growth", 2, "g_teams", "growth of the operator's teams"),
    q("operator.*.experience", "kwafer", 5, "Z(0)", "wafers made with the process before the start").absent(),
    q("operator.*.experience_rate", "kwafer/month", 5, "z(t)", "wafers a month from the operator's other fabs").absent(),
    growth("cost.escalation", 2, "e", "real escalation of construction and tool cost"),
    word("plan.*.kind", Form::Word(&KINDS), 2, "", "kind of project"),
    word("plan.*.region", Form::Name("region"), 2, "", "region"),
    word("plan.*.operator", Form::Name("operator"), 2, "o", "operator; none for data centres").absent(),
    q("plan.*.count", "1", 2, "", "number of projects; a fraction makes the last one smaller"),
    q("plan.*.capacity", "kwspm|kwpm|GW", 2, "K", "capacity of each project").within(1e-9, 1e6),
    when("plan.*.first", 2, "", "planned start of the first project"),
    q("plan.*.every", "month", 2, "", "months between planned starts").or("0 months"),
    // 3. Equipment
    q("equipment.{euv,duv}.price", "bn$/tool", 3, "P_e", "price of a scanner").within(1e-9, 1e3),
    q("equipment.{euv,duv}.need.{fab,hbm}", "tool/kwspm", 3, "u", "scanners per unit of capacity").absent(),
    q("equipment.{front_end,packaging_tools,hbm_tools}.need.{fab,hbm}", "bn$/kwspm", 3, "u", "tools per unit of capacity").absent(),
    q("equipment.{front_end,packaging_tools,hbm_tools}.need.packaging", "bn$/kwpm", 3, "u", "tools per unit of capacity").absent(),
    q("equipment.{euv,duv}.orders", "tool/month", 3, "b(0)", "the world's orders at the start"),
    q("equipment.{front_end,packaging_tools,hbm_tools}.orders", "bn$/month", 3, "b(0)", "the world's orders at the start"),
    growth("equipment.*.orders_growth", 3, "g_b", "growth of the world's orders"),
    growth("equipment.*.growth", 3, "g_e", "fastest growth of the suppliers"),
    q("equipment.*.expansion_delay", "yr", 3, "τ_e", "delay of the suppliers' expansion").within(0.25, 50.0),
    q("equipment.*.backlog_time", "month", 3, "τ_b", "months of backlog that suppliers aim at").within(0.1, 600.0),
    whole("equipment.*.lead", "month", 3, "l_e", "months from order to the deliverable backlog").within(1.0, 60.0),
    share("equipment.deposit", 3, "δ", "share of the price paid with the order"),
    q("equipment.priority", "1", 3, "π", "weight of the programme's backlog against the world's").within(0.0, 1e6),
    // 4. Talent
    q("talent.*.{trades,technicians,engineers}.staff", "FTE", 4, "W(0)", "others' staff at the start"),
    q("talent.*.{trades,technicians,engineers}.posts", "FTE", 4, "N", "others' posts at the target date"),
    q("talent.*.{trades,technicians,engineers}.inflow", "FTE/yr", 4, "G", "graduates, apprentices and immigrants"),
    q("talent.*.{trades,technicians,engineers}.attrition", "1/yr", 4, "α", "share of staff that leaves").within(0.0, 5.0),
    q("talent.*.{trades,technicians,engineers}.academy_seats", "FTE/yr", 4, "", "graduates of an academy that the programme pays").or("0 FTE/yr"),
    q("talent.*.pull", "1", 4, "ω", "weight of the programme's vacancies against others'").within(0.0, 1e6),
    q("talent.*.transfers", "FTE/yr", 4, "X_r", "technicians, and as many engineers, sent by the operator's home"),
    q("talent.*.wage", "bn$/FTE/yr", 12, "", "yearly pay of a post"),
    when("talent.target_date", 4, "", "month for which posts are given"),
    growth("talent.posts_growth", 4, "", "growth of others' posts after the target date"),
    growth("talent.inflow_growth", 4, "g_G", "growth of the inflow into all pools").or("0 %/yr"),
    q("talent.response", "1", 4, "κ_G", "relative rise of the inflow for each share of all posts that is unfilled").or("0").within(0.0, 100.0),
    q("talent.response_time", "yr", 4, "τ_G", "time in which the inflow answers").or("3 yr").within(0.1, 50.0),
    whole("talent.academy_months", "month", 4, "L", "months from seat to graduation").or("21 months").within(0.0, 240.0),
    q("talent.academy_cost", "bn$/FTE", 4, "", "cost of an academy seat").or("0 bn$/FTE"),
    // 5. Wafers and yield
    whole("wafers.logic.cycle", "month", 5, "cycle", "months from start to out").within(0.0, 36.0),
    whole("wafers.hbm.cycle", "month", 5, "cycle", "months from start to out").within(0.0, 36.0),
    share("wafers.line_yield", 5, "ly", "wafers out over wafers started"),
    q("wafers.logic.defects_start", "1/cm2", 5, "D_s", "defect density without experience"),
    q("wafers.logic.defects_mature", "1/cm2", 5, "D_∞", "defect density of a mature process"),
    q("wafers.logic.learning", "1", 5, "λ", "exponent of learning").within(0.0, 5.0),
    q("wafers.logic.learning_scale", "kwafer", 5, "Z_ref", "experience that sets the scale of learning").within(1e-9, 1e9),
    q("wafers.new_fab_penalty", "1", 5, "ψ", "extra defects of a new fab").within(0.0, 20.0),
    q("wafers.new_fab_time", "month", 5, "τ_ψ", "time in which a new fab catches up").within(0.1, 600.0),
    q("wafers.logic.clustering", "1", 5, "α_c", "clustering of defects").within(0.05, 1e6),
    share("wafers.logic.salvage", 5, "v", "share of bad dies sold as lower bins"),
    q("wafers.logic.die_area", "mm2", 5, "A", "area of a die").within(1.0, 10_000.0),
    q("wafers.logic.edge", "mm", 5, "edge", "edge exclusion").within(0.0, 50.0),
    word("wafers.logic.yield_model", Form::Word(&["negative_binomial", "poisson", "murphy", "seeds"]), 5, "Y", "yield model").or("negative_binomial"),
    q("wafers.hbm.stacks_per_wafer", "stack/wafer", 5, "n_s", "memory stacks per wafer").within(1e-6, 1e4),
    share("wafers.hbm.start_yield", 5, "η_h", "yield of a new memory plant over a mature one's"),
    // 6. Accelerators
    when("accelerator.generation.*.launch", 6, "", "launch"),
    q("accelerator.generation.*.dies", "die/package", 6, "d", "reticle-size dies per package, before aux").within(1e-6, 1e4),
    q("accelerator.generation.*.stacks", "stack/package", 6, "s", "memory stacks per package").within(1e-6, 1e4),
    q("accelerator.generation.*.per_wafer", "package/interposer", 6, "i", "packages per interposer wafer").within(1e-6, 1e6),
    q("accelerator.generation.*.h100e", "H100e/package", 6, "F", "compute of a package").within(1e-9, 1e9),
    q("accelerator.generation.*.power", "kW/package", 6, "k", "power at the meter of a package").within(1e-9, 1e6),
    q("accelerator.aux", "1", 6, "aux", "dies in all over accelerator dies").within(1.0, 100.0),
    growth("accelerator.growth_h100e", 6, "g_F", "growth of compute per package"),
    growth("accelerator.growth_power", 6, "g_k", "growth of power per package"),
    growth("accelerator.growth_per_wafer", 6, "g_a", "growth of compute per wafer"),
    share("accelerator.assembly_yield", 6, "y_p", "good packages over packages assembled"),
    share("accelerator.merchant_share", 6, "s_m", "share of merchant packaging and memory that the programme can buy"),
    // 7. Deployment
    q("deploy.life", "yr", 7, "life", "economic life of an accelerator").within(0.25, 100.0),
    // What calls forth new supply is a price per hour sold: some hours must be.
    share("deploy.utilisation", 7, "util", "hours sold over all hours").within(0.001, 1.0),
    q("deploy.server_cost", "bn$/GW", 7, "c_srv", "servers and network per gigawatt"),
    share("deploy.offer_share", 7, "μ", "largest share of the world's want that the programme serves"),
    share("deploy.market_share", 7, "β_m", "share of the month's market supply that the programme may buy to fill finished halls").or("0"),
    q("deploy.fit_out", "month", 7, "τ_f", "months in which accelerators at hand fill a finished hall").or("1 month").within(1.0, 60.0),
    share("deploy.discount", 8, "disc", "discount of a newcomer's accelerators"),
    // 8. Demand and price
    q("market.kw_start", "kW/H100e", 8, "kw_0", "power per H100e of what the world buys").within(1e-6, 1e3),
    q("market.rent", "bn$/GW/yr", 8, "r_GW", "yearly revenue of a gigawatt of new hardware").within(1e-6, 1e4),
    q("market.value_start", "bn$/GW", 8, "v_0", "chips and network per gigawatt at the start"),
    q("market.value_end", "bn$/GW", 8, "v_∞", "the same in the long run"),
    q("market.value_time", "yr", 8, "τ_v", "time in which the one becomes the other").within(0.01, 1e3),
    q("market.product", "bn$", 8, "GWP_0", "yearly world product at the start").within(1.0, 1e9),
    growth("market.product_growth", 8, "g_w", "growth of world product"),
    when("market.forecast_from", 8, "t_L", "month from which spending follows the logistic curve").or("0 months"),
    when("market.spending.*.date", 8, "", "month at whose beginning spending was this; all such points come before the curve"),
    q("market.spending.*.amount", "bn$/yr", 8, "", "yearly AI rental spending then").within(1e-9, 1e9),
    q("market.share_start", "1", 8, "s_0", "AI rental spending over world product at the start of the curve").within(1e-12, 1.0),
    q("market.share_growth", "1/yr", 8, "k_d", "rate of the logistic curve of AI rental spending over world product").within(0.0, 20.0),
    q("market.share_max", "1", 8, "s_max", "ceiling of AI rental spending over world product").within(1e-12, 1.0),
    q("market.elasticity", "1", 8, "ε", "price elasticity of demand").within(0.05, 50.0),
    q("market.response", "1", 8, "κ_s", "elasticity of the stock others want to the price").within(0.0, 20.0),
    q("market.response_time", "yr", 8, "τ", "time in which others close the gap").within(0.1, 50.0),
    q("market.lookahead", "yr", 8, "ℓ", "years that others look ahead").within(0.0, 20.0),
    q("market.power.additions", "GW/yr", 8, "A_0", "AI power that the world can add a year at the start").within(1e-9, 1e6),
    q("market.power.additions_max", "GW/yr", 8, "A_∞", "the same in the long run").within(1e-9, 1e6),
    q("market.power.growth", "1/yr", 8, "k_A", "rate of the logistic curve between them").within(0.0, 20.0),
    q("market.power.response", "1", 8, "κ_p", "elasticity of the additions to the price").within(0.0, 20.0),
    share("market.power.crowding", 8, "ξ", "gigawatts of others lost for one that the programme finishes"),
    q("market.packaging.capacity", "interposer/yr", 8, "K_pk", "merchant packaging at the start"),
    q("market.packaging.h100e", "H100e/interposer", 8, "y_pk", "compute per interposer wafer at the start"),
    growth("market.packaging.growth", 8, "g_pk", "fastest growth of merchant packaging"),
    q("market.hbm.capacity", "wafer/yr", 8, "K_hb", "merchant memory at the start"),
    q("market.hbm.h100e", "H100e/wafer", 8, "y_hb", "compute per memory wafer at the start"),
    growth("market.hbm.growth", 8, "g_hb", "fastest growth of merchant memory"),
    q("market.logic.capacity", "wafer/yr", 8, "L_0", "leading-edge logic of the world at the start"),
    q("market.logic.h100e", "H100e/wafer", 8, "y_lg", "compute per logic wafer at the start"),
    growth("market.logic.growth", 8, "g_L", "growth of leading-edge logic"),
    q("market.logic.response", "1", 8, "κ_L", "elasticity of the growth of leading-edge logic to the price").or("0").within(0.0, 20.0),
    share("market.logic.share_max", 8, "a_max", "largest share of it that AI can take"),
    q("market.start.stock_{1,2,3}", "M H100e", 8, "S_w", "stage of others' accelerators in service at the start"),
    q("market.start.power_{1,2,3}", "GW", 8, "U_w", "stage of their power at the start"),
    q("market.start.ai_power", "GW", 8, "G_w", "AI power of the world at the start"),
    q("market.start.price", "$/H100e/h", 8, "p(0)", "price of an H100e-hour at the start").within(1e-9, 1e6),
    // 9. Training-cost clock
    q("clock.algorithms", "1", 9, "a", "yearly gain of algorithms, as a factor").within(1.0, 1e3),
    share("clock.training_utilisation", 9, "u_tr", "utilisation in training"),
    q("clock.run_duration", "yr", 9, "dur", "duration of the largest run").within(0.01, 5.0),
    share("clock.world_share", 9, "φ_w", "share of the world's stock in the largest run"),
    share("clock.programme_share", 9, "φ_p", "share of the programme's stock in the largest run"),
    share("clock.claimed_fall", 9, "", "fall of training cost a year that is claimed"),
    // 10. Policy
    q("policy.cap_scale", "1", 10, "", "size of all support over what is promised").or("1"),
    word("policy.grant.*.label", Form::Text, 10, "k", "name of the programme for people"),
    word("policy.grant.*.regions", Form::Names("region"), 10, "", "regions supported"),
    word("policy.grant.*.kinds", Form::Words(&KINDS), 10, "", "kinds supported"),
    share("policy.grant.*.share", 10, "γ_k", "grant over eligible capex"),
    q("policy.grant.*.cap", "bn$", 10, "", "most that the programme pays"),
    when("policy.grant.*.from", 10, "", "first month in which a project may be promised support"),
    when("policy.grant.*.until", 10, "", "last such month"),
    q("policy.grant.*.delay", "month", 10, "", "months from promise to payment").within(3.0, 600.0),
    q("policy.grant.*.cancellation", "1/yr", 10, "", "hazard of cancellation").within(0.0, 50.0),
    word("policy.credit.*.regions", Form::Names("region"), 10, "", "regions that earn the tax credit"),
    word("policy.credit.*.kinds", Form::Words(&KINDS), 10, "", "kinds that earn it"),
    share("policy.credit.*.rate", 10, "", "tax credit over building and tool cost"),
    when("policy.credit.*.from", 10, "", "first month in which cost earns it"),
    when("policy.credit.*.until", 10, "", "last such month"),
    q("policy.reform.*.speed", "1", 10, "m_policy", "speed of permits after a reform, over today's").within(0.0, 100.0),
    word("policy.reform.*.region", Form::Name("region"), 10, "", "region reformed"),
    when("policy.reform.*.from", 10, "", "first month of the reform"),
    // 12. Finance
    q("finance.{logic,hbm}.fixed", "bn$/kwspm/yr", 12, "", "fixed cost of usable capacity"),
    q("finance.{logic,hbm}.variable", "bn$/kwafer", 12, "", "variable cost of wafers started"),
    q("finance.packaging.fixed", "bn$/kwpm/yr", 12, "", "fixed cost of usable capacity"),
    q("finance.packaging.variable", "bn$/kinterposer", 12, "", "variable cost of interposer wafers"),
    q("finance.test", "bn$/package", 12, "", "test and substrate per package"),
    q("finance.merchant_stack", "bn$/stack", 12, "", "price of a merchant memory stack"),
    q("finance.merchant_wafer", "bn$/interposer", 12, "", "price of a merchant interposer wafer"),
    q("finance.energy", "bn$/GWh", 12, "price", "electricity"),
    share("finance.load", 12, "load", "power drawn over power at the meter"),
    q("finance.site", "bn$/GW/yr", 12, "", "other cost of a finished gigawatt"),
    share("finance.fee", 12, "fee", "operator's fee over wafer and packaging cost"),
    share("finance.tax", 12, "τ", "tax rate on profit"),
    share("region.*.tax", 12, "τ_r", "tax rate on profit earned there, local taxes included; absent: `finance.tax`").absent(),
    share("finance.loss_limit", 12, "λ", "largest share of a month's profit that losses brought forward may offset; absent: 1").absent(),
    word("finance.depreciation.{building,tools,servers}", Form::Word(&METHODS), 12, "", "how the class is written off; absent: `declining`").absent(),
    q("finance.index_return", "1/yr", 12, "m", "return of the listed index that an investor compares with, nominal; absent: 7.5 %").within(-0.5, 2.0).absent(),
    q("finance.discount", "1/yr", 12, "r", "discount rate, nominal").within(0.0, 2.0),
    q("finance.life.{building,tools,servers}", "yr", 12, "life", "life in the tax books").within(0.25, 200.0),
    share("finance.reequip.{logic,hbm,packaging}", 12, "ρ", "share of a line's tool cost that a change of node takes"),
    q("finance.reequip.every", "yr", 12, "Y", "time between two changes of node").within(0.25, 200.0),
    word("finance.terminal", Form::Word(&TERMINALS), 12, "V", "what stands at the end is valued by its margin, by its book value, or not at all").or("margin"),
    // 13. Events
    word("event.*.label", Form::Text, 13, "k", "name of the event for people"),
    q("event.*.hazard", "1/yr", 13, "", "expected arrivals a year; after the dated one, if there is a date").or("0 /yr").within(0.0, 50.0),
    when("event.*.date", 13, "", "month in which it comes for certain").absent(),
    when("event.*.period.*.from", 13, "", "first month of a period with a hazard of its own"),
    q("event.*.period.*.hazard", "1/yr", 13, "", "expected arrivals a year from then on").within(0.0, 50.0),
    q("event.*.duration", "month", 13, "", "months that it lasts"),
    share("event.*.severity", 13, "", "share lost while it lasts"),
    word("event.*.effect.*.on", Form::Word(EFFECTS), 13, "", "what it acts on"),
    word("event.*.effect.*.of", Form::Text, 13, "", "region, equipment class or investor that it acts on").absent(),
    word("event.*.effect.*.to", Form::Name("region"), 13, "", "region that tools are kept from").absent(),
    share("event.*.effect.*.severity", 13, "", "share lost there, if not the event's").absent(),
    // 14. Verdict
    word("target.*.label", Form::Text, 14, "", "the target in words"),
    word("target.*.outcome", Form::Text, 14, "", "outcome that is compared"),
    q("target.*.at_least", "", 14, "", "smallest value that meets the target, in the outcome's unit").within(f64::NEG_INFINITY, f64::INFINITY),
];

const _: () = assert!(CLASSES.len() == 5 && SKILLS.len() == 3);
