//! The execution gap split by lifting limits, one after the other (model §14): the estimator that a run and
//! `fabcast gap` share.
//!
//! In an order of the groups each adds what lifting it brings when those before it are lifted already.
//! The mean over all orders is the Shapley value. Here it is the mean over some pairs of orders, an order and
//! its reverse, in which every group stands in every place equally often; whatever the orders, what the
//! groups bring adds up to the gap in every draw.

use std::collections::BTreeMap;

use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::relax::{ALL_GROUPS, Group, N_GROUPS, Relax};
use fabcast_model::uncertainty::{Draw, name_hash};

/// Every group once.
pub type Order = [Group; N_GROUPS];

/// Pairs of orders in which every group stands in every place equally often, at least.
pub const PAIRS: u64 = match N_GROUPS % 2 {
    0 => N_GROUPS as u64 / 2,
    _ => N_GROUPS as u64,
};

/// Draws from which a run takes its causes unless it is told otherwise: 144 with nine groups.
pub const DRAWS: u64 = 2 * N_GROUPS as u64 * LANES as u64;

/// Pairs of orders for so many draws, eight at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Draws that are taken, from the first.
    pub draws: u64,
    /// Pairs of orders for each eight draws.
    pub pairs: u64,
}

impl Schedule {
    /// As few pairs as balance needs: one for each eight draws where these are many, and what is over the last
    /// balanced number of draws is left out.
    ///
    /// ```
    /// use fabcast::lifting::{DRAWS, Schedule};
    /// assert_eq!(Schedule::of(DRAWS), Schedule { draws: DRAWS, pairs: 1 });
    /// assert_eq!(Schedule::of(DRAWS + 9).draws, DRAWS);
    /// ```
    pub fn of(draws: u64) -> Schedule {
        let lanes = LANES as u64;
        let eights = draws / lanes;
        match eights {
            0 => Schedule {
                draws,
                pairs: PAIRS,
            },
            _ if eights < PAIRS => Schedule {
                draws: eights * lanes,
                pairs: PAIRS / divisor(eights, PAIRS),
            },
            _ => Schedule {
                draws: (eights - eights % PAIRS) * lanes,
                pairs: 1,
            },
        }
    }

    /// A whole balanced set of pairs in every draw.
    pub fn whole(draws: u64) -> Schedule {
        Schedule {
            draws,
            pairs: PAIRS,
        }
    }

    /// A third of a balanced set for each eight draws; every three eights have a whole one.
    pub fn in_thirds(draws: u64) -> Schedule {
        const { assert!(PAIRS.is_multiple_of(3), "a balanced set has thirds") };
        Schedule {
            draws,
            pairs: PAIRS / 3,
        }
    }

    /// The first orders of the pairs of one eight.
    pub fn orders(self, seed: u64, eight: u64) -> impl Iterator<Item = Order> {
        (eight * self.pairs..(eight + 1) * self.pairs).map(move |pair| order(seed, pair))
    }
}

/// Greatest common divisor.
fn divisor(a: u64, b: u64) -> u64 {
    match b {
        0 => a,
        _ => divisor(b, a % b),
    }
}

/// The first order of a pair. Each [`PAIRS`] of them are rows of a balanced square (Williams 1949), whose
/// reverses are its other rows if the groups are even in number, over the groups as chance has shuffled them.
fn order(seed: u64, pair: u64) -> Order {
    let (block, row) = (pair / PAIRS, (pair % PAIRS) as usize);
    let draw = Draw {
        seed,
        number: block,
    };
    let chance = |group: &Group| draw.uniform(name_hash(&format!("lifting.{}", group.name())));
    let mut shuffled = ALL_GROUPS;
    shuffled.sort_by(|a, b| chance(a).total_cmp(&chance(b)));
    // 0, 1, n-1, 2, n-2, …
    std::array::from_fn(|place| {
        let step = match place % 2 {
            0 => N_GROUPS - place / 2,
            _ => place.div_ceil(2),
        };
        shuffled[(row + step) % N_GROUPS]
    })
}

/// Some values of eight draws under any set of limits lifted; each set is simulated when it is first asked for.
pub struct Game<F> {
    acting: Relax,
    lifted: Relax,
    simulate: F,
    known: BTreeMap<Relax, Vec<Lanes>>,
}

impl<F: FnMut(Relax) -> Vec<Lanes>> Game<F> {
    /// Of the groups that can act, in a run in which some are lifted anyhow.
    pub fn new(acting: Relax, lifted: Relax, simulate: F) -> Game<F> {
        Game {
            acting,
            lifted,
            simulate,
            known: BTreeMap::new(),
        }
    }

    /// Takes the values with nothing more lifted from a run that was made anyhow.
    pub fn learn(&mut self, values: Vec<Lanes>) {
        self.known.insert(self.lifted, values);
    }

    /// The values with a set lifted. What cannot act is as good as lifted, so that it adds nothing, not by rounding either.
    pub fn of(&mut self, relax: Relax) -> &[Lanes] {
        let free = self.acting.without(self.lifted);
        let lifted = match relax.and(free) {
            all if all == free => Relax::ALL,
            some => some.or(self.lifted),
        };
        let Game {
            simulate, known, ..
        } = self;
        known.entry(lifted).or_insert_with(|| simulate(lifted))
    }

    /// Sets simulated so far.
    pub fn n_sets(&self) -> usize {
        self.known.len()
    }

    /// What each group brings over some orders and their reverses, for each value.
    pub fn lift(&mut self, orders: impl IntoIterator<Item = Order>) -> Vec<Brought> {
        let n = self.of(Relax::NONE).len();
        let mut all = vec![Brought::NOTHING; n];
        let mut count = 0.0;
        for order in orders {
            let mut reverse = order;
            reverse.reverse();
            for order in [order, reverse] {
                self.add(&order, &mut all);
                count += 1.0;
            }
        }
        for brought in &mut all {
            brought.parts = brought.parts.map(|part| part / Lanes::splat(count));
        }
        all
    }

    fn add(&mut self, order: &Order, all: &mut [Brought]) {
        let mut lifted = Relax::NONE;
        let mut before = self.of(lifted).to_vec();
        for (place, &group) in order.iter().enumerate() {
            lifted = lifted.with(group);
            let after = self.of(lifted).to_vec();
            for ((brought, &before), &after) in all.iter_mut().zip(&before).zip(&after) {
                let change = after - before;
                brought.parts[group as usize] += change;
                if place == 0 {
                    brought.alone[group as usize] = Some(change);
                }
                if place == N_GROUPS - 1 {
                    brought.last[group as usize] = Some(change);
                }
            }
            before = after;
        }
    }
}

/// What the groups bring of a value in eight draws.
#[derive(Clone, Copy, Debug)]
pub struct Brought {
    /// By group, the mean over the orders; they add up to the gap.
    pub parts: [Lanes; N_GROUPS],
    /// What lifting a group alone adds, of those that come first in an order.
    pub alone: [Option<Lanes>; N_GROUPS],
    /// What a group alone takes from the plan, of those that come last in an order.
    pub last: [Option<Lanes>; N_GROUPS],
}

impl Brought {
    const NOTHING: Brought = Brought {
        parts: [Lanes::splat(0.0); N_GROUPS],
        alone: [None; N_GROUPS],
        last: [None; N_GROUPS],
    };
}

#[cfg(test)]
mod tests;
