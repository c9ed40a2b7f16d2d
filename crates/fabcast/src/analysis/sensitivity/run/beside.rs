//! What stands beside the indices: elementary effects, regional sensitivity and the tornado.

use fabcast_document::sensitivity::{Bar, Regional, SensitivityDocument};
use fabcast_model::lanes::{Draws, LANES};
use fabcast_model::parameters::Values;

use super::super::engine::Half;
use super::super::morris::{self, Trajectory};
use super::super::regional;
use super::super::text;
use super::{Analysis, SensitivityError, bare};
use crate::analysis::condition::Condition;
use crate::analysis::factors::label;
use crate::statistics::{quantile_of_sorted, statistics};

/// Bars of the tornado, and futures behind each of their ends.
const BARS: usize = 15;
const BAR_ROWS: usize = 256;
/// Futures that a set must have to be compared with the others.
const SMALLEST_SET: usize = 50;
/// Probability that any harmless input is above the noise floor.
const ALPHA: f64 = 0.05;
/// Quantiles of a parameter at the ends of the grid of elementary effects.
const GRID: (f64, f64) = (0.05, 0.95);

impl Analysis<'_> {
    pub(super) fn morris(
        &self,
        document: &mut SensitivityDocument,
    ) -> Result<(), SensitivityError> {
        document.method = "morris".to_owned();
        document.method_note = text::MORRIS.to_owned();
        let engine = &self.engine;
        let dimension_of = |id| engine.varying.iter().position(|other| other == id);
        let members: Vec<Vec<usize>> = self
            .factors
            .iter()
            .map(|factor| factor.members.iter().filter_map(dimension_of).collect())
            .collect();
        // as many simulations as a design of an eighth of the rows
        let n = (self.rows / 8).max(16);
        let mut trajectories = Vec::new();
        let mut outcomes: Vec<Vec<f64>> = Vec::new();
        engine.over_rows(
            0..n,
            |first| {
                let walks: Vec<Trajectory> = (0..LANES)
                    .map(|lane| {
                        let number = (first + lane) as u64;
                        Trajectory::new(self.options.seed, number, &members, engine.varying.len())
                    })
                    .collect();
                let points: Vec<Vec<Vec<f64>>> = walks.iter().map(|w| w.points(&members)).collect();
                let along: Vec<Draws> = (0..=members.len())
                    .map(|step| engine.explained(self.on_grid(&points, step)))
                    .collect();
                (walks, along)
            },
            |(walks, along): (Vec<Trajectory>, Vec<Draws>)| {
                trajectories.extend(walks);
                outcomes.extend((0..LANES).map(|lane| along.iter().map(|at| at[lane]).collect()));
            },
        )?;
        let effects = morris::effects(&trajectories, &outcomes, &members, self.bootstrap.width());
        for (factor, effects) in self.factors.iter().zip(effects) {
            document.morris.insert(factor.name.clone(), effects);
            document
                .indices
                .insert(factor.name.clone(), bare(factor, n));
        }
        Ok(())
    }

    /// The random vector at one step of eight walks.
    fn on_grid(&self, points: &[Vec<Vec<f64>>], step: usize) -> Values {
        let engine = &self.engine;
        let mut dimensions = vec![0; engine.model.parameters.list().len()];
        for (dimension, id) in engine.varying.iter().enumerate() {
            dimensions[id.index()] = dimension;
        }
        engine.model.parameters.at_uniforms(|id| {
            std::array::from_fn(|lane| {
                let x = points[lane][step][dimensions[id.index()]];
                GRID.0 + (GRID.1 - GRID.0) * x
            })
        })
    }

    /// Which futures meet the condition, and how it is called.
    fn sets(&self) -> Option<(Vec<bool>, String, String)> {
        let column = |position: usize| -> Vec<f64> {
            self.ends
                .iter()
                .flat_map(|half| half[position].iter().copied())
                .collect()
        };
        if let Some(condition) = &self.options.condition {
            let met = column(self.engine.list.position(&condition.name)?);
            let met: Vec<bool> = met
                .into_iter()
                .map(|value| condition.holds(value))
                .collect();
            return Some((met, condition.to_string(), String::new()));
        }
        let targets = self.targets;
        let columns: Vec<(f64, Vec<f64>)> = targets
            .iter()
            .map(|t| (t.at_least, column(t.outcome)))
            .collect();
        let n = 2 * self.rows;
        let meets = |row: usize| columns.iter().all(|(least, values)| values[row] >= *least);
        let met: Vec<bool> = (0..n).map(meets).collect();
        let count = met.iter().filter(|met| **met).count();
        let is_judged = self.engine.model.has_programme() && !targets.is_empty();
        if is_judged && count >= SMALLEST_SET && n - count >= SMALLEST_SET {
            return Some((met, text::TARGETS.to_owned(), String::new()));
        }
        let values = column(self.position);
        let mut sorted = values.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let limit = quantile_of_sorted(&sorted, 0.9);
        let fallback = text::best_tenth(&self.info.name);
        let note = match is_judged {
            true => text::too_few(count, n, &fallback),
            false => String::new(),
        };
        let condition = Condition::at_least(&self.info.name, limit);
        let met = values.iter().map(|value| condition.holds(*value)).collect();
        Some((met, condition.to_string(), note))
    }

    pub(super) fn regional(&self, document: &mut SensitivityDocument) {
        const SHOWN: usize = 10;
        let Some((met, condition, note)) = self.sets() else {
            return;
        };
        let count = met.iter().filter(|met| **met).count();
        if count == 0 || count == met.len() {
            document.warnings.push(text::one_set(&condition, count));
            return;
        }
        let engine = &self.engine;
        let mut columns: Vec<Vec<f64>> = vec![Vec::with_capacity(met.len()); engine.varying.len()];
        for half in [Half::A, Half::B] {
            for first in (0..self.rows).step_by(LANES) {
                let values = engine.values(half, first);
                for (column, &id) in columns.iter_mut().zip(&engine.varying) {
                    column.extend_from_slice(values.draws(id.index()));
                }
            }
        }
        let list = engine.model.parameters.list();
        let inputs: Vec<regional::Input> = engine
            .varying
            .iter()
            .zip(&columns)
            .map(|(id, values)| regional::Input {
                name: list[id.index()].path.clone(),
                label: label(&list[id.index()].path),
                unit: list[id.index()].unit.to_owned(),
                values,
            })
            .collect();
        let (noise_floor, mut differences) = regional::compare(&inputs, &met, ALPHA);
        let above = differences.iter().filter(|d| d.above_noise).count();
        differences.truncate(above.max(SHOWN));
        document.regional = Some(Regional {
            condition,
            note,
            met: count,
            missed: met.len() - count,
            noise_floor,
            inputs: differences,
            n_inputs: inputs.len(),
        });
    }

    pub(super) fn tornado(
        &self,
        document: &mut SensitivityDocument,
    ) -> Result<(), SensitivityError> {
        let ranked: Vec<String> = document
            .ranked()
            .iter()
            .map(|(n, _)| (*n).to_owned())
            .collect();
        let list = self.engine.model.parameters.list();
        let rows = BAR_ROWS.min(self.rows);
        // luck has no unit in which a bar could be read
        let single = ranked.iter().filter_map(|name| {
            let factor = self.factors.iter().find(|factor| factor.name == *name)?;
            match factor.members[..] {
                [id] if !name.starts_with("latent.") => Some(id),
                _ => None,
            }
        });
        for id in single.take(BARS) {
            let parameter = &list[id.index()];
            let ends = [0.1, 0.9].map(|level| parameter.distribution.quantile_scalar(level));
            let mut at: [Vec<f64>; 2] = [Vec::new(), Vec::new()];
            let engine = &self.engine;
            engine.over_rows(
                0..rows,
                |first| {
                    ends.map(|end| {
                        let mut values = engine.values(Half::A, first);
                        *values.draws_mut(id.index()) = [end; LANES];
                        engine.explained(values)
                    })
                },
                |ends: [Draws; 2]| {
                    for (column, draws) in at.iter_mut().zip(ends) {
                        column.extend_from_slice(&draws);
                    }
                },
            )?;
            let [low, high] = &at;
            let changes: Vec<f64> = low.iter().zip(high).map(|(l, h)| h - l).collect();
            let change = statistics(&changes);
            document.tornado.push(Bar {
                name: parameter.path.clone(),
                label: label(&parameter.path),
                unit: parameter.unit.to_owned(),
                p10: ends[0],
                p90: ends[1],
                at_p10: statistics(low).mean,
                at_p90: statistics(high).mean,
                change: change.mean,
                standard_error: change.standard_error,
            });
        }
        document
            .tornado
            .sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
        Ok(())
    }
}
