//! The plan's progress, kept once for all draws.
//!
//! With all groups lifted no project waits, none is early or late, and its progress takes no random
//! number: only prices differ between draws. The book holds the months of all
//! projects as sums by region and kind, so that the run of the plan need not look at each.

use super::Projects;
use super::campus::PlannedCampus;
use super::chain::{Built, Site, Wants};
use super::live::Capacity;
use super::planned::{PlannedChain, PlannedState, reached};
use crate::flows::{ENGINEERS, Kind, N_CLASSES, TECHNICIANS, TRADES};
use crate::isa::dispatch;
use crate::lanes::{Lanes, ONE, ZERO};

/// The plan's progress, month by month.
#[derive(Clone, Debug)]
pub struct Book {
    /// Region and kind of each column.
    columns: Vec<(usize, Kind)>,
    months: Vec<Vec<Entry>>,
}

/// Sums over the projects of a region and kind, in the kind's unit of capacity.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Capacity-weighted progress that would be made without a cap: permit, building, installation.
    needed: [f64; 3],
    /// The progress made.
    made: [f64; 3],
    /// Capacity in building; of campuses the work a year [GW a year].
    building: f64,
    /// Capacity from installation to the end of the ramp; of campuses what is still to be fitted out.
    installing: f64,
    /// Capacity ramped; of campuses what is fitted out.
    ramped: f64,
    /// Capacity installed where enough is installed to qualify, and where the ramp is over.
    staffed: [f64; 2],
    /// Usable at the end of the month.
    usable: f64,
}

impl Book {
    /// The book of a plan, if there is one.
    pub fn new(projects: &Projects, months: usize) -> Option<Book> {
        if projects.list.is_empty() {
            return None;
        }
        let mut columns: Vec<(usize, Kind)> = projects
            .list
            .iter()
            .map(|project| (project.region, project.kind))
            .collect();
        columns.sort_unstable();
        columns.dedup();
        let mut book = Book {
            months: vec![vec![Entry::default(); columns.len()]; months],
            columns,
        };
        for project in &projects.list {
            let key = (project.region, project.kind);
            let column = book.columns.iter().position(|&c| c == key)?;
            let mut state = PlannedState::NONE;
            for (t, entries) in book.months.iter_mut().enumerate() {
                let last = state.opened(&project.chain, t);
                state = last.next(&project.chain, t);
                entries[column].add(&project.chain, &last, &state, t);
            }
        }
        Some(book)
    }

    fn entries(&self, month: usize) -> impl Iterator<Item = (usize, Kind, &Entry)> {
        let columns = self.columns.iter().zip(&self.months[month]);
        columns.map(|(&(region, kind), entry)| (region, kind, entry))
    }
}

impl Entry {
    fn add(&mut self, chain: &PlannedChain, last: &PlannedState, next: &PlannedState, t: usize) {
        let k = chain.capacity;
        if last.permits(chain, t) {
            self.needed[0] += k / chain.permit;
        }
        self.made[0] += k * (next.permit - last.permit);
        self.made[2] += next.installed - last.installed;
        match &chain.campus {
            Some(campus) => self.add_campus(chain, campus, last, next, t),
            None => self.add_plant(chain, last, next, t),
        }
        let with_permit = PlannedState {
            permitted_in: next.permitted_in,
            ..*last
        };
        let ahead = match last.builds() {
            true => f64::min(last.build + 1.0 / chain.build, 1.0),
            false => last.build,
        };
        self.needed[2] += with_permit.room(chain, t as f64, ahead, next.halls);
        self.usable += next.usable(chain);
    }

    fn add_plant(
        &mut self,
        chain: &PlannedChain,
        last: &PlannedState,
        next: &PlannedState,
        t: usize,
    ) {
        let k = chain.capacity;
        if last.builds() {
            self.needed[1] += k / chain.build;
            self.building += k;
        }
        self.made[1] += k * (next.build - last.build);
        let ramped = reached(last.ramp, 1.0);
        if ramped {
            self.ramped += k;
            self.staffed[1] += last.installed;
        } else if chain.active(t) && reached(last.build, chain.install_from) {
            self.installing += k;
        }
        if last.qualifiable(chain, t) {
            self.staffed[0] += last.installed;
        }
    }

    fn add_campus(
        &mut self,
        chain: &PlannedChain,
        campus: &PlannedCampus,
        last: &PlannedState,
        next: &PlannedState,
        t: usize,
    ) {
        let k = chain.capacity;
        let [at_first_block, per_hall] = campus.work(k, chain.build);
        if last.builds() {
            self.needed[1] += k * at_first_block / chain.build;
            self.building += 12.0 * k * at_first_block / chain.build;
        }
        self.made[1] += k * at_first_block * (next.build - last.build);
        if last.raises(chain) {
            self.needed[1] += k * per_hall * campus.pace;
            self.building += 12.0 * k * per_hall * campus.pace;
            self.made[1] += k * per_hall * (next.halls - last.halls);
        }
        if chain.active(t) && reached(last.build, chain.install_from) {
            self.installing += k - last.installed;
        }
        self.ramped += last.installed;
        self.staffed = self.staffed.map(|staffed| staffed + last.installed);
    }
}

dispatch! {
    /// What all projects want on the plan's own dates; see [`Site::survey`].
    pub fn survey(book: &Book, site: &Site, wants: &mut Wants) {
        wants.clear();
        for (region, kind, entry) in book.entries(site.t) {
            let cost = &site.costs[region][kind as usize];
            let [permit, build, install] = entry.needed;
            let spend = site.terms.kinds[kind as usize].permit_spend;
            let building = spend * permit + (ONE - spend) * build;
            wants.work += site.escalation * (cost.building * building + cost.tools * install);
            let posts = &site.posts[kind as usize];
            let here = &mut wants.posts[region];
            here[TRADES] += site.crews[region][kind as usize] * entry.building;
            let running = posts.engineers_run * entry.ramped;
            here[ENGINEERS] += posts.engineers_install * entry.installing + running;
            here[TECHNICIANS] += posts.technicians * entry.staffed[0];
            let running_posts = &mut wants.running_posts[region];
            running_posts[ENGINEERS] += running;
            running_posts[TECHNICIANS] += posts.technicians * entry.staffed[1];
        }
    }
}

dispatch! {
    /// What building does on the plan's own dates; see [`Site::build`] and [`Site::install`].
    pub fn build(book: &Book, site: &Site, built: &mut Built) {
        for (region, kind, entry) in book.entries(site.t) {
            let cost = &site.costs[region][kind as usize];
            let [permit, build, install] = entry.made;
            let spend = site.terms.kinds[kind as usize].permit_spend;
            let building = spend * permit + (ONE - spend) * build;
            let bill = site.escalation * cost.building * building;
            let plant = site.escalation * cost.tools * install;
            built.building += bill;
            built.plant += plant;
            built.eligible[region][kind as usize] += bill + plant;
            if kind.has_tools() {
                for e in 0..N_CLASSES {
                    if let Some(need) = site.need[kind as usize][e] {
                        built.installed[e] += need * install;
                    }
                }
            }
        }
    }
}

dispatch! {
    /// Capacity on the plan's own dates, also by project for lines of wafers.
    pub fn capacity(
        book: &Book,
        projects: &Projects,
        month: usize,
        capacity: &mut Capacity,
        of_lines: &mut [Lanes],
    ) {
        capacity.clear();
        for (region, kind, entry) in book.entries(month) {
            capacity.add(region, kind, Lanes::splat(entry.usable));
        }
        let planned = projects.cards.iter().zip(projects.planned(month));
        for (slot, (card, &usable)) in of_lines.iter_mut().zip(planned) {
            if card.kind.makes_wafers() {
                *slot = Lanes::splat(usable);
            }
        }
    }
}

/// Building and tool cost of a unit of capacity before escalation, without overrun [10⁹ USD].
#[derive(Clone, Copy, Debug)]
pub struct UnitCost {
    /// `c·β·b`.
    pub building: Lanes,
    /// `c·(1-β)`.
    pub tools: Lanes,
}

impl UnitCost {
    /// Where nothing is built.
    pub const NONE: UnitCost = UnitCost {
        building: ZERO,
        tools: ZERO,
    };
}
