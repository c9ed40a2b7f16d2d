//! Swings around a trend (model §3): a latent normal per calendar year, linear between the middles of years.

use crate::lanes::{Lanes, ZERO};
use crate::parameters::{ParamId, Values};
use crate::reader::Reader;

/// What a swing keeps of the one of the year before.
const PERSISTENCE: f64 = 0.5;

/// The latent normals of one cycle.
#[derive(Clone, Debug)]
pub struct Cycle {
    /// By calendar year, of those whose middles lie around the simulated months.
    normals: Vec<ParamId>,
    /// Months from the middle of the first year to the start.
    before: usize,
}

impl Cycle {
    /// Normals `latent.cycle.NAME.YEAR`; whoever names the same cycle has the same.
    pub(crate) fn read(reader: &mut Reader, name: &str) -> Cycle {
        let start = reader.inputs.start;
        let end = start.plus(reader.inputs.months as i32 - 1);
        let first = start.plus(-6).year;
        let normals = (first..=end.plus(6).year).map(|year| {
            let latent = format!("cycle.{name}.{year}");
            match reader.parameters.find(&format!("latent.{latent}")) {
                Some(id) => id,
                None => reader.latent_normal(&latent),
            }
        });
        Cycle {
            normals: normals.collect(),
            before: ((start.year - first) * 12 + start.month as i32 - 7) as usize,
        }
    }

    /// `x_y = ½·x_{y-1} + √¾·z_y` by year, times `size`; the first is `z_y`, so that each has a standard deviation
    /// of 1.
    pub(crate) fn swings(&self, values: &Values, size: Lanes) -> Swings {
        let fresh = (1.0 - PERSISTENCE * PERSISTENCE).sqrt();
        let mut last: Option<Lanes> = None;
        let by_year = self.normals.iter().map(|&id| {
            let x = last.map_or(values[id], |x| x * PERSISTENCE + values[id] * fresh);
            last = Some(x);
            size * x
        });
        Swings {
            by_year: by_year.collect(),
            before: self.before,
        }
    }
}

/// Swings of eight draws: logarithms, by calendar year; none at all where there is no cycle.
#[derive(Clone, Debug, Default)]
pub struct Swings {
    by_year: Vec<Lanes>,
    before: usize,
}

impl Swings {
    /// Whether there is no cycle.
    pub fn are_none(&self) -> bool {
        self.by_year.is_empty()
    }

    /// The sum of two.
    pub(crate) fn plus(mut self, other: &Swings) -> Swings {
        if self.are_none() {
            return other.clone();
        }
        for (swing, &other) in self.by_year.iter_mut().zip(&other.by_year) {
            *swing += other;
        }
        self
    }

    /// In the middle of month `t`, between the values of two years; 0 without a cycle.
    #[inline(always)]
    pub fn at(&self, t: usize) -> Lanes {
        if self.are_none() {
            return ZERO;
        }
        let months = self.before + t;
        let (year, share) = (months / 12, ((months % 12) as f64 + 0.5) / 12.0);
        self.by_year[year] + (self.by_year[year + 1] - self.by_year[year]) * share
    }
}
