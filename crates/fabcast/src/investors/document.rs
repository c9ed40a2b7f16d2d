//! The investors' document: what `fabcast investors` says, as one value.

use fabcast_model::inputs::Leaf;
use fabcast_model::lanes::Lanes;
use fabcast_model::model::Model;
use fabcast_model::relax::ALL_GROUPS;
use fabcast_scenario::Scenario;
use serde::Serialize;

use super::collect::{Collected, OfChange, OfInvestor};
use super::multiples::{LoanCover, Multiples};
use super::{Change, text};
use crate::ensemble::Options;
use crate::finance::rate::rate_of;
use crate::finance::returns::profile;
use crate::finance::roots::Timed;
use crate::sketch::Sketch;
use crate::statistics::{LEVELS, quantile_of_sorted, share_error, statistics};

/// Returns and risks of every investor. Money is in 10⁹ USD of the scenario's price year, rates are
/// real and yearly.
#[derive(Clone, Debug, Serialize)]
pub struct InvestorsDocument {
    /// Name of the scenario.
    pub scenario: String,
    /// Title for people.
    pub title: String,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Number of draws.
    pub draws: u64,
    /// Constraint groups lifted.
    pub relaxed: Vec<String>,
    /// Wall time.
    pub elapsed_seconds: f64,
    /// Months simulated, `YYYY-MM`.
    pub months: Vec<String>,
    /// Draw with the median present value of all equity; the one that `npv_profile` shows.
    pub median_draw: Option<u64>,
    /// Every investor, in file order.
    pub investors: Vec<Investor>,
    /// Cover of debt service by calendar year; empty without lenders.
    pub dscr: Vec<Dscr>,
    /// Cover of loans over their lives and the project's; null without debt.
    pub loan_cover: Option<LoanCover>,
    /// What changes are worth to each investor, on the same draws.
    pub variants: Vec<Variant>,
}

/// One investor over the draws in which money was drawn from it.
#[derive(Clone, Debug, Serialize)]
pub struct Investor {
    /// Identifier.
    pub name: String,
    /// Name for people.
    pub label: String,
    /// `equity`, `preferred` or `debt`.
    pub kind: &'static str,
    /// Committed.
    pub commitment: Spread,
    /// Share of all draws in which money is drawn.
    pub takes_part: Probability,
    /// Drawn by the end.
    pub drawn: Spread,
    /// Received by the end, the share of the value at the end included.
    pub received: Spread,
    /// Received less drawn.
    pub gain: Spread,
    /// Internal rate of return; -1 where nothing came back.
    pub irr: Spread,
    /// Share of draws in which the flows have no rate (money came back without any going in before,
    /// or no root).
    pub no_rate: f64,
    /// Rate asked for: the hurdle of equity, the rate of a loan.
    pub hurdle: Spread,
    /// Received over drawn.
    pub moic: Spread,
    /// DPI, RVPI, TVPI and PME.
    pub multiples: Multiples,
    /// Largest drawn less received.
    pub largest_exposure: Spread,
    /// Months from the scenario's start to the first in which received reaches drawn: 10, 50 and
    /// 90 % of draws are there by then; null where they never are.
    pub break_even: [Option<f64>; 3],
    /// Share of draws that never break even.
    pub never_breaks_even: Probability,
    /// Share of draws in which less is received than drawn.
    pub loss: Probability,
    /// Share of draws in which the rate is below the one asked for, or there is none.
    pub below_hurdle: Probability,
    /// Mean gain of the worst twentieth of the draws (conditional value at risk at 5 %).
    pub cvar_5_gain: f64,
    /// Mean MOIC of the worst twentieth of the draws.
    pub cvar_5_moic: f64,
    /// Calls and distributions by calendar year, over all draws.
    pub years: Vec<YearFlows>,
    /// Received less drawn so far, by month over all draws: the J-curve.
    pub position: Bands,
    /// Rate and share of draws in bins of equal width: lower end, share.
    pub irr_bins: Vec<[f64; 2]>,
    /// Width of a bin; the last one is open above, the first below.
    pub irr_bin_width: f64,
    /// Every root in the median draw.
    pub roots: Vec<f64>,
    /// Present value against the rate in the median draw, where it has several roots.
    pub npv_profile: Vec<[f64; 2]>,
}

/// A number over draws.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Spread {
    #[allow(missing_docs)]
    pub mean: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
    #[allow(missing_docs)]
    pub p5: f64,
    #[allow(missing_docs)]
    pub p10: f64,
    #[allow(missing_docs)]
    pub p25: f64,
    #[allow(missing_docs)]
    pub p50: f64,
    #[allow(missing_docs)]
    pub p75: f64,
    #[allow(missing_docs)]
    pub p90: f64,
    #[allow(missing_docs)]
    pub p95: f64,
}

/// A share of draws with its Monte Carlo error.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Probability {
    /// Share of draws.
    pub probability: f64,
    /// `√(p(1-p)/n)`.
    pub standard_error: f64,
}

/// Calls and distributions of a year.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct YearFlows {
    /// Calendar year.
    pub year: i32,
    /// Mean called.
    pub called: f64,
    /// Called: 10, 50 and 90 % quantile.
    pub called_quantiles: [f64; 3],
    /// Mean distributed.
    pub distributed: f64,
}

/// Quantiles by month.
#[derive(Clone, Debug, Serialize)]
pub struct Bands {
    #[allow(missing_docs)]
    pub p5: Vec<f64>,
    #[allow(missing_docs)]
    pub p25: Vec<f64>,
    #[allow(missing_docs)]
    pub p50: Vec<f64>,
    #[allow(missing_docs)]
    pub p75: Vec<f64>,
    #[allow(missing_docs)]
    pub p95: Vec<f64>,
}

/// Cover of debt service in a calendar year: cash available over interest and principal due, over
/// the draws with debt service.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Dscr {
    /// Calendar year.
    pub year: i32,
    /// Share of draws with debt service.
    pub with_service: f64,
    #[allow(missing_docs)]
    pub p5: f64,
    #[allow(missing_docs)]
    pub p25: f64,
    #[allow(missing_docs)]
    pub p50: f64,
    #[allow(missing_docs)]
    pub p75: f64,
    #[allow(missing_docs)]
    pub p95: f64,
}

/// A change and what it is worth to each investor.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// Identifier: name of an event, or line of the plan.
    pub name: String,
    /// What changes, in words.
    pub label: String,
    /// `event` or `project`.
    pub kind: &'static str,
    /// Share of draws in which it matters; all numbers are over those.
    pub share: f64,
    /// How many those are.
    pub n: usize,
    /// By investor, in file order.
    pub effects: Vec<Effect>,
}

/// What an event does to an investor: as it is, less the same draws without the event. For a project
/// that is not built: the plan without it, less the plan as it is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Effect {
    /// Mean change of the gain.
    pub gain: f64,
    /// Its standard error, of paired draws.
    pub gain_standard_error: f64,
    /// Mean change of MOIC.
    pub moic: f64,
    /// Its standard error.
    pub moic_standard_error: f64,
    /// Mean change of the rate, over draws that have one in both.
    pub irr: f64,
    /// Its standard error.
    pub irr_standard_error: f64,
    /// Share of draws with a loss: as changed, and otherwise.
    pub loss: [f64; 2],
}

pub fn describe(
    scenario: &Scenario,
    model: &Model,
    kept: &Collected,
    changes: &[Change],
    options: &Options,
    median: Option<&(u64, Vec<Vec<Lanes>>)>,
) -> InvestorsDocument {
    let text_at = |path: &str| match scenario.inputs.leaves.get(path) {
        Some(Leaf::Text(label)) => Some(label.clone()),
        _ => None,
    };
    let investors = model.capital.investors.iter().enumerate();
    InvestorsDocument {
        scenario: scenario.meta.name.clone(),
        title: scenario.meta.title.clone(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        seed: options.seed,
        draws: kept.draws,
        relaxed: ALL_GROUPS
            .iter()
            .filter(|&&group| options.relax.lifts(group))
            .map(|group| group.name().to_owned())
            .collect(),
        elapsed_seconds: 0.0,
        months: (0..model.months)
            .map(|t| model.start.plus(t as i32).to_string())
            .collect(),
        median_draw: median.map(|(draw, _)| *draw),
        investors: investors
            .map(|(i, investor)| {
                let label = text_at(&format!("capital.investor.{}.label", investor.name))
                    .unwrap_or_else(|| crate::text::SOLE_INVESTOR.to_owned());
                let kind = investor.kind();
                let flows = median.map(|(_, flows)| &flows[i][..]).unwrap_or_default();
                let sole = (investor.commitment.is_none()).then(|| model.plan_cost());
                of_investor(&kept.investors[i], kept, flows, sole, |one| {
                    one.name.clone_from(&investor.name);
                    one.label = label;
                    one.kind = kind;
                })
            })
            .collect(),
        dscr: dscr(kept),
        loan_cover: (!kept.loan_cover[0].is_empty()).then(|| LoanCover {
            llcr: spread(&kept.loan_cover[0]),
            plcr: spread(&kept.loan_cover[1]),
            with_debt: kept.loan_cover[0].len() as f64 / kept.draws.max(1) as f64,
        }),
        variants: changes
            .iter()
            .zip(&kept.changes)
            .filter(|(_, kept)| kept.iter().any(|kept| !kept.gain.is_empty()))
            .map(|(change, effects)| {
                let n = effects.first().map_or(0, |effect| effect.gain.len());
                let (name, label, kind) = match change {
                    Change::WithoutEvent(event) => {
                        let name = model.events.list[*event].name.clone();
                        let label = text_at(&format!("event.{name}.label"));
                        (name.clone(), label.unwrap_or(name), "event")
                    }
                    Change::WithoutProject { line, .. } => {
                        (line.clone(), text::not_built(line), "project")
                    }
                };
                Variant {
                    name,
                    label,
                    kind,
                    share: n as f64 / kept.draws.max(1) as f64,
                    n,
                    effects: effects.iter().map(|of| effect(of, kind)).collect(),
                }
            })
            .collect(),
    }
}

fn spread(values: &[f64]) -> Spread {
    let s = statistics(values);
    let [p5, p10, p25, p50, p75, p90, p95] = s.quantiles;
    Spread {
        mean: s.mean,
        standard_error: s.standard_error,
        p5,
        p10,
        p25,
        p50,
        p75,
        p90,
        p95,
    }
}

fn share(count: usize, of: usize) -> Probability {
    let probability = count as f64 / of.max(1) as f64;
    Probability {
        probability,
        standard_error: share_error(probability, of as u64),
    }
}

/// Mean of the worst twentieth, the last draw counted in part.
pub fn worst_twentieth(values: &[f64]) -> f64 {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let wanted = 0.05 * sorted.len() as f64;
    let (mut sum, mut left) = (0.0, wanted);
    for value in sorted {
        let weight = left.min(1.0);
        if weight <= 0.0 {
            break;
        }
        sum += weight * value;
        left -= weight;
    }
    sum / wanted
}

fn of_investor(
    of: &OfInvestor,
    kept: &Collected,
    median: &[Lanes],
    sole: Option<f64>,
    name: impl FnOnce(&mut Investor),
) -> Investor {
    let part: Vec<usize> = (0..of.drawn.len()).filter(|&d| of.drawn[d] > 0.0).collect();
    let n = part.len();
    let pick = |values: &[f64]| -> Vec<f64> { part.iter().map(|&d| values[d]).collect() };
    let (drawn, received) = (pick(&of.drawn), pick(&of.received));
    let gain: Vec<f64> = received.iter().zip(&drawn).map(|(r, d)| r - d).collect();
    let (rate, hurdle, moic) = (pick(&of.rate), pick(&of.hurdle), pick(&of.moic));
    let mut back: Vec<f64> = pick(&of.break_even);
    let never = back.iter().filter(|month| month.is_nan()).count();
    // Those that never get there rank last.
    back.iter_mut().for_each(|month| {
        *month = if month.is_nan() {
            f64::INFINITY
        } else {
            *month
        }
    });
    back.sort_unstable_by(f64::total_cmp);
    let by = |share: f64| {
        let rank = (share * n as f64).ceil() as usize;
        let month = back.get(rank.saturating_sub(1)).copied()?;
        month.is_finite().then_some(month)
    };
    // A rate that cannot be told from the one asked for is no miss.
    let missed = |(rate, hurdle): (&f64, &f64)| rate.is_nan() || *rate < hurdle - 1e-9;
    let below = rate
        .iter()
        .zip(&hurdle)
        .filter(|&pair| missed(pair))
        .count();
    let timed: Vec<Timed> = median
        .iter()
        .enumerate()
        .map(|(month, flow)| Timed {
            time: month as f64 / 12.0,
            amount: flow.0[0],
        })
        .collect();
    let roots: Vec<f64> = rate_of(&timed).roots.iter().map(|root| root.rate).collect();
    let (irr_bins, irr_bin_width) = bins(&rate);
    let mut investor = Investor {
        name: String::new(),
        label: String::new(),
        kind: "",
        commitment: match sole {
            Some(cost) => spread(&[cost]),
            None => spread(&of.commitment),
        },
        takes_part: share(n, of.drawn.len()),
        drawn: spread(&drawn),
        received: spread(&received),
        irr: spread(&rate),
        no_rate: rate.iter().filter(|rate| rate.is_nan()).count() as f64 / n.max(1) as f64,
        hurdle: spread(&hurdle),
        moic: spread(&moic),
        multiples: Multiples {
            dpi: spread(&pick(&of.multiples[0])),
            rvpi: spread(&pick(&of.multiples[1])),
            tvpi: spread(&moic),
            pme: spread(&pick(&of.multiples[2])),
            index_return: statistics(&kept.index).mean,
        },
        largest_exposure: spread(&pick(&of.exposure)),
        break_even: [by(0.1), by(0.5), by(0.9)],
        never_breaks_even: share(never, n),
        loss: share(gain.iter().filter(|gain| **gain < 0.0).count(), n),
        below_hurdle: share(below, n),
        cvar_5_gain: worst_twentieth(&gain),
        cvar_5_moic: worst_twentieth(&moic),
        gain: spread(&gain),
        years: years(of, kept),
        position: bands(&of.position),
        irr_bins,
        irr_bin_width,
        npv_profile: profile(&timed, &roots),
        roots,
    };
    name(&mut investor);
    investor
}

fn years(of: &OfInvestor, kept: &Collected) -> Vec<YearFlows> {
    let n = kept.draws.max(1) as f64;
    let sum = |monthly: &[f64], year: usize| {
        let months = monthly.iter().zip(&kept.year_of);
        let of_year = months.filter(|&(_, &of)| of == year);
        of_year.map(|(amount, _)| amount).sum::<f64>() / n
    };
    kept.years
        .iter()
        .enumerate()
        .map(|(y, &year)| YearFlows {
            year,
            called: sum(&of.called, y),
            called_quantiles: of.calls[y].quantiles([0.1, 0.5, 0.9]),
            distributed: sum(&of.distributed, y),
        })
        .collect()
}

fn bands(months: &[Sketch]) -> Bands {
    let quantiles: Vec<[f64; 5]> = months
        .iter()
        .map(|month| month.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]))
        .collect();
    let level = |i: usize| quantiles.iter().map(|month| month[i]).collect();
    Bands {
        p5: level(0),
        p25: level(1),
        p50: level(2),
        p75: level(3),
        p95: level(4),
    }
}

/// Widths of bins that read well.
const WIDTHS: [f64; 8] = [0.0025, 0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.25];
/// Bins that a picture has room for.
const MOST_BINS: f64 = 32.0;

/// Shares of the rates in bins of equal width over their middle 98 %; what is outside is in the first
/// or last bin.
fn bins(rates: &[f64]) -> (Vec<[f64; 2]>, f64) {
    let mut sorted: Vec<f64> = rates.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    if sorted.is_empty() {
        return (Vec::new(), 0.0);
    }
    let (low, high) = (
        quantile_of_sorted(&sorted, 0.01),
        quantile_of_sorted(&sorted, 0.99),
    );
    let fits = |width: &&f64| high - low <= MOST_BINS * **width;
    let width = WIDTHS.iter().find(fits).copied().unwrap_or(1.0);
    let first = (low / width).floor();
    let n = ((high / width).floor() - first) as usize + 1;
    let mut counts = vec![0_u32; n];
    for rate in &sorted {
        let bin = ((rate / width).floor() - first).clamp(0.0, (n - 1) as f64);
        counts[bin as usize] += 1;
    }
    let all = sorted.len() as f64;
    let bins = counts.iter().enumerate();
    let bins = bins.map(|(i, &n)| [(first + i as f64) * width, f64::from(n) / all]);
    (bins.collect(), width)
}

fn dscr(kept: &Collected) -> Vec<Dscr> {
    kept.years
        .iter()
        .zip(&kept.cover)
        .filter(|(_, sketch)| sketch.count() > 0)
        .map(|(&year, sketch)| {
            let [p5, _, p25, p50, p75, _, p95] = sketch.quantiles(LEVELS);
            Dscr {
                year,
                with_service: sketch.count() as f64 / kept.draws.max(1) as f64,
                p5,
                p25,
                p50,
                p75,
                p95,
            }
        })
        .collect()
}

/// With the event less without it; without the project less with it.
fn effect(of: &OfChange, kind: &str) -> Effect {
    let sign = if kind == "event" { 1.0 } else { -1.0 };
    let paired = |pairs: &[[f64; 2]]| {
        let differences: Vec<f64> = pairs.iter().map(|[a, b]| sign * (a - b)).collect();
        let s = statistics(&differences);
        (s.mean, s.standard_error)
    };
    let n = of.gain.len().max(1) as f64;
    let losses = |side: usize| of.gain.iter().filter(|pair| pair[side] < 0.0).count() as f64 / n;
    let (gain, gain_standard_error) = paired(&of.gain);
    let (moic, moic_standard_error) = paired(&of.moic);
    let (irr, irr_standard_error) = paired(&of.rate);
    let [as_is, changed] = [losses(0), losses(1)];
    Effect {
        gain,
        gain_standard_error,
        moic,
        moic_standard_error,
        irr,
        irr_standard_error,
        loss: if kind == "event" {
            [as_is, changed]
        } else {
            [changed, as_is]
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_twentieth_counts_its_last_draw_in_part() {
        let values: Vec<f64> = (0..30).rev().map(f64::from).collect();
        // 1.5 draws: all of 0 and half of 1.
        assert!((worst_twentieth(&values) - 0.5 / 1.5).abs() < 1e-15);
        assert_eq!(worst_twentieth(&[7.0]), 7.0);
        assert!(worst_twentieth(&[]).is_nan());
    }

    #[test]
    fn bins_hold_every_rate() {
        let rates: Vec<f64> = (0..1000).map(|i| f64::from(i) * 1e-4 - 0.03).collect();
        let (bins, width) = bins(&rates);
        assert_eq!(width, 0.005);
        let all: f64 = bins.iter().map(|bin| bin[1]).sum();
        assert!((all - 1.0).abs() < 1e-12 && bins.len() <= 32);
    }
}
