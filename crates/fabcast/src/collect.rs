//! What is kept of an ensemble as it goes by.

use std::collections::BTreeMap;

use fabcast_model::constraints::N_GROUPS;
use fabcast_model::lanes::Lanes;
use fabcast_model::model::Model;
use fabcast_model::record::{SeriesInfo, series_info};
use fabcast_model::relax::ALL_GROUPS;
use fabcast_model::simulate::{Run, Violation};
use rayon::prelude::*;

use crate::ensemble::{Group, PLAN_SERIES};
use crate::outcome;
use crate::sketch::Sketch;

/// Months of a series that are summarised together.
const MONTHS_AT_ONCE: usize = 16;

/// Running summaries of an ensemble: memory grows only with the outcomes, 8 bytes each.
pub struct Collected {
    /// Draws seen.
    pub draws: u64,
    /// Every value of every outcome, in the order of [`outcome::all`].
    pub outcomes: Vec<Vec<f64>>,
    /// Names of the series, those of the plan after those of the run.
    pub series: Vec<SeriesInfo>,
    months: usize,
    plan_positions: Vec<usize>,
    cells: Vec<Sketch>,
    /// Draw-months by month and binding group, none last.
    pub binding: Vec<[u64; N_GROUPS + 1]>,
    /// Draws by month of start, per project; never last.
    pub starts: Vec<Vec<u32>>,
    /// Draws by month of half capacity, per project; never last.
    pub online: Vec<Vec<u32>>,
    /// Drawn by the end, per investor and draw [10⁹ USD].
    pub drawn: Vec<Vec<f64>>,
    /// Sum over draws of what is drawn, per investor and month [10⁹ USD].
    pub calls: Vec<Vec<f64>>,
    /// Commitment, per investor and draw [10⁹ USD].
    pub commitments: Vec<Vec<f64>>,
    /// Draws in which each investor takes part.
    pub approved: Vec<u64>,
    /// Laws broken: draw and what was found.
    pub violations: Vec<(u64, Violation)>,
}

impl Collected {
    /// Nothing seen yet.
    pub fn new(model: &Model) -> Collected {
        let mut series = series_info(model);
        let plan_positions: Vec<usize> = if model.has_programme() {
            PLAN_SERIES.iter().map(|&series| series as usize).collect()
        } else {
            Vec::new()
        };
        let plan: Vec<SeriesInfo> = plan_positions
            .iter()
            .map(|&position| SeriesInfo {
                name: format!("plan_{}", series[position].name),
                unit: series[position].unit,
                label: format!("{}, if the plan is executed", series[position].label),
            })
            .collect();
        series.extend(plan);
        let (months, projects) = (model.months, model.projects.list.len());
        let investors = model.capital.investors.len();
        Collected {
            draws: 0,
            outcomes: vec![Vec::new(); outcome::all().len()],
            cells: vec![Sketch::default(); series.len() * months],
            series,
            months,
            plan_positions,
            binding: vec![[0; N_GROUPS + 1]; months],
            starts: vec![vec![0; months + 1]; projects],
            online: vec![vec![0; months + 1]; projects],
            drawn: vec![Vec::new(); investors],
            calls: vec![vec![0.0; months]; investors],
            commitments: vec![Vec::new(); investors],
            approved: vec![0; investors],
            violations: Vec::new(),
        }
    }

    /// Takes in some groups of draws, in order.
    pub fn add(&mut self, model: &Model, groups: &[Group]) {
        let months = self.months;
        let own = self.series.len() - self.plan_positions.len();
        let plan_positions = &self.plan_positions;
        self.cells
            .par_chunks_mut(months)
            .enumerate()
            .for_each(|(position, cells)| {
                let of_group = |group| series_of(group, position, own, plan_positions);
                let runs: Vec<(&[Lanes], usize)> = groups
                    .iter()
                    .filter_map(|group| Some((of_group(group)?, group.lanes)))
                    .collect();
                // A few months at a time: their sketches and a stretch of each run stay in cache.
                for (tile, cells) in cells.chunks_mut(MONTHS_AT_ONCE).enumerate() {
                    for (values, lanes) in &runs {
                        let values = &values[tile * MONTHS_AT_ONCE..];
                        for (cell, value) in cells.iter_mut().zip(values) {
                            cell.add_all(&value.0[..*lanes]);
                        }
                    }
                }
            });
        for group in groups {
            for (column, lanes) in self.outcomes.iter_mut().zip(outcome::values(group)) {
                column.extend_from_slice(&lanes.0[..group.lanes]);
            }
            self.add_projects(&group.base, group.lanes);
            self.add_investors(model, group);
            for (counts, binding) in self.binding.iter_mut().zip(&group.base.binding) {
                binding[..group.lanes]
                    .iter()
                    .for_each(|&g| counts[usize::from(g)] += 1);
            }
            self.violations.extend(
                group
                    .violations
                    .iter()
                    .map(|v| (group.first + v.lane as u64, v.clone())),
            );
            self.draws += group.lanes as u64;
        }
    }

    fn add_projects(&mut self, run: &Run, lanes: usize) {
        let never = self.months;
        let count = |counts: &mut [Vec<u32>], months: &[Lanes]| {
            for (counts, month) in counts.iter_mut().zip(months) {
                for &month in &month.0[..lanes] {
                    counts[if month.is_nan() {
                        never
                    } else {
                        month as usize
                    }] += 1;
                }
            }
        };
        count(&mut self.starts, &run.starts);
        count(&mut self.online, &run.online);
    }

    fn add_investors(&mut self, model: &Model, group: &Group) {
        for (i, investor) in model.capital.investors.iter().enumerate() {
            let mut drawn = [0.0; 8];
            for (month, draws) in group.base.draws[i].iter().enumerate() {
                for (drawn, draw) in drawn.iter_mut().zip(&draws.0[..group.lanes]) {
                    *drawn += draw;
                    self.calls[i][month] += draw;
                }
            }
            self.drawn[i].extend_from_slice(&drawn[..group.lanes]);
            let Some(commitment) = investor.commitment else {
                self.approved[i] += group.lanes as u64;
                continue;
            };
            self.commitments[i].extend_from_slice(&group.values[commitment].0[..group.lanes]);
            let approved = investor.approved(&group.values);
            self.approved[i] += (0..group.lanes)
                .filter(|&lane| approved.0[lane] != 0)
                .count() as u64;
        }
    }

    /// Quantiles of a series by month, at rising levels.
    pub fn series_quantiles<const N: usize>(
        &self,
        position: usize,
        levels: [f64; N],
    ) -> Vec<[f64; N]> {
        let cells = &self.cells[position * self.months..(position + 1) * self.months];
        cells
            .par_iter()
            .map(|cell| cell.quantiles(levels))
            .collect()
    }

    /// Share of draw-months in which each group binds, by calendar year.
    pub fn binding_by_year(&self, model: &Model) -> BTreeMap<String, BTreeMap<String, f64>> {
        let mut by_year: BTreeMap<i32, [u64; N_GROUPS + 1]> = BTreeMap::new();
        for (month, counts) in self.binding.iter().enumerate() {
            let year = model.start.plus(month as i32).year;
            let sums = by_year.entry(year).or_default();
            sums.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
        let names = ALL_GROUPS.iter().map(|group| group.name()).chain(["none"]);
        names
            .enumerate()
            .map(|(group, name)| {
                let shares = by_year
                    .iter()
                    .filter(|(_, counts)| counts.iter().sum::<u64>() > 0)
                    .map(|(year, counts)| {
                        let all = counts.iter().sum::<u64>() as f64;
                        (year.to_string(), counts[group] as f64 / all)
                    })
                    .collect();
                (name.to_owned(), shares)
            })
            .collect()
    }
}

/// A series of a group of draws: of its run, or after those of its plan.
fn series_of<'a>(
    group: &'a Group,
    position: usize,
    own: usize,
    plan_positions: &[usize],
) -> Option<&'a [Lanes]> {
    if position < own {
        return Some(group.base.record.series(position));
    }
    let plan = group.plan.as_ref()?;
    Some(plan.record.series(plan_positions[position - own]))
}

/// Month by which a share of the draws have got there; `None` if fewer ever do.
pub fn month_by_share(counts: &[u32], share: f64) -> Option<f64> {
    let all: u64 = counts.iter().map(|&n| u64::from(n)).sum();
    let mut sum = 0;
    let (_never, months) = counts.split_last()?;
    for (month, &n) in months.iter().enumerate() {
        sum += u64::from(n);
        if sum as f64 >= share * all as f64 && sum > 0 {
            return Some(month as f64);
        }
    }
    None
}
