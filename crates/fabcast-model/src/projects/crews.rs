//! Who gets the people of a region (model §4): a part of them in plan order, the rest pro rata.

use super::Card;
use super::live::Live;
use crate::flows::{AtHand, N_SKILLS};
use crate::lanes::{Lanes, ONE, ZERO, part};

/// How far the posts of every project are filled this month.
#[derive(Clone, Debug)]
pub struct Crews {
    /// `s`: by region and skill, what all projects get at least.
    shared: Vec<[Lanes; N_SKILLS]>,
    /// Whether those first in order get more.
    ordered: Vec<[bool; N_SKILLS]>,
    /// `σ_j` of projects under way where they do.
    staffing: Vec<[Lanes; N_SKILLS]>,
    /// What is left to hand out in order, by region and skill \[FTE\].
    left: Vec<[Lanes; N_SKILLS]>,
}

impl Crews {
    /// Nobody lacks anybody.
    pub fn full(regions: usize, projects: usize) -> Crews {
        Crews {
            shared: vec![[ONE; N_SKILLS]; regions],
            ordered: vec![[false; N_SKILLS]; regions],
            staffing: vec![[ONE; N_SKILLS]; projects],
            left: vec![[ZERO; N_SKILLS]; regions],
        }
    }

    /// `σ_j`: share of a project's posts of a skill that is filled; running plants apart.
    #[inline(always)]
    pub fn staffing(&self, j: usize, region: usize, skill: usize) -> Lanes {
        if self.ordered[region][skill] {
            self.staffing[j][skill]
        } else {
            self.shared[region][skill]
        }
    }

    /// Hands out people: `σ_j = s + (1-s)·φ_j`, `φ_j` the share of its posts that a project fills in its
    /// turn. `posts` are those of the projects under way, running plants left out.
    #[inline(always)]
    pub fn hand_out(
        &mut self,
        regions: impl Iterator<Item = [AtHand; N_SKILLS]>,
        posts: &[[Lanes; N_SKILLS]],
        cards: &[Card],
        live: &Live,
    ) {
        let mut any = false;
        for (r, skills) in regions.enumerate() {
            for (skill, AtHand { share, in_order }) in skills.into_iter().enumerate() {
                self.shared[r][skill] = share;
                self.left[r][skill] = in_order;
                let ordered = in_order.gt(ZERO) & share.lt(ONE);
                self.ordered[r][skill] = ordered.any();
                any |= self.ordered[r][skill];
            }
        }
        if !any {
            return;
        }
        for &j in &live.under_way {
            let r = cards[j].region();
            for (skill, &wanted) in posts[j].iter().enumerate() {
                if !self.ordered[r][skill] {
                    continue;
                }
                let left = self.left[r][skill];
                let share = self.shared[r][skill];
                self.staffing[j][skill] = share + (ONE - share) * part(left, wanted).clip();
                self.left[r][skill] = (left - wanted).positive();
            }
        }
    }
}
