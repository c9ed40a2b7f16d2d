//! What is kept of an ensemble as it goes by.

use std::collections::BTreeMap;

use fabcast_model::lanes::{LANES, Lanes};
use fabcast_model::model::Model;
use fabcast_model::record::{SeriesInfo, series_info};
use fabcast_model::simulate::{Run, Violation};
use rayon::prelude::*;

use crate::bytes::{Bytes, put};
use crate::ensemble::{Group, PLAN_SERIES};
use crate::exact::{ExactSum, Moments};
use crate::sketch::{EXACT_UP_TO, Sketch};
use crate::verdict::Target;

/// Months of a series that are summarised together.
const MONTHS_AT_ONCE: usize = 16;

/// Draws up to which the quantiles of an ensemble's outcomes are exact.
pub const OUTCOMES_EXACT_UP_TO: u64 = 1 << 16;
/// Draws up to which the quantiles of its monthly series are.
pub const SERIES_EXACT_UP_TO: u64 = EXACT_UP_TO as u64;
/// Bits of the bins of outcomes beyond: a relative error of 1/2048.
const OUTCOME_BITS: u32 = 11;
/// Bits of the bins of series beyond: a relative error of 1/128.
const SERIES_BITS: u32 = 7;

/// Draws in which one number lies where: moments and quantiles.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Number, mean and spread.
    pub moments: Moments,
    /// Quantiles.
    pub sketch: Sketch,
}

impl Tally {
    fn new(draws: u64) -> Tally {
        Tally {
            moments: Moments::default(),
            sketch: sketch(draws, OUTCOMES_EXACT_UP_TO, OUTCOME_BITS),
        }
    }

    /// Adds some values; those that are no number are left out.
    pub fn add_all(&mut self, values: &[f64]) {
        self.sketch.add_all(values);
        values.iter().for_each(|&value| self.moments.add(value));
    }

    /// Mean and standard deviation, without a trace of rounding where all values are equal.
    pub fn mean_and_sd(&self) -> (f64, f64) {
        let (least, most) = (self.sketch.least(), self.sketch.most());
        if least == most {
            return (least, 0.0);
        }
        if !(least.is_finite() && most.is_finite()) {
            return (f64::NAN, f64::NAN);
        }
        let (mean, sd) = self.moments.mean_and_sd();
        (mean.clamp(least, most), sd)
    }

    /// A quantile.
    pub fn quantile(&self, level: f64) -> f64 {
        self.sketch.quantiles([level])[0]
    }
}

/// A sketch for an ensemble of so many draws: how it counts depends on nothing that is seen later.
fn sketch(draws: u64, exact_up_to: u64, bits: u32) -> Sketch {
    Sketch::new(
        if draws <= exact_up_to {
            draws as usize
        } else {
            0
        },
        bits,
    )
}

/// Months whose series are summarised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Months {
    /// All.
    #[default]
    All,
    /// Decembers and the last: what a screen shows, at a tenth of the work.
    YearEnds,
}

impl Months {
    fn of(self, model: &Model) -> Vec<usize> {
        let ends_year = |month: &usize| model.start.plus(*month as i32).month == 12;
        let all = 0..model.months;
        match self {
            Months::All => all.collect(),
            Months::YearEnds => all
                .filter(|month| ends_year(month) || month + 1 == model.months)
                .collect(),
        }
    }
}

/// Running summaries of an ensemble. Memory does not grow with the draws beyond
/// [`OUTCOMES_EXACT_UP_TO`], and they do not depend on the order or the parts in which draws come.
pub struct Collected {
    /// Draws seen.
    pub draws: u64,
    /// Every outcome that was asked for, in the order of the list.
    pub outcomes: Vec<Tally>,
    /// Draws that meet each target.
    pub met: Vec<u64>,
    /// Draws that meet all.
    pub met_all: u64,
    /// Names of the series, those of the plan after those of the run.
    pub series: Vec<SeriesInfo>,
    months: usize,
    /// Months whose series are summarised.
    kept: Vec<usize>,
    plan_positions: Vec<usize>,
    /// By series and month kept.
    cells: Vec<Sketch>,
    targets: Vec<Target>,
    /// Position of each month's calendar year.
    years: Vec<usize>,
    /// Draws by month of start, per project; never last.
    pub starts: Vec<Vec<u32>>,
    /// Draws by month of half capacity, per project; never last.
    pub online: Vec<Vec<u32>>,
    /// Drawn by the end, per investor [10⁹ USD].
    pub drawn: Vec<Tally>,
    /// Sum over draws of what is drawn, per investor and calendar year [10⁹ USD].
    calls: Vec<Vec<ExactSum>>,
    /// Commitment, per investor [10⁹ USD].
    pub commitments: Vec<Tally>,
    /// Draws in which each investor takes part.
    pub approved: Vec<u64>,
    /// Laws broken: draw and what was found.
    pub violations: Vec<(u64, Violation)>,
}

impl Collected {
    /// Nothing seen yet of an ensemble of so many draws, with so many outcomes and some targets.
    pub fn new(
        model: &Model,
        (outcomes, targets): (usize, &[Target]),
        draws: u64,
        kept: Months,
    ) -> Collected {
        let kept = kept.of(model);
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
        let year_of = |month: usize| model.start.plus(month as i32).year;
        let years: Vec<usize> = (0..months)
            .map(|month| (year_of(month) - model.start.year) as usize)
            .collect();
        let n_years = years.last().map_or(0, |last| last + 1);
        let cell = sketch(draws, SERIES_EXACT_UP_TO, SERIES_BITS);
        Collected {
            draws: 0,
            outcomes: vec![Tally::new(draws); outcomes],
            met: vec![0; targets.len()],
            met_all: 0,
            cells: vec![cell; series.len() * kept.len()],
            series,
            months,
            kept,
            plan_positions,
            targets: targets.to_vec(),
            years,
            starts: vec![vec![0; months + 1]; projects],
            online: vec![vec![0; months + 1]; projects],
            drawn: vec![Tally::new(draws); investors],
            calls: vec![vec![ExactSum::default(); n_years]; investors],
            commitments: vec![Tally::new(draws); investors],
            approved: vec![0; investors],
            violations: Vec::new(),
        }
    }

    /// Takes in some groups of draws, in order.
    pub fn add(&mut self, model: &Model, groups: &[Group]) {
        let own = self.series.len() - self.plan_positions.len();
        let (plan_positions, kept) = (&self.plan_positions, &self.kept);
        self.cells
            .par_chunks_mut(kept.len().max(1))
            .enumerate()
            .for_each(|(position, cells)| {
                let of_group = |group| series_of(group, position, own, plan_positions);
                let runs: Vec<(&[Lanes], usize)> = groups
                    .iter()
                    .filter_map(|group| Some((of_group(group)?, group.lanes)))
                    .collect();
                // A few months at a time: their sketches and a stretch of each run stay in cache.
                let tiles = kept.chunks(MONTHS_AT_ONCE);
                for (cells, months) in cells.chunks_mut(MONTHS_AT_ONCE).zip(tiles) {
                    for (values, lanes) in &runs {
                        for (cell, &month) in cells.iter_mut().zip(months) {
                            cell.add_all(&values[month].0[..*lanes]);
                        }
                    }
                }
            });
        for group in groups {
            self.add_outcomes(&group.outcomes, group.lanes);
            self.add_projects(&group.base, group.lanes);
            self.add_investors(model, group);
            self.violations.extend(
                group
                    .violations
                    .iter()
                    .map(|v| (group.first + v.lane as u64, v.clone())),
            );
        }
    }

    /// Takes in the outcomes of up to eight draws alone.
    pub fn add_outcomes(&mut self, values: &[Lanes], lanes: usize) {
        for (tally, values) in self.outcomes.iter_mut().zip(values) {
            tally.add_all(&values.0[..lanes]);
        }
        for lane in 0..lanes {
            let mut all = true;
            for (target, met) in self.targets.iter().zip(&mut self.met) {
                let meets = target.is_met(values[target.outcome].0[lane]);
                *met += u64::from(meets);
                all &= meets;
            }
            self.met_all += u64::from(all);
        }
        self.draws += lanes as u64;
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
        let lanes = group.lanes;
        for (i, investor) in model.capital.investors.iter().enumerate() {
            let mut drawn = Lanes([0.0; LANES]);
            let mut by_year = vec![Lanes([0.0; LANES]); self.calls[i].len()];
            for (&year, &draw) in self.years.iter().zip(&group.base.draws[i]) {
                drawn += draw;
                by_year[year] += draw;
            }
            for (sum, year) in self.calls[i].iter_mut().zip(&by_year) {
                year.0[..lanes].iter().for_each(|&x| sum.add(x));
            }
            self.drawn[i].add_all(&drawn.0[..lanes]);
            let Some(commitment) = investor.commitment() else {
                self.approved[i] += lanes as u64;
                continue;
            };
            self.commitments[i].add_all(&group.values[commitment].0[..lanes]);
            let approved = investor.approved(&group.values);
            self.approved[i] += (0..lanes).filter(|&lane| approved.0[lane] != 0).count() as u64;
        }
    }

    /// Mean drawn from an investor in each calendar year [10⁹ USD].
    pub fn calls_by_year(&self, model: &Model, investor: usize) -> BTreeMap<String, f64> {
        let years = self.calls[investor].iter().enumerate();
        years
            .map(|(year, sum)| {
                let mean = sum.value()[0] / self.draws.max(1) as f64;
                ((model.start.year + year as i32).to_string(), mean)
            })
            .collect()
    }

    /// Adds the draws of another part of the same ensemble.
    pub fn merge(&mut self, other: &Collected) {
        fn sum<T: Copy + std::ops::AddAssign>(to: &mut [T], from: &[T]) {
            to.iter_mut().zip(from).for_each(|(to, &from)| *to += from);
        }
        fn tallies(to: &mut [Tally], from: &[Tally]) {
            for (to, from) in to.iter_mut().zip(from) {
                to.moments.merge(&from.moments);
                to.sketch.merge(&from.sketch);
            }
        }
        self.draws += other.draws;
        self.met_all += other.met_all;
        sum(&mut self.met, &other.met);
        sum(&mut self.approved, &other.approved);
        tallies(&mut self.outcomes, &other.outcomes);
        tallies(&mut self.drawn, &other.drawn);
        tallies(&mut self.commitments, &other.commitments);
        let cells = self.cells.par_iter_mut().zip(&other.cells);
        cells.for_each(|(to, from)| to.merge(from));
        let own = self.starts.iter_mut().chain(&mut self.online);
        for (to, from) in own.zip(other.starts.iter().chain(&other.online)) {
            sum(to, from);
        }
        let calls = self.calls.iter_mut().flatten();
        for (to, from) in calls.zip(other.calls.iter().flatten()) {
            to.merge(from);
        }
        self.violations.extend_from_slice(&other.violations);
    }

    /// The summaries as bytes, without violations.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put(&mut out, self.draws);
        put(&mut out, self.met_all);
        let counts = self.met.iter().chain(&self.approved);
        counts.for_each(|&n| put(&mut out, n));
        let counts = self.starts.iter().chain(&self.online).flatten();
        counts.for_each(|&n| put(&mut out, u64::from(n)));
        for tally in self.tallies() {
            tally.moments.encode(&mut out);
            tally.sketch.encode(&mut out);
        }
        let calls = self.calls.iter().flatten();
        calls.for_each(|sum| sum.encode(&mut out));
        let cells = self.cells.par_chunks(self.kept.len().max(1)).map(|cells| {
            let mut out = Vec::new();
            cells.iter().for_each(|cell| cell.encode(&mut out));
            out
        });
        let cells: Vec<Vec<u8>> = cells.collect();
        cells.iter().for_each(|cells| out.extend_from_slice(cells));
        out
    }

    /// Fills empty summaries of the same ensemble with what [`Collected::encode`] wrote; `None` if
    /// the bytes are not of that kind.
    pub(crate) fn restore(&mut self, bytes: &[u8]) -> Option<()> {
        let bytes = &mut Bytes(bytes);
        self.draws = bytes.take()?;
        self.met_all = bytes.take()?;
        for n in self.met.iter_mut().chain(&mut self.approved) {
            *n = bytes.take()?;
        }
        for n in self.starts.iter_mut().chain(&mut self.online).flatten() {
            *n = bytes.take()? as u32;
        }
        let tallies = self.outcomes.iter_mut().chain(&mut self.drawn);
        for tally in tallies.chain(&mut self.commitments) {
            tally.moments = Moments::decode(bytes)?;
            tally.sketch.restore(bytes)?;
        }
        for sum in self.calls.iter_mut().flatten() {
            *sum = ExactSum::decode(bytes)?;
        }
        for cell in &mut self.cells {
            cell.restore(bytes)?;
        }
        bytes.0.is_empty().then_some(())
    }

    fn tallies(&self) -> impl Iterator<Item = &Tally> {
        let tallies = self.outcomes.iter().chain(&self.drawn);
        tallies.chain(&self.commitments)
    }

    /// Months whose series are summarised.
    pub fn months_kept(&self) -> &[usize] {
        &self.kept
    }

    /// Quantiles of a series by month kept, at levels in any order.
    pub fn series_quantiles(&self, position: usize, levels: &[f64]) -> Vec<Vec<f64>> {
        let cells = &self.cells[position * self.kept.len()..][..self.kept.len()];
        let at = cells
            .par_iter()
            .map(|cell| cell.quantiles_in_any_order(levels));
        at.collect()
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
