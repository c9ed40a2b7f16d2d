//! How far projects get in a month (model §2.1-2.5).
//!
//! A project's stages are those of last month's end (`stage.rs`), so that none sees what another
//! did this month; the draws that are not in a stage get a rate of 0.

use super::campus::CampusTerm;
use super::chain::{Built, Pace, Site};
use super::live::Live;
use super::stage::{Reached, Stage, ended};
use super::{Card, Progress, capped, reached};
use crate::flows::{ENGINEERS, N_CLASSES, NEAR, TECHNICIANS, TRADES};
use crate::lanes::{Lanes, ONE, Set, ZERO};
use crate::relax::Group;

/// A project's turn in a month.
struct Turn<'a> {
    /// Its place in the plan.
    j: usize,
    card: &'a Card,
    /// The stages it is in, from the end of last month.
    stage: &'a Stage,
    here: &'a mut Progress,
    at: &'a mut Reached,
}

impl Site<'_> {
    /// All stages but installation; returns the tools that it needs, by class, and in `wanted` what
    /// could be installed in each project.
    #[inline(always)]
    pub fn build(
        &self,
        progress: &mut [Progress],
        live: &mut Live,
        pace: Pace,
        wanted: &mut [Lanes],
        built: &mut Built,
    ) -> [Lanes; N_CLASSES] {
        let mut by_kind = [ZERO; 4];
        for &j in &live.under_way {
            let (stage, card) = (&live.stages[j], &self.projects.cards[j]);
            let (here, at) = (&mut progress[j], &mut live.reached[j]);
            let mut turn = Turn {
                j,
                card,
                stage,
                here,
                at,
            };
            if stage.permits.any() {
                self.permit(&mut turn, pace, built);
            }
            if (stage.builds | stage.raises).any() {
                match &self.terms.list[j].campus {
                    None => self.construct(&mut turn, pace, built),
                    Some(campus) => self.raise(&mut turn, campus, pace, built),
                }
            }
            if stage.qualifies.any() {
                self.qualify(&mut turn, pace);
            }
            if stage.ramps.any() {
                self.ramp(&mut turn, pace);
            }
            if stage.installs.any() {
                // What can be installed, `w` (model §2.3), and the tools that it takes.
                let work = pace.work(j).min(pace.staffing(j, card, ENGINEERS));
                let room = self.room(j, turn.here, turn.here.build, turn.here.halls);
                wanted[j] = stage.installs.of(room * work);
                by_kind[card.kind as usize] += wanted[j];
            }
        }
        self.tools_of(&by_kind)
    }

    /// Permits: `p0° = p0 + f·m_policy/D0` (model §2.1).
    #[inline(always)]
    fn permit(&self, turn: &mut Turn, pace: Pace, built: &mut Built) {
        let Turn {
            j,
            card,
            stage,
            here,
            at,
        } = turn;
        let term = &self.terms.list[*j];
        let rate = stage.permits.of(term.permit_rate);
        let step = pace.work(*j) * self.permit_speed[card.region()] * rate;
        let permit = capped(here.permit + step, ONE);
        let share = self.terms.kinds[card.kind as usize].permit_spend * (permit - here.permit);
        built.pay_building(card, share * term.building * self.building_price(card));
        here.permit = permit;
        let permitted = ended(permit);
        let newly = permitted & !at.permitted;
        if newly.any() {
            at.permitted = permitted;
            let now = Lanes::splat(self.t as f64);
            here.permitted_in = newly.select(now, here.permitted_in);
        }
    }

    /// Building: `p1° = p1 + min(f, σ_trades)·m_region/D1` (model §2.2).
    #[inline(always)]
    fn construct(&self, turn: &mut Turn, pace: Pace, built: &mut Built) {
        let Turn {
            j,
            card,
            stage,
            here,
            at,
        } = turn;
        let (term, kind) = (&self.terms.list[*j], &self.terms.kinds[card.kind as usize]);
        let work = pace.work(*j).min(pace.staffing(*j, card, TRADES));
        let rate = stage.builds.of(term.build_rate);
        let build = capped(here.build + work * self.building[card.region()] * rate, ONE);
        let share = (ONE - kind.permit_spend) * (build - here.build);
        built.pay_building(card, share * term.building * self.building_price(card));
        here.build = build;
        at.built = ended(build);
        if !at.fillable.all() {
            at.fillable = reached(build, kind.install_from).set();
        }
    }

    /// Halls: `p1° = p1 + min(f, σ_trades)·m_region/D1` to the first block, then
    /// `h° = h + r·min(f, σ_trades)·m_region` (model §2.6).
    #[inline(always)]
    fn raise(&self, turn: &mut Turn, campus: &CampusTerm, pace: Pace, built: &mut Built) {
        let Turn {
            j,
            card,
            stage,
            here,
            at,
        } = turn;
        let (term, kind) = (&self.terms.list[*j], &self.terms.kinds[card.kind as usize]);
        let work = pace.work(*j).min(pace.staffing(*j, card, TRADES));
        let work = work * self.building[card.region()];
        let (last, stood) = (**here, at.built);
        if stage.builds.any() {
            here.build = capped(last.build + work * stage.builds.of(term.build_rate), ONE);
            at.built = ended(here.build);
            (at.qualified, at.ramped) = (at.built, at.built);
            if !at.fillable.all() {
                at.fillable = reached(here.build, kind.install_from).set();
            }
        }
        here.halls = campus.halls(card.capacity, &last, stood, at.built, work);
        at.roofed = here.halls.ge(Lanes::splat(card.capacity)).set();
        let first = (ONE - kind.permit_spend) * (here.build - last.build) * campus.at_first_block;
        let others = stage.raises.of(here.halls - last.halls) * campus.hall_cost;
        built.pay_building(
            card,
            (first * term.building + others) * self.building_price(card),
        );
    }

    /// Qualification: `q° = q + σ_eng·x_o/D3` (model §2.4).
    #[inline(always)]
    fn qualify(&self, turn: &mut Turn, pace: Pace) {
        let Turn {
            j,
            card,
            stage,
            here,
            at,
            ..
        } = turn;
        let rate = self.terms.kinds[card.kind as usize].qualify_rate;
        let pace = pace.staffed(*j, card, ENGINEERS);
        here.qualify = capped(here.qualify + pace * stage.qualifies.of(rate), ONE);
        at.qualified = ended(here.qualify);
    }

    /// Ramp: `ramp° = ramp + σ_tech·x_o/D4` (model §2.5).
    #[inline(always)]
    fn ramp(&self, turn: &mut Turn, pace: Pace) {
        let Turn {
            j,
            card,
            stage,
            here,
            at,
            ..
        } = turn;
        let rate = self.terms.kinds[card.kind as usize].ramp_rate;
        let pace = pace.staffed(*j, card, TECHNICIANS);
        here.ramp = capped(here.ramp + pace * stage.ramps.of(rate), ONE);
        at.ramped = ended(here.ramp);
    }

    /// Installation: `inst° = inst + w·s_j·m_tools` (model §2.3), of campuses as far as the makers' queue goes in plan
    /// order (model §2.6); `supply` is `s_j` by kind. Then what is usable, and in `online` the first month with half of `K`.
    #[inline(always)]
    pub fn install(
        &self,
        progress: &mut [Progress],
        live: &mut Live,
        wanted: &[Lanes],
        supply: &[Lanes; 4],
        built: &mut Built,
        online: &mut [Lanes],
    ) {
        let mut by_kind = [ZERO; 4];
        let tools_too = self.relax.lifts(Group::Equipment);
        let mut energised = self.energised;
        live.completing = false;
        for &j in &live.under_way {
            let (stage, card) = (&live.stages[j], &self.projects.cards[j]);
            let (here, at) = (&mut progress[j], &mut live.reached[j]);
            if stage.installs.any() {
                let (kind, k) = (card.kind as usize, card.capacity);
                let step = if card.kind.has_tools() {
                    wanted[j] * supply[kind] * self.allowed(card.region(), card.kind)
                } else {
                    at.queued = wanted[j].gt(energised + NEAR).set();
                    let step = wanted[j].min(energised);
                    energised -= step;
                    step
                };
                let installed = capped(here.installed + step, Lanes::splat(k));
                let step = installed - here.installed;
                by_kind[kind] += step;
                let cost = self.terms.list[j].tools * self.escalation * (step * (1.0 / k));
                built.eligible[card.region()][kind] += cost;
                if !card.kind.has_tools() || tools_too {
                    built.plant += cost;
                }
                here.installed = installed;
                at.full = installed.ge(Lanes::splat(k)).set();
                if card.kind.has_tools() && !at.enough.all() {
                    at.enough = self.enough(j, installed);
                }
            }
            if !card.kind.has_tools() {
                if (stage.installs | (stage.produces & !at.half)).any() {
                    self.produce(card, here.installed, here, at, &mut online[j]);
                }
            } else if (stage.ramps | (stage.produces & stage.installs)).any() {
                let usable = here.installed.min(here.ramp * card.capacity);
                self.produce(card, usable, here, at, &mut online[j]);
            }
            live.completing |= (at.complete() & !at.settled).any();
        }
        built.installed = self.tools_of(&by_kind);
    }

    /// Usable `A_j` (model §2.5), and the first month with half of `K`.
    #[inline(always)]
    fn produce(
        &self,
        card: &Card,
        usable: Lanes,
        here: &mut Progress,
        at: &mut Reached,
        online: &mut Lanes,
    ) {
        here.usable = usable;
        if at.half.all() {
            return;
        }
        let half = here
            .usable
            .ge(Lanes::splat(card.capacity * (0.5 - NEAR)))
            .set();
        let newly = half & !at.half;
        if newly != Set::NONE {
            *online = newly.select(Lanes::splat(self.t as f64), *online);
            at.half = at.half | half;
        }
    }
}
