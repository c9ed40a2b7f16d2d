//! How every project of one draw got on: when it passed each stage, and what held it.

use super::{Run, State};
use crate::flows::NEAR;
use crate::model::Model;
use crate::relax::{Group, N_GROUPS};

/// A stage that a project passes once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Work on it begins.
    Start,
    /// The permit is there.
    Permit,
    /// The building is done.
    Building,
    /// All its tools, or servers' plant, are installed.
    Tools,
    /// The first capacity can be used.
    Production,
    /// Half of its capacity can be used.
    Half,
}

/// Every stage, in order.
pub const STAGES: [Stage; 6] = [
    Stage::Start,
    Stage::Permit,
    Stage::Building,
    Stage::Tools,
    Stage::Production,
    Stage::Half,
];

/// The projects of a draw, in plan order.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// Month in which each stage is reached, by project and place in [`STAGES`].
    pub reached: Vec<[Option<usize>; STAGES.len()]>,
    /// The same on the plan's own dates.
    pub planned: Vec<[Option<usize>; STAGES.len()]>,
    /// Months from the planned start to half capacity in which each group held the project most, by
    /// project and group; in the last place those in which nothing did.
    pub held: Vec<[u32; N_GROUPS + 1]>,
    /// Shares of the needs of each month that money was there for, in the order of [`NEEDS`].
    pub funded: Vec<[f64; NEEDS.len()]>,
}

/// Needs of a month in the order in which they are served (model §1).
pub const NEEDS: [&str; 5] = ["operate", "equip", "order", "tools", "work"];

impl Watch {
    pub(super) fn new(model: &Model) -> Watch {
        let n = model.projects.list.len();
        let mut planned = vec![[None; STAGES.len()]; n];
        for (project, reached) in model.projects.list.iter().zip(&mut planned) {
            let (chain, k) = (&project.chain, project.capacity);
            let mut state = crate::projects::planned::PlannedState::NONE;
            for month in 0..model.months {
                state = state.next(chain, month);
                let passed = [
                    month as i32 >= project.planned_start,
                    state.permit >= 1.0,
                    state.build >= 1.0,
                    state.installed >= k,
                    state.usable(chain) > NEAR * k,
                    state.usable(chain) >= k * (0.5 - NEAR),
                ];
                note(reached, passed, month);
            }
        }
        Watch {
            reached: vec![[None; STAGES.len()]; n],
            planned,
            held: vec![[0; N_GROUPS + 1]; n],
            funded: Vec::with_capacity(model.months),
        }
    }

    pub(super) fn note(&mut self, model: &Model, month: usize, state: &State, run: &Run) {
        self.funded
            .push(state.scratch.funded.map(|share| share.0[0]));
        for (j, project) in model.projects.list.iter().enumerate() {
            let (here, k) = (&state.progress[j], project.capacity);
            let started = run.starts[j].0[0] <= month as f64;
            let passed = [
                started,
                here.permit.0[0] >= 1.0,
                here.build.0[0] >= 1.0,
                here.installed.0[0] >= k,
                here.usable.0[0] > NEAR * k,
                here.usable.0[0] >= k * (0.5 - NEAR),
            ];
            let is_open = self.reached[j][Stage::Half as usize].is_none();
            if is_open && month as i32 >= project.planned_start {
                // What is due and not started waits for its sponsor, or for money.
                let group = match started {
                    true => usize::from(state.scratch.built.held_by[j]),
                    false if state.starts.held_by_sponsor(j) => Group::Sponsor as usize,
                    false => Group::Capital as usize,
                };
                self.held[j][group] += 1;
            }
            note(&mut self.reached[j], passed, month);
        }
    }
}

fn note(reached: &mut [Option<usize>; STAGES.len()], passed: [bool; STAGES.len()], month: usize) {
    for (slot, passed) in reached.iter_mut().zip(passed) {
        if passed && slot.is_none() {
            *slot = Some(month);
        }
    }
}
