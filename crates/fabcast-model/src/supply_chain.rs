//! Equipment (model §3): orders, backlogs shared with the world, deliveries, growth.

use crate::declare::parameters;
use crate::delay::DELTA;
use crate::flows::{N_CLASSES, TOOLED, ToolBudget, ToolNeeds};
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
}

impl Equipment {
    pub(crate) fn read(reader: &mut Reader) -> Equipment {
        Equipment {
            classes: CLASSES.map(|class| ClassParameters::read(reader, &[class])),
            scanners: CLASSES.map(|class| Scanner::read(reader, &[class])),
            needs: CLASSES
                .map(|class| TOOLED.map(|kind| Need::read(reader, &[class, kind.name()]))),
            market: Market::read(reader, &[]),
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
        let MarketTerms { deposit, priority } = equipment.market.terms(values);
        EquipmentTerms {
            price,
            need,
            deposit,
            priority,
            classes,
            slowest: math::scalar::pow(0.95, DELTA),
        }
    }
}

/// Orders, backlogs and suppliers of one class; state.
#[derive(Clone, Debug)]
pub struct ClassState {
    /// Capacity of the suppliers `Q` [units a month].
    pub capacity: Lanes,
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

    /// Orders join the backlogs, and the suppliers offer what they can make (model §3).
    #[inline(always)]
    pub fn offer(
        &mut self,
        terms: &EquipmentTerms,
        month: usize,
        shipping: Lanes,
        extra: f64,
    ) -> Offer {
        let slot = month % self.transit.len();
        self.programme += self.transit[slot];
        self.transit[slot] = ZERO;
        self.world += self.world_orders;
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

    /// Suppliers follow the backlogs left at the month's end.
    #[inline(always)]
    pub fn grow(&mut self, terms: &EquipmentTerms, class: usize) {
        // Q* = (B^prog + B^world)/τ_b, smoothed three times
        let of = &terms.classes[class];
        let mut above = (self.programme + self.world) / of.backlog_time;
        for stage in &mut self.smoothed {
            *stage += (above - *stage) * of.smoothing;
            above = *stage;
        }
        let slowest = self.capacity * terms.slowest;
        self.capacity = above.max(slowest).min(self.capacity * of.fastest);
    }
}
