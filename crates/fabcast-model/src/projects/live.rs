//! Which projects need a look this month: started in some draw and not complete in all.
//!
//! What is complete no longer changes; its posts and capacity are kept as sums. A lane's sums are
//! made when its own projects are complete, so that their rounding does not depend on its
//! neighbours.
//!
//! Projects are looked at in plan order, for the same reason, and in a step only if some draw takes it.

use super::chain::{PostTerms, Site};
use super::stage::{Stage, Step};
use super::{Kind, Progress, Project};
use crate::isa::dispatch;
use crate::lanes::{Lanes, Mask, ZERO};
use crate::relax::{Group, Relax};
use crate::talent::{ENGINEERS, N_SKILLS, TECHNICIANS};

/// What happens to stages during a month; it counts from the next one on.
#[derive(Debug)]
pub struct Changes<'a> {
    changed: &'a mut [bool],
    permitted: &'a mut Vec<usize>,
}

impl Changes<'_> {
    /// A project passes a threshold in some draw.
    #[inline(always)]
    pub fn note(&mut self, j: usize) {
        self.changed[j] = true;
    }

    /// A project is permitted in some draw.
    #[inline(always)]
    pub fn permit(&mut self, j: usize) {
        self.changed[j] = true;
        self.permitted.push(j);
    }
}

/// Projects under way, and sums over those that are complete; state.
#[derive(Clone, Debug)]
pub struct Live {
    /// Positions in the plan, in plan order.
    pub under_way: Vec<usize>,
    /// Stage of each project, from the end of last month.
    pub stages: Vec<Stage>,
    /// Projects permitted in some draw this month, in plan order.
    pub permitted: Vec<usize>,
    /// Whether a project has passed a threshold in some draw.
    changed: Vec<bool>,
    /// Steps that some draw takes, a bit for each, by project.
    steps: Vec<u8>,
    /// First project that has started in no draw.
    pub next: usize,
    /// In which draws each project is complete and part of the sums.
    pub settled: Vec<Mask>,
    /// Posts of complete projects, by region and skill \[FTE\].
    pub posts: Vec<[Lanes; N_SKILLS]>,
    complete: Capacity,
}

/// Capacity usable at the end of a month.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// By kind, really built.
    pub built: [Lanes; 4],
    /// By kind, grants of relaxed groups included.
    pub available: [Lanes; 4],
    /// Packaging by region \[kwpm\], grants included.
    pub packaging: Vec<Lanes>,
    /// Data centres by region \[GW\], grants included.
    pub datacentres: Vec<Lanes>,
}

impl Live {
    /// Nothing has started.
    pub fn new(regions: usize, projects: usize) -> Live {
        Live {
            settled: vec![Mask::NONE; projects],
            under_way: Vec::with_capacity(projects),
            stages: vec![Stage::NONE; projects],
            permitted: Vec::new(),
            changed: vec![false; projects],
            steps: vec![0; projects],
            next: 0,
            posts: vec![[ZERO; N_SKILLS]; regions],
            complete: Capacity::none(regions),
        }
    }

    /// A project starts in some draw.
    pub fn start(&mut self, j: usize) {
        self.changed[j] = true;
    }

    /// Projects that some draw has in a step, in plan order.
    #[inline(always)]
    pub fn at(&self, step: Step) -> impl Iterator<Item = usize> {
        listed(&self.under_way, &self.steps, step)
    }

    /// Whether some draw has a project in a step.
    #[inline(always)]
    pub fn takes(&self, j: usize, step: Step) -> bool {
        self.steps[j] & step.bit() != 0
    }

    /// [`at`](Self::at) with the stages, and what is to be told of changes.
    #[inline(always)]
    pub fn split(&mut self, step: Step) -> (impl Iterator<Item = usize>, &[Stage], Changes<'_>) {
        let changes = Changes {
            changed: &mut self.changed,
            permitted: &mut self.permitted,
        };
        let list = listed(&self.under_way, &self.steps, step);
        (list, &self.stages, changes)
    }
}

#[inline(always)]
fn listed(under_way: &[usize], steps: &[u8], step: Step) -> impl Iterator<Item = usize> {
    let takes = move |j: &usize| steps[*j] & step.bit() != 0;
    under_way.iter().copied().filter(takes)
}

impl Site<'_> {
    /// Takes up the projects that have started in some draw (they start in plan order), and finds the
    /// stages that have changed.
    #[inline(always)]
    pub fn open(&self, progress: &[Progress], started: Lanes, live: &mut Live) {
        let most = started.0.iter().fold(0.0_f64, |a, &b| a.max(b)) as usize;
        live.under_way.extend(live.next..most);
        live.next = live.next.max(most);
        for &j in &live.under_way {
            if live.changed[j] || self.month as f64 >= live.stages[j].connects_in {
                (live.stages[j], live.steps[j]) =
                    self.stage(j, &progress[j], started, live.settled[j]);
                live.changed[j] = false;
            }
        }
    }
}

dispatch! {
    /// Adds what is newly complete to the sums; lays aside the projects that are so in all draws.
    pub fn settle(
        live: &mut Live,
        projects: &[Project],
        progress: &[Progress],
        posts: &[PostTerms; 4],
    ) {
        let Live {
            under_way,
            changed,
            settled,
            posts: sums,
            complete,
            ..
        } = live;
        let mut kept = 0;
        for i in 0..under_way.len() {
            let j = under_way[i];
            if !changed[j] {
                under_way[kept] = j;
                kept += 1;
                continue;
            }
            let (project, here) = (&projects[j], &progress[j]);
            let done = here.usable.ge(Lanes::splat(project.capacity)) & here.ramped();
            let newly = done & !settled[j];
            if newly.any() {
                let terms = &posts[project.kind as usize];
                let sums = &mut sums[project.region];
                sums[ENGINEERS] += newly.of(terms.engineers_run * project.capacity);
                sums[TECHNICIANS] += newly.of(terms.technicians * project.capacity);
                let usable = newly.of(here.usable);
                complete.add(project, usable, usable);
                settled[j] = done;
            }
            if !done.all() {
                under_way[kept] = j;
                kept += 1;
            }
        }
        under_way.truncate(kept);
    }
}

dispatch! {
    /// Capacity usable at the end of a month, also by project for lines of wafers: what is built,
    /// and with packaging or power relaxed at least what was planned (model §14).
    pub fn sum_capacity(
        live: &Live,
        projects: &[Project],
        progress: &[Progress],
        relax: Relax,
        month: usize,
        capacity: &mut Capacity,
        available: &mut [Lanes],
    ) {
        capacity.clone_from(&live.complete);
        for j in live.at(Step::Produce) {
            let usable = progress[j].usable;
            available[j] = usable;
            let counted = (!live.settled[j]).of(usable);
            capacity.add(&projects[j], counted, counted);
        }
        if !relax.lifts(Group::Packaging) && !relax.lifts(Group::Power) {
            return;
        }
        for (j, project) in projects.iter().enumerate() {
            let granted = match project.kind {
                Kind::Fab => false,
                Kind::Hbm | Kind::Packaging => relax.lifts(Group::Packaging),
                Kind::Datacentre => relax.lifts(Group::Power),
            };
            if granted {
                let usable = progress[j].usable;
                available[j] = usable.max(Lanes::splat(project.planned_path[month]));
                capacity.add(project, ZERO, available[j] - usable);
            }
        }
    }
}

impl Capacity {
    /// Nothing built.
    pub fn none(regions: usize) -> Capacity {
        Capacity {
            built: [ZERO; 4],
            available: [ZERO; 4],
            packaging: vec![ZERO; regions],
            datacentres: vec![ZERO; regions],
        }
    }

    /// Finished data centres `P` \[GW\], grants included.
    #[inline(always)]
    pub fn finished(&self) -> Lanes {
        self.available[Kind::Datacentre as usize]
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        (self.built, self.available) = ([ZERO; 4], [ZERO; 4]);
        self.packaging.fill(ZERO);
        self.datacentres.fill(ZERO);
    }

    /// Adds capacity of a region and kind that is really built.
    pub fn add_sum(&mut self, region: usize, kind: Kind, usable: Lanes) {
        self.built[kind as usize] += usable;
        self.grant(region, kind, usable);
    }

    #[inline(always)]
    fn grant(&mut self, region: usize, kind: Kind, available: Lanes) {
        self.available[kind as usize] += available;
        match kind {
            Kind::Packaging => self.packaging[region] += available,
            Kind::Datacentre => self.datacentres[region] += available,
            Kind::Fab | Kind::Hbm => {}
        }
    }

    #[inline(always)]
    fn add(&mut self, project: &Project, built: Lanes, available: Lanes) {
        self.built[project.kind as usize] += built;
        self.grant(project.region, project.kind, available);
    }
}
