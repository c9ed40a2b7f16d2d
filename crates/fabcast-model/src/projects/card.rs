//! What every step asks of a project.

use super::Project;
use crate::flows::Kind;

/// What every step asks of a project: short, so that all stay in cache.
#[derive(Clone, Copy, Debug)]
pub struct Card {
    /// `K` in the kind's unit.
    pub capacity: f64,
    /// Kind.
    pub kind: Kind,
    region: u32,
    operator: u32,
}

impl Card {
    pub(super) fn of(project: &Project) -> Card {
        let place = |index: usize| u32::try_from(index).expect("more than memory holds");
        Card {
            capacity: project.capacity,
            kind: project.kind,
            region: place(project.region),
            operator: project.operator.map_or(u32::MAX, place),
        }
    }

    /// Index of the region.
    #[inline(always)]
    pub fn region(&self) -> usize {
        self.region as usize
    }

    /// Index of the operator; none for data centres.
    #[inline(always)]
    pub fn operator(&self) -> Option<usize> {
        (self.operator != u32::MAX).then_some(self.operator as usize)
    }
}
