//! What is kept of an ensemble for the investors' document.

use fabcast_model::lanes::{Lanes, ZERO};
use fabcast_model::model::Model;
use fabcast_model::simulate::Run;

use super::cover::{Kept, NO_SERVICE};
use super::flows::{Flows, Measures};
use crate::finance::rate::Rate;
use crate::finance::roots::Timed;
use crate::sketch::Sketch;

/// One investor, or all equity, in eight draws.
pub struct Source {
    pub flows: Flows,
    pub measures: Measures,
    pub hurdle: Lanes,
    /// None if it has no limit.
    pub commitment: Option<Lanes>,
    /// Lanes whose flows have several roots, and the roots.
    pub several: Vec<(usize, Rate)>,
}

/// Eight draws, ready to be counted.
pub struct OfGroup {
    pub first: u64,
    pub lanes: usize,
    /// Every investor in file order, then all equity if several are equity.
    pub sources: Vec<Source>,
    /// DPI, RVPI and PME of each investor.
    pub multiples: Vec<[Lanes; 3]>,
    /// Yearly return of the index.
    pub index: Lanes,
    /// LLCR and PLCR.
    pub loan_cover: [Lanes; 2],
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
    /// DPI, RVPI and PME; empty for all equity together.
    pub multiples: [Vec<f64>; 3],
    /// Net position by month, where money is drawn.
    pub position: Vec<Sketch>,
    /// Calls and distributions.
    pub years: OfYears,
    /// Draws with several roots.
    pub several: usize,
}

/// Calls and distributions by year.
#[derive(Default)]
pub struct OfYears {
    pub called: Vec<Sketch>,
    pub distributed: Vec<Sketch>,
    /// Sums of both over draws.
    pub sums: Vec<[f64; 2]>,
}

impl OfYears {
    fn new(years: usize) -> OfYears {
        OfYears {
            called: vec![Sketch::default(); years],
            distributed: vec![Sketch::default(); years],
            sums: vec![[0.0; 2]; years],
        }
    }

    fn add(&mut self, years: &[[Lanes; 2]], lanes: usize) {
        for (year, [called, distributed]) in years.iter().enumerate() {
            self.called[year].add_all(&called.0[..lanes]);
            self.distributed[year].add_all(&distributed.0[..lanes]);
            self.sums[year][0] += called.0[..lanes].iter().sum::<f64>();
            self.sums[year][1] += distributed.0[..lanes].iter().sum::<f64>();
        }
    }
}

/// Flows with several roots.
pub struct Several {
    pub draw: u64,
    pub rate: Rate,
    pub flows: Vec<Timed>,
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
    /// Cover of debt service by month.
    pub lenders: Kept,
    /// LLCR and PLCR, per draw with debt.
    pub loan_cover: [Vec<f64>; 2],
    /// Yearly return of the index, per draw.
    pub index: Vec<f64>,
    /// Grants received, per draw [10⁹ USD].
    pub grants: Vec<f64>,
    /// Calls and distributions of all investors.
    pub together: OfYears,
    /// The first draw of each source with several roots.
    pub several: Vec<Option<Several>>,
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
        let equity = model.capital.investors.iter().filter(|i| !i.lends).count();
        let sources = n + usize::from(equity > 1);
        let of_investor = || OfInvestor {
            position: vec![Sketch::default(); months],
            years: OfYears::new(years.len()),
            ..OfInvestor::default()
        };
        Collected {
            draws: 0,
            investors: (0..sources).map(|_| of_investor()).collect(),
            changes: (0..changes)
                .map(|_| (0..n).map(|_| OfChange::default()).collect())
                .collect(),
            cover: vec![Sketch::default(); years.len()],
            lenders: Kept::new(if n > equity { months } else { 0 }),
            year_of: (0..months).map(|t| (year(t) - first) as usize).collect(),
            together: OfYears::new(years.len()),
            several: (0..sources).map(|_| None).collect(),
            years,
            npv: Vec::new(),
            loan_cover: Default::default(),
            index: Vec::new(),
            grants: Vec::new(),
        }
    }

    pub fn add(&mut self, group: &OfGroup) {
        let lanes = group.lanes;
        let mut together = vec![[ZERO; 2]; self.years.len()];
        for (i, (kept, source)) in self.investors.iter_mut().zip(&group.sources).enumerate() {
            let m = &source.measures;
            let columns = [
                (&mut kept.drawn, m.drawn),
                (&mut kept.received, m.received),
                (&mut kept.moic, m.moic),
                (&mut kept.rate, m.rate),
                (&mut kept.hurdle, source.hurdle),
                (&mut kept.exposure, m.exposure),
                (&mut kept.break_even, m.break_even),
            ];
            for (column, values) in columns {
                column.extend_from_slice(&values.0[..lanes]);
            }
            if let Some(multiples) = group.multiples.get(i) {
                for (column, values) in kept.multiples.iter_mut().zip(multiples) {
                    column.extend_from_slice(&values.0[..lanes]);
                }
            }
            if let Some(commitment) = source.commitment {
                kept.commitment.extend_from_slice(&commitment.0[..lanes]);
            }
            let takes_part = m.takes_part();
            let mut position = ZERO;
            let mut years = vec![[ZERO; 2]; self.years.len()];
            for (month, (&net, &draw)) in
                source.flows.net.iter().zip(&source.flows.draws).enumerate()
            {
                position += net;
                let [called, distributed] = &mut years[self.year_of[month]];
                *called += draw;
                *distributed += net + draw;
                for lane in (0..lanes).filter(|&lane| takes_part[lane]) {
                    kept.position[month].add(position.0[lane]);
                }
            }
            kept.years.add(&years, lanes);
            if i < group.run.draws.len() {
                for (sum, year) in together.iter_mut().zip(&years) {
                    sum[0] += year[0];
                    sum[1] += year[1];
                }
            }
            kept.several += source.several.len();
            if let (None, Some((lane, rate))) = (&self.several[i], source.several.first()) {
                self.several[i] = Some(Several {
                    draw: group.first + *lane as u64,
                    rate: rate.clone(),
                    flows: source.flows.timed(*lane),
                });
            }
        }
        self.together.add(&together, lanes);
        let grants = group.run.ledger.months.iter();
        let grants = grants.fold(ZERO, |sum, month| sum + month.grants);
        self.grants.extend_from_slice(&grants.0[..lanes]);
        self.add_cover(group);
        for (kept, changed) in self.changes.iter_mut().zip(&group.changed) {
            let Some((hit, measures)) = changed else {
                continue;
            };
            for (i, kept) in kept.iter_mut().enumerate() {
                let (with, without) = (&group.sources[i].measures, &measures[i]);
                for lane in (0..lanes).filter(|&lane| hit[lane]) {
                    let pair = |a: Lanes, b: Lanes| [a.0[lane], b.0[lane]];
                    kept.gain.push(pair(with.gain(), without.gain()));
                    kept.moic.push(pair(with.moic, without.moic));
                    kept.rate.push(pair(with.rate, without.rate));
                }
            }
        }
        let npv = group.run.outcomes.of("npv").unwrap_or(ZERO);
        let with_debt = group.loan_cover[0].0.map(|cover| !cover.is_nan());
        self.lenders.add(&group.run, &with_debt[..lanes]);
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
            *service += booked.service;
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
