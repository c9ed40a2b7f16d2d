//! Which projects need a look this month: started in some draw and not complete in all.
//!
//! What is complete no longer changes; its posts and capacity are kept as sums. A lane's sums are
//! made when its own projects are complete, so that their rounding does not depend on its
//! neighbours.
//!
//! Projects are looked at in plan order, for the same reason.

use super::chain::{PostTerms, Site};
use super::stage::{Reached, Stage};
use super::{Progress, Projects};
use crate::flows::{ENGINEERS, Kind, N_SKILLS, TECHNICIANS};
use crate::isa::dispatch;
use crate::lanes::{Lanes, ZERO};

/// Projects under way, and sums over those that are complete; state.
#[derive(Clone, Debug)]
pub struct Live {
    /// Positions in the plan, in plan order.
    pub under_way: Vec<usize>,
    /// What each project has reached.
    pub reached: Vec<Reached>,
    /// Stage of each project under way, from the end of last month.
    pub stages: Vec<Stage>,
    /// Whether some project was completed in some draw this month.
    pub(super) completing: bool,
    /// Posts of complete projects, by region and skill \[FTE\].
    pub posts: Vec<[Lanes; N_SKILLS]>,
    complete: Capacity,
}

/// Capacity usable at the end of a month.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// By kind.
    pub usable: [Lanes; 4],
    /// Packaging by region \[kwpm\].
    pub packaging: Vec<Lanes>,
    /// Data centres by region \[GW\].
    pub datacentres: Vec<Lanes>,
}

impl Live {
    /// Nothing has started.
    pub fn new(regions: usize, projects: usize) -> Live {
        Live {
            under_way: Vec::with_capacity(projects),
            reached: vec![Reached::default(); projects],
            stages: vec![Stage::default(); projects],
            completing: false,
            posts: vec![[ZERO; N_SKILLS]; regions],
            complete: Capacity::none(regions),
        }
    }

    /// Takes up a project that starts in some draws for the first time, in its place in the plan.
    #[inline(always)]
    pub(super) fn take_up(&mut self, site: &Site, j: usize) {
        if !self.reached[j].started.any() {
            self.reached[j] = site.before_start(j);
            let place = self.under_way.partition_point(|&other| other < j);
            self.under_way.insert(place, j);
        }
    }
}

dispatch! {
    /// Adds what is newly complete to the sums; lays aside the projects that are so in all draws.
    pub fn settle(
        live: &mut Live,
        projects: &Projects,
        progress: &[Progress],
        posts: &[PostTerms; 4],
    ) {
        if !live.completing {
            return;
        }
        let Live { under_way, reached, posts: sums, complete, .. } = live;
        under_way.retain(|&j| {
            let done = reached[j].complete();
            let newly = done & !reached[j].settled;
            if newly.any() {
                let card = &projects.cards[j];
                let terms = &posts[card.kind as usize];
                let sums = &mut sums[card.region()];
                sums[ENGINEERS] += newly.of(terms.engineers_run * card.capacity);
                sums[TECHNICIANS] += newly.of(terms.technicians * card.capacity);
                let usable = newly.of(progress[j].usable);
                complete.add(card.region(), card.kind, usable);
                reached[j].settled = done;
            }
            !done.all()
        });
    }
}

dispatch! {
    /// Capacity usable at the end of a month, also by project for lines of wafers.
    pub fn sum_capacity(
        live: &Live,
        projects: &Projects,
        progress: &[Progress],
        capacity: &mut Capacity,
        of_lines: &mut [Lanes],
    ) {
        capacity.clone_from(&live.complete);
        for &j in &live.under_way {
            if !live.stages[j].produces.any() {
                continue;
            }
            let (card, usable) = (&projects.cards[j], progress[j].usable);
            if card.kind.makes_wafers() {
                of_lines[j] = usable;
            }
            let counted = (!live.reached[j].settled).of(usable);
            capacity.add(card.region(), card.kind, counted);
        }
    }
}

impl Capacity {
    /// Nothing built.
    pub fn none(regions: usize) -> Capacity {
        Capacity {
            usable: [ZERO; 4],
            packaging: vec![ZERO; regions],
            datacentres: vec![ZERO; regions],
        }
    }

    /// Finished data centres `P` \[GW\].
    #[inline(always)]
    pub fn finished(&self) -> Lanes {
        self.usable[Kind::Datacentre as usize]
    }

    /// Forgets everything.
    #[inline(always)]
    pub fn clear(&mut self) {
        self.usable = [ZERO; 4];
        self.packaging.fill(ZERO);
        self.datacentres.fill(ZERO);
    }

    /// Adds capacity of a region and kind.
    #[inline(always)]
    pub fn add(&mut self, region: usize, kind: Kind, usable: Lanes) {
        self.usable[kind as usize] += usable;
        match kind {
            Kind::Packaging => self.packaging[region] += usable,
            Kind::Datacentre => self.datacentres[region] += usable,
            Kind::Fab | Kind::Hbm => {}
        }
    }
}
