//! What is kept of an ensemble for the investors' document.

use fabcast_model::lanes::{Lanes, ZERO};
use fabcast_model::model::Model;
use fabcast_model::simulate::Run;

use super::flows::Measures;
use crate::sketch::Sketch;

/// Less debt service than this a year has no cover [10⁹ USD].
const NO_SERVICE: f64 = 1e-9;

/// Eight draws, ready to be counted.
pub struct OfGroup {
    pub lanes: usize,
    pub hurdles: Vec<Lanes>,
    pub commitments: Vec<Option<Lanes>>,
    pub base: Vec<Measures>,
    /// DPI, RVPI and PME of each investor.
    pub multiples: Vec<[Lanes; 3]>,
    /// Yearly return of the index.
    pub index: Lanes,
    /// LLCR and PLCR.
    pub loan_cover: [Lanes; 2],
    pub flows: Vec<Vec<Lanes>>,
    pub run: Run,
    /// Under each change: in which draws it matters, and what comes of them.
    pub changed: Vec<Option<(Vec<bool>, Vec<Measures>)>>,
}

/// One investor over the draws; a value per draw.
#[derive(Default)]
pub struct OfInvestor {
    pub commitment: Vec<f64>,
    pub drawn: Vec<f64>,
    pub received: Vec<f64>,
    pub moic: Vec<f64>,
    pub rate: Vec<f64>,
    pub hurdle: Vec<f64>,
    pub exposure: Vec<f64>,
    pub break_even: Vec<f64>,
    /// DPI, RVPI and PME.
    pub multiples: [Vec<f64>; 3],
    /// Net position by month.
    pub position: Vec<Sketch>,
    /// Sums of calls and distributions by month.
    pub called: Vec<f64>,
    pub distributed: Vec<f64>,
    /// Calls by year.
    pub calls: Vec<Sketch>,
}

/// Draws in which a change matters, one after the other, by investor.
#[derive(Default)]
pub struct OfChange {
    /// Gain with and without the change [10⁹ USD].
    pub gain: Vec<[f64; 2]>,
    /// MOIC likewise.
    pub moic: Vec<[f64; 2]>,
    /// Rate likewise.
    pub rate: Vec<[f64; 2]>,
}

/// Everything kept.
pub struct Collected {
    pub draws: u64,
    pub investors: Vec<OfInvestor>,
    /// By change and investor.
    pub changes: Vec<Vec<OfChange>>,
    /// Cover of debt service by year.
    pub cover: Vec<Sketch>,
    /// Calendar years, and the year of each month.
    pub years: Vec<i32>,
    pub year_of: Vec<usize>,
    /// Net present value of all equity, per draw [10⁹ USD].
    pub npv: Vec<f64>,
    /// LLCR and PLCR, per draw with debt.
    pub loan_cover: [Vec<f64>; 2],
    /// Yearly return of the index, per draw.
    pub index: Vec<f64>,
}

impl Collected {
    pub fn new(model: &Model, changes: usize) -> Collected {
        let months = model.months;
        let year = |t: usize| model.start.plus(t as i32).year;
        let years: Vec<i32> = (0..months).map(year).fold(Vec::new(), |mut years, year| {
            if years.last() != Some(&year) {
                years.push(year);
            }
            years
        });
        let first = years.first().copied().unwrap_or(0);
        let n = model.capital.investors.len();
        let of_investor = || OfInvestor {
            position: vec![Sketch::default(); months],
            called: vec![0.0; months],
            distributed: vec![0.0; months],
            calls: vec![Sketch::default(); years.len()],
            ..OfInvestor::default()
        };
        Collected {
            draws: 0,
            investors: (0..n).map(|_| of_investor()).collect(),
            changes: (0..changes)
                .map(|_| (0..n).map(|_| OfChange::default()).collect())
                .collect(),
            cover: vec![Sketch::default(); years.len()],
            year_of: (0..months).map(|t| (year(t) - first) as usize).collect(),
            years,
            npv: Vec::new(),
            loan_cover: Default::default(),
            index: Vec::new(),
        }
    }

    pub fn add(&mut self, group: &OfGroup) {
        let lanes = group.lanes;
        for (i, kept) in self.investors.iter_mut().enumerate() {
            let m = &group.base[i];
            let columns = [
                (&mut kept.drawn, m.drawn),
                (&mut kept.received, m.received),
                (&mut kept.moic, m.moic),
                (&mut kept.rate, m.rate),
                (&mut kept.hurdle, group.hurdles[i]),
                (&mut kept.exposure, m.exposure),
                (&mut kept.break_even, m.break_even),
            ];
            for (column, values) in columns {
                column.extend_from_slice(&values.0[..lanes]);
            }
            for (column, values) in kept.multiples.iter_mut().zip(group.multiples[i]) {
                column.extend_from_slice(&values.0[..lanes]);
            }
            if let Some(commitment) = group.commitments[i] {
                kept.commitment.extend_from_slice(&commitment.0[..lanes]);
            }
            let mut position = ZERO;
            let mut called = vec![ZERO; self.years.len()];
            for (month, (&flow, &draw)) in
                group.flows[i].iter().zip(&group.run.draws[i]).enumerate()
            {
                position += flow;
                called[self.year_of[month]] += draw;
                kept.position[month].add_all(&position.0[..lanes]);
                kept.called[month] += draw.0[..lanes].iter().sum::<f64>();
                kept.distributed[month] += (flow + draw).0[..lanes].iter().sum::<f64>();
            }
            for (sketch, called) in kept.calls.iter_mut().zip(&called) {
                sketch.add_all(&called.0[..lanes]);
            }
        }
        self.add_cover(group);
        for (kept, changed) in self.changes.iter_mut().zip(&group.changed) {
            let Some((hit, measures)) = changed else {
                continue;
            };
            for (i, kept) in kept.iter_mut().enumerate() {
                let (with, without) = (&group.base[i], &measures[i]);
                for lane in (0..lanes).filter(|&lane| hit[lane]) {
                    let pair = |a: Lanes, b: Lanes| [a.0[lane], b.0[lane]];
                    kept.gain.push(pair(with.gain(), without.gain()));
                    kept.moic.push(pair(with.moic, without.moic));
                    kept.rate.push(pair(with.rate, without.rate));
                }
            }
        }
        let npv = group.run.outcomes.of("npv").unwrap_or(ZERO);
        for (kept, values) in self.loan_cover.iter_mut().zip(group.loan_cover) {
            kept.extend(values.0[..lanes].iter().filter(|value| !value.is_nan()));
        }
        self.index.extend_from_slice(&group.index.0[..lanes]);
        self.npv.extend_from_slice(&npv.0[..lanes]);
        self.draws += lanes as u64;
    }

    fn add_cover(&mut self, group: &OfGroup) {
        let mut sums = vec![[ZERO; 2]; self.years.len()];
        for (month, booked) in group.run.ledger.months.iter().enumerate() {
            let [available, service] = &mut sums[self.year_of[month]];
            *available += booked.available();
            *service += booked.interest + booked.principal;
        }
        for (sketch, [available, service]) in self.cover.iter_mut().zip(sums) {
            for lane in 0..group.lanes {
                if service.0[lane] > NO_SERVICE {
                    sketch.add(available.0[lane] / service.0[lane]);
                }
            }
        }
    }

    /// Position of the draw with the median present value of all equity.
    pub fn median_draw(&self) -> Option<usize> {
        let mut order: Vec<usize> = (0..self.npv.len()).collect();
        order.sort_by(|&a, &b| self.npv[a].total_cmp(&self.npv[b]));
        order.get(order.len().saturating_sub(1) / 2).copied()
    }
}
