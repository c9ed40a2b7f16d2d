//! Equipment (model §3): orders, backlogs shared with the world, deliveries, growth.

use crate::delay::DELTA;
use crate::flows::{N_CLASSES, TOOLED, ToolBudget, ToolNeeds};
use crate::lanes::{Lanes, ONE, ZERO, part};
use crate::math;
use crate::parameter::CLASSES;
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// What §3 needs from the scenario, per class.
#[derive(Clone, Debug)]
pub struct Class {
    price: Option<ParamId>,
    need: [Option<ParamId>; 3],
    orders: ParamId,
    orders_growth: ParamId,
    growth: ParamId,
    expansion_delay: ParamId,
    backlog_time: ParamId,
    /// `l_e` \[months\].
    pub lead: usize,
}

/// What §3 needs from the scenario.
#[derive(Clone, Debug)]
pub struct Equipment {
    /// In the order of [`CLASSES`].
    pub classes: [Class; N_CLASSES],
    deposit: ParamId,
    priority: ParamId,
}

impl Equipment {
    pub(crate) fn read(reader: &mut Reader) -> Equipment {
        let classes = CLASSES.map(|class| {
            let path = |leaf: &str| format!("equipment.{class}.{leaf}");
            let scanner = matches!(class, "euv" | "duv");
            Class {
                price: scanner.then(|| reader.quantity(&path("price"))),
                need: TOOLED.map(|kind| {
                    let need = path(&format!("need.{}", kind.name()));
                    crate::parameter::row_of(&need).and_then(|_| reader.optional(&need))
                }),
                orders: reader.quantity(&path("orders")),
                orders_growth: reader.quantity(&path("orders_growth")),
                growth: reader.quantity(&path("growth")),
                expansion_delay: reader.quantity(&path("expansion_delay")),
                backlog_time: reader.quantity(&path("backlog_time")),
                lead: reader.whole(&path("lead")).max(1),
            }
        });
        Equipment {
            classes,
            deposit: reader.quantity("equipment.deposit"),
            priority: reader.quantity("equipment.priority"),
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
    backlog_time: [Lanes; N_CLASSES],
    smoothing: [Lanes; N_CLASSES],
    fastest: [Lanes; N_CLASSES],
    slowest: f64,
}

impl EquipmentTerms {
    /// Requirements and prices of this run's draws; tools add up to the budget of their kind.
    pub fn new(equipment: &Equipment, budgets: [ToolBudget; 3], values: &Values) -> Self {
        let classes = &equipment.classes;
        let price = std::array::from_fn(|e| classes[e].price.map_or(ONE, |id| values[id]));
        let need = std::array::from_fn(|k| {
            let ToolBudget { budget, remainder } = budgets[k];
            let others: Lanes = (0..N_CLASSES)
                .filter(|&e| Some(e) != remainder)
                .filter_map(|e| classes[e].need[k].map(|id| values[id] * price[e]))
                .fold(ZERO, |sum, cost| sum + cost);
            // Where scanners alone cost more than all tools may, all are scaled down.
            let scale = others.gt(budget).select(budget / others, ONE);
            std::array::from_fn(|e| {
                if Some(e) == remainder {
                    Some((budget - others).positive())
                } else {
                    classes[e].need[k].map(|id| values[id] * scale)
                }
            })
        });
        EquipmentTerms {
            price,
            need,
            deposit: values[equipment.deposit],
            priority: values[equipment.priority],
            backlog_time: std::array::from_fn(|e| values[classes[e].backlog_time]),
            smoothing: std::array::from_fn(|e| {
                Lanes::splat(3.0 * DELTA) / values[classes[e].expansion_delay]
            }),
            fastest: std::array::from_fn(|e| {
                math::pow(ONE + values[classes[e].growth], Lanes::splat(DELTA))
            }),
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
            transit: vec![ZERO; ids.lead],
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
        let mut above = (self.programme + self.world) / terms.backlog_time[class];
        for stage in &mut self.smoothed {
            *stage += (above - *stage) * terms.smoothing[class];
            above = *stage;
        }
        let slowest = self.capacity * terms.slowest;
        self.capacity = above.max(slowest).min(self.capacity * terms.fastest[class]);
    }
}
