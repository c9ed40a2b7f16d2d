//! Accelerators (model §6): packaging, memory and assembly.

use crate::demand::World;
use crate::flows::{Amount, Generation};
use crate::lanes::{Lanes, ONE, part};

/// Capacity of own and merchant packaging this month \[packages\].
#[derive(Clone, Copy, Debug)]
pub struct Capacity {
    /// Own plants.
    pub own: Lanes,
    /// The programme's share of the merchants.
    pub merchant: Lanes,
}

/// What packaging and assembly did this month.
#[derive(Clone, Copy, Debug)]
pub struct Assembled {
    /// Packages assembled, good or not, `n`.
    pub packages: Lanes,
    /// Packages from own plants.
    pub own: Lanes,
    /// Stacks bought from merchants.
    pub stacks_bought: Lanes,
    /// Good accelerators.
    pub made: Amount,
    /// Shares of merchant packaging and memory used, `v_pk, v_hb`; 0 for logic.
    pub used: [Lanes; 3],
}

/// What a run uses of §6.
#[derive(Clone, Copy, Debug)]
pub struct PackagingTerms {
    /// `y_p`.
    pub assembly_yield: Lanes,
    /// `s_m`.
    pub merchant_share: Lanes,
    /// `n_s`.
    pub stacks_per_wafer: Lanes,
}

/// Assembles what dies, stacks and packaging allow (model §6); takes them out of stock.
#[inline(always)]
pub fn assemble(
    terms: &PackagingTerms,
    generation: &Generation,
    world: &World,
    chips: &[Lanes; 3],
    own: Lanes,
    dies: &mut Lanes,
    stacks: &mut Lanes,
) -> Assembled {
    let per_month = 1.0 / 12.0;
    let merchant_packaging = generation.per_wafer * world.packaging * chips[0] * per_month;
    let merchant_stacks = world.hbm * chips[1] * terms.stacks_per_wafer * per_month;
    let capacity = Capacity {
        own,
        merchant: terms.merchant_share * merchant_packaging,
    };
    let cap = capacity.own + capacity.merchant;
    let by_dies = *dies / generation.dies;
    // Stacks bought = min(s_m·K_hb·n_s/12, (s·min(dies/d, cap) - stacks)⁺)
    let wanted = generation.stacks * by_dies.min(cap) - *stacks;
    let stacks_bought = (terms.merchant_share * merchant_stacks).min(wanted.positive());
    *stacks += stacks_bought;
    let packages = by_dies.min(*stacks / generation.stacks).min(cap);
    *dies = (*dies - packages * generation.dies).positive();
    *stacks = (*stacks - packages * generation.stacks).positive();
    let good = packages * terms.assembly_yield;
    Assembled {
        packages,
        own: packages.min(capacity.own),
        stacks_bought,
        made: Amount {
            units: good,
            h100e: good * generation.h100e / 1e6,
            power: good * generation.power / 1e6,
        },
        used: [
            part((packages - capacity.own).positive(), merchant_packaging).min(ONE),
            part(stacks_bought, merchant_stacks).min(ONE),
            crate::lanes::ZERO,
        ],
    }
}
