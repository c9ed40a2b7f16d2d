//! Equipment (model §3): orders, backlogs shared with the world, deliveries, growth.

use crate::cycle::{Cycle, Swings};
use crate::declare::parameters;
use crate::delay::DELTA;
use crate::flows::{N_CLASSES, NEAR, TOOLED, ToolBudget, ToolNeeds};
use crate::lanes::{Lanes, ONE, ZERO, part};
use crate::math;
use crate::parameter::CLASSES;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

parameters! {
    /// A class of equipment that is counted in tools; others are counted in dollars.
    pub struct Scanner {
        price: Option<ParamId> = q("equipment.{euv,duv}.price", "bn$/tool", 3, "P_e", "price of a scanner").within(1e-9, 1e3);
    }
}

parameters! {
    /// A class of equipment.
    pub struct ClassParameters {
        orders: ParamId = q("equipment.{euv,duv}.orders", "tool/month", 3, "b(0)", "the world's orders at the start"),
            q("equipment.{front_end,packaging_tools,hbm_tools}.orders", "bn$/month", 3, "b(0)", "the world's orders at the start");
        orders_growth: ParamId = growth("equipment.*.orders_growth", 3, "g_b", "growth of the world's orders");
        growth: ParamId = growth("equipment.*.growth", 3, "g_e", "fastest growth of the suppliers");
        expansion_delay: ParamId = q("equipment.*.expansion_delay", "yr", 3, "τ_e", "delay of the suppliers' expansion").within(0.25, 50.0);
        backlog_time: ParamId = q("equipment.*.backlog_time", "month", 3, "τ_b", "months of backlog that suppliers aim at").within(0.1, 600.0);
        lead: usize = whole("equipment.*.lead", "month", 3, "l_e", "months from order to the deliverable backlog").within(1.0, 60.0);
        orders_response: Option<ParamId> = q("equipment.*.orders_response", "1", 3, "a_e", "elasticity of the world's orders to what others spend on AI; absent: 0").within(0.0, 3.0).absent().constant();
        orders_lag: Option<usize> = whole("equipment.*.orders_lag", "month", 3, "k_e", "months by which the orders follow it; absent: 1").within(1.0, 120.0).absent().constant();
        cycle: Option<ParamId> = q("equipment.*.cycle", "1", 3, "σ_e", "standard deviation of the class's own cycle of orders, in logarithms; absent: 0").within(0.0, 1.0).absent().constant();
        recovery: Option<ParamId> = q("equipment.*.recovery", "1/yr", 3, "g_r", "share of their former peak that suppliers can regain in a year; absent: below it they are as slow as beyond it").within(0.01, 1000.0).absent().constant();
        prepared: Option<ParamId> = q("equipment.*.prepared", "1", 3, "M(0)", "former peak of the suppliers over what they make at the start; absent: 1").within(1.0, 100.0).absent();
    }

    /// A class in a run.
    struct ClassTerms {
        /// Share of the way to what is aimed at that a stage of smoothing goes a month.
        smoothing: Lanes = Lanes::splat(3.0 * DELTA) / expansion_delay;
        /// `(1+g_e)^Δ`.
        fastest: Lanes = math::pow(ONE + growth, Lanes::splat(DELTA));
    }
}

parameters! {
    /// Tools of a class that a kind of project needs.
    pub struct Need {
        need: Option<ParamId> = q("equipment.{euv,duv}.need.{fab,hbm}", "tool/kwspm", 3, "u", "scanners per unit of capacity").absent(),
            q("equipment.{front_end,packaging_tools,hbm_tools}.need.{fab,hbm}", "bn$/kwspm", 3, "u", "tools per unit of capacity").absent(),
            q("equipment.{front_end,packaging_tools,hbm_tools}.need.packaging", "bn$/kwpm", 3, "u", "tools per unit of capacity").absent();
    }
}

parameters! {
    /// What all classes share.
    pub struct Market {
        deposit: ParamId = share("equipment.deposit", 3, "δ", "share of the price paid with the order");
        priority: ParamId = q("equipment.priority", "1", 3, "π", "weight of the programme's backlog against the world's").within(0.0, 1e6);
        cycle: Option<ParamId> = q("equipment.cycle", "1", 3, "σ_c", "standard deviation of the cycle of orders that all classes share, in logarithms; absent: 0").within(0.0, 1.0).absent().constant();
    }

    /// What a run uses of it.
    struct MarketTerms {}
}

/// What §3 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Equipment {
    /// In the order of [`CLASSES`].
    classes: [ClassParameters; N_CLASSES],
    scanners: [Scanner; N_CLASSES],
    /// By class and tooled kind.
    needs: [[Need; TOOLED.len()]; N_CLASSES],
    market: Market,
    /// The cycle that all classes share.
    common: Option<Cycle>,
    /// Those of the classes.
    own: [Option<Cycle>; N_CLASSES],
}

impl Equipment {
    pub(crate) fn read(reader: &mut Reader) -> Equipment {
        let classes = CLASSES.map(|class| ClassParameters::read(reader, &[class]));
        let market = Market::read(reader, &[]);
        let common = market.cycle.map(|_| Cycle::read(reader, "common"));
        let own = std::array::from_fn(|e| {
            let sd: Option<ParamId> = classes[e].cycle;
            sd.map(|_| Cycle::read(reader, CLASSES[e]))
        });
        Equipment {
            classes,
            common,
            own,
            scanners: CLASSES.map(|class| Scanner::read(reader, &[class])),
            needs: CLASSES
                .map(|class| TOOLED.map(|kind| Need::read(reader, &[class, kind.name()]))),
            market,
        }
    }
}

/// What a run uses of §3.
#[derive(Clone, Debug)]
pub struct EquipmentTerms {
    /// Price `P_e` before escalation [10⁹ USD].
    pub price: [Lanes; N_CLASSES],
    /// `u_{k,e}` of this run's draws.
    pub need: ToolNeeds,
    /// `δ`.
    pub deposit: Lanes,
    priority: Lanes,
    classes: [ClassTerms; N_CLASSES],
    /// `σ_c·x_c + σ_e·x_e` by class.
    swings: [Swings; N_CLASSES],
    slowest: f64,
}

impl EquipmentTerms {
    /// Requirements and prices of this run's draws; tools add up to the budget of their kind.
    pub fn new(equipment: &Equipment, budgets: [ToolBudget; 3], values: &Values) -> Self {
        let classes = (equipment.classes.each_ref()).map(|class| class.terms(values));
        let price = (equipment.scanners.each_ref())
            .map(|scanner| scanner.price.map_or(ONE, |id| values[id]));
        let needs = (equipment.needs.each_ref())
            .map(|by_kind| by_kind.each_ref().map(|of| of.need.map(|id| values[id])));
        let need = std::array::from_fn(|k| {
            let ToolBudget { budget, remainder } = budgets[k];
            let others: Lanes = (0..N_CLASSES)
                .filter(|&e| Some(e) != remainder)
                .filter_map(|e| needs[e][k].map(|need| need * price[e]))
                .fold(ZERO, |sum, cost| sum + cost);
            // Where scanners alone cost more than all tools may, all are scaled down.
            let scale = others.gt(budget).select(budget / others, ONE);
            std::array::from_fn(|e| {
                if Some(e) == remainder {
                    Some((budget - others).positive())
                } else {
                    needs[e][k].map(|need| need * scale)
                }
            })
        });
        let MarketTerms {
            deposit,
            priority,
            cycle,
        } = equipment.market.terms(values);
        let swings = |sd: Option<Lanes>, cycle: &Option<Cycle>| match (sd, cycle) {
            (Some(sd), Some(cycle)) => cycle.swings(values, sd),
            _ => Swings::default(),
        };
        let common = swings(cycle, &equipment.common);
        let swings =
            std::array::from_fn(|e| swings(classes[e].cycle, &equipment.own[e]).plus(&common));
        EquipmentTerms {
            swings,
            price,
            need,
            deposit,
            priority,
            classes,
            slowest: math::scalar::pow(0.95, DELTA),
        }
    }
}

impl EquipmentTerms {
    /// Whether orders of some class follow what others spend.
    pub fn answers(&self) -> bool {
        self.classes.iter().any(|of| of.orders_response.is_some())
    }

    /// `r(t-k_e)^a_e·exp(σ_c·x_c + σ_e·x_e)`: what a month's orders of the world are over their trend. `spending` has
    /// `ln r` of the months before.
    #[inline(always)]
    pub fn above_trend(&self, class: usize, month: usize, spending: &[Lanes]) -> Lanes {
        let of = &self.classes[class];
        let swings = &self.swings[class];
        if of.orders_response.is_none() && swings.are_none() {
            return ONE;
        }
        let mut log = swings.at(month);
        if let Some(response) = of.orders_response {
            let then = month.checked_sub(of.orders_lag.unwrap_or(1));
            // Before the first month others spent what was expected of them.
            log += then.map_or(ZERO, |then| response * spending[then]);
        }
        math::exp(log)
    }
}

/// Orders, backlogs and suppliers of one class; state.
#[derive(Clone, Debug)]
pub struct ClassState {
    /// Capacity of the suppliers `Q` [units a month].
    pub capacity: Lanes,
    /// `M`: its former peak.
    peak: Lanes,
    smoothed: [Lanes; 3],
    /// `B^prog`: the programme's deliverable backlog.
    pub programme: Lanes,
    /// `B^world`: the world's backlog.
    pub world: Lanes,
    /// What permitted projects have still to order.
    pub to_order: Lanes,
    /// Ordered, not yet deliverable; by the month in which it will be.
    transit: Vec<Lanes>,
    /// Delivered, not installed.
    pub store: Lanes,
    world_orders: Lanes,
    world_growth: Lanes,
}

/// What the suppliers offer this month.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    /// `V`: what the suppliers can ship.
    pub supply: Lanes,
    /// Offered to the programme.
    pub programme: Lanes,
}

impl ClassState {
    /// The suppliers at the start, in balance with the world's orders.
    pub fn new(equipment: &Equipment, class: usize, values: &Values) -> ClassState {
        let ids = &equipment.classes[class];
        let orders = values[ids.orders];
        let monthly = math::pow(ONE + values[ids.orders_growth], Lanes::splat(DELTA));
        ClassState {
            capacity: orders,
            peak: ids.prepared.map_or(orders, |id| values[id] * orders),
            smoothed: [orders; 3],
            programme: ZERO,
            world: values[ids.backlog_time] * orders,
            to_order: ZERO,
            transit: vec![ZERO; ids.lead.max(1)],
            store: ZERO,
            // b_e(0)·(1+g_b)^y with y = (t+½)Δ
            world_orders: orders * monthly.sqrt(),
            world_growth: monthly,
        }
    }

    /// Ordered, not yet deliverable.
    pub fn in_transit(&self) -> Lanes {
        self.transit.iter().fold(ZERO, |sum, &x| sum + x)
    }

    /// Orders join the backlogs, and the suppliers offer what they can make (model §3). The world orders `above_trend`
    /// times its trend.
    #[inline(always)]
    pub fn offer(
        &mut self,
        terms: &EquipmentTerms,
        month: usize,
        above_trend: Lanes,
        shipping: Lanes,
        extra: f64,
    ) -> Offer {
        let slot = month % self.transit.len();
        self.programme += self.transit[slot];
        self.transit[slot] = ZERO;
        self.world += self.world_orders * above_trend;
        self.world_orders *= self.world_growth;
        // V = min(Q·m, B^prog + B^world); `extra` is 0 but in an experiment
        let supply = ((self.capacity + extra) * shipping).min(self.programme + self.world);
        let weight = terms.priority * self.programme;
        let fair = self
            .programme
            .min(supply * part(weight, weight + self.world));
        let left = supply - fair;
        let programme = self
            .programme
            .min(fair + (left - self.world.min(left)).positive());
        Offer { supply, programme }
    }

    /// The programme takes a share of its offer, the world the rest; returns what was taken.
    #[inline(always)]
    pub fn accept(&mut self, offer: Offer, share: Lanes) -> Lanes {
        let accepted = share * offer.programme;
        self.programme = (self.programme - accepted).positive();
        self.store += accepted;
        self.world = (self.world - (offer.supply - accepted).positive()).positive();
        accepted
    }

    /// Orders a share of what is left to order; returns the amount.
    #[inline(always)]
    pub fn order(&mut self, month: usize, share: Lanes) -> Lanes {
        let ordered = share * self.to_order;
        self.to_order = (self.to_order - ordered).positive();
        let slot = month % self.transit.len();
        self.transit[slot] += ordered;
        ordered
    }

    /// Takes from the store what was installed. What rounding leaves of a used-up store is dropped: it would install a
    /// plant's first tool, and call people to it.
    #[inline(always)]
    pub fn take(&mut self, installed: Lanes) {
        let rest = self.store - installed;
        self.store = rest.gt(self.store * NEAR).select(rest, ZERO);
    }

    /// Suppliers follow the backlogs left at the month's end.
    #[inline(always)]
    pub fn grow(&mut self, terms: &EquipmentTerms, class: usize) {
        // Q* = (B^prog + B^world)/τ_b, smoothed three times
        let of = &terms.classes[class];
        let wanted = (self.programme + self.world) / of.backlog_time;
        let mut above = wanted;
        for stage in &mut self.smoothed {
            *stage += (above - *stage) * of.smoothing;
            above = *stage;
        }
        let fastest = self.capacity * of.fastest;
        let Some(recovery) = of.recovery else {
            let slowest = self.capacity * terms.slowest;
            self.capacity = above.max(slowest).min(fastest);
            return;
        };
        // Halls and people up to the former peak are there: what is made goes down and up with the backlog.
        let regained = self
            .peak
            .min(self.capacity + self.peak * (recovery * DELTA));
        self.capacity = wanted.min(self.peak.max(above)).min(fastest.max(regained));
        self.peak = self.peak.max(self.capacity);
    }
}
