//! From what was kept of an ensemble to the investors' document.

use fabcast_document::investors::{
    Covenant, CoverMonths, Dscr, Effect, Investor, InvestorsDocument, LoanCover, Multiples,
    SeveralRoots, Spread, Variant, YearFlows,
};
use fabcast_document::{Probability, Quantiles};
use fabcast_model::inputs::Leaf;
use fabcast_model::model::Model;
use fabcast_model::relax::ALL_GROUPS;
use fabcast_scenario::Scenario;

use super::collect::{Collected, OfChange, OfInvestor, OfYears};
use super::{Change, Flows, text};
use crate::ensemble::Options;
use crate::finance::rate::rate_of;
use crate::finance::returns::profile;
use crate::identity;
use crate::sketch::Sketch;
use crate::statistics::{LEVELS, estimate, quantile_of_sorted, share_error, statistics};

pub fn describe(
    scenario: &Scenario,
    model: &Model,
    kept: &Collected,
    changes: &[Change],
    options: &Options,
    median: Option<&(u64, Vec<Flows>)>,
) -> InvestorsDocument {
    let text_at = |path: &str| match scenario.inputs.leaves.get(path) {
        Some(Leaf::Text(label)) => Some(label.clone()),
        _ => None,
    };
    let investors = model.capital.investors.iter().enumerate();
    let label = |name: &str| {
        text_at(&format!("capital.investor.{name}.label"))
            .unwrap_or_else(|| crate::text::SOLE_INVESTOR.to_owned())
    };
    let flows = |i: usize| median.and_then(|(_, flows)| flows.get(i));
    InvestorsDocument {
        scenario: identity::id(scenario),
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
                let sole = (investor.commitment().is_none()).then(|| model.plan_cost());
                Investor {
                    name: investor.name.clone(),
                    label: label(&investor.name),
                    kind: investor.kind().to_owned(),
                    ..of_investor(&kept.investors[i], kept, flows(i), sole)
                }
            })
            .collect(),
        all_equity: kept
            .investors
            .get(model.capital.investors.len())
            .map(|all| {
                let flows = flows(model.capital.investors.len());
                Investor {
                    label: text::ALL_EQUITY.to_owned(),
                    kind: "equity".to_owned(),
                    ..of_investor(all, kept, flows, None)
                }
            }),
        grants: spread(&kept.grants),
        calendar: years(&kept.together, kept),
        several_roots: several_roots(kept, |i| match model.capital.investors.get(i) {
            Some(investor) => (investor.name.clone(), label(&investor.name)),
            None => (String::new(), text::ALL_EQUITY.to_owned()),
        }),
        dscr: dscr(kept),
        loan_cover: (kept.lenders.draws > 0).then(|| loan_cover(scenario, kept)),
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
                    kind: kind.to_owned(),
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
    Spread {
        mean: s.mean,
        standard_error: s.standard_error,
        quantiles: s.quantiles.into(),
        beyond: s.beyond,
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
    median: Option<&Flows>,
    sole: Option<f64>,
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
    let missed = |(rate, hurdle): (&f64, &f64)| *rate < hurdle - 1e-9;
    let below = rate
        .iter()
        .zip(&hurdle)
        .filter(|&pair| missed(pair))
        .count();
    let timed = median.map(|flows| flows.timed(0)).unwrap_or_default();
    let roots: Vec<f64> = rate_of(&timed).roots.iter().map(|root| root.rate).collect();
    let nothing_back = rate.iter().filter(|rate| **rate == -1.0).count();
    let (irr_bins, irr_bin_width) = bins(&rate);
    Investor {
        name: String::new(),
        label: String::new(),
        kind: String::new(),
        commitment: match sole {
            Some(cost) => spread(&[cost]),
            None => spread(&of.commitment),
        },
        takes_part: share(n, of.drawn.len()),
        drawn: spread(&drawn),
        received: spread(&received),
        irr: spread(&rate),
        no_rate: rate.iter().filter(|rate| rate.is_infinite()).count() as f64 / n.max(1) as f64,
        nothing_back: share(nothing_back, n),
        several_roots: share(of.several, n),
        hurdle: spread(&hurdle),
        moic: spread(&moic),
        multiples: (!of.multiples[0].is_empty()).then(|| Multiples {
            dpi: spread(&pick(&of.multiples[0])),
            rvpi: spread(&pick(&of.multiples[1])),
            tvpi: spread(&moic),
            pme: spread(&pick(&of.multiples[2])),
            index_return: statistics(&kept.index).mean,
        }),
        largest_exposure: spread(&pick(&of.exposure)),
        break_even: [by(0.1), by(0.5), by(0.9)],
        never_breaks_even: share(never, n),
        loss: share(gain.iter().filter(|gain| **gain < 0.0).count(), n),
        below_hurdle: share(below, n),
        cvar_5_gain: worst_twentieth(&gain),
        cvar_5_moic: worst_twentieth(&moic),
        gain: spread(&gain),
        years: years(&of.years, kept),
        position: bands(&of.position),
        irr_bins,
        irr_bin_width,
        roots,
    }
}

/// The profile of one draw with several roots, of all equity rather than of one investor.
fn several_roots(
    kept: &Collected,
    name: impl Fn(usize) -> (String, String),
) -> Option<SeveralRoots> {
    let n = kept.several.len();
    let all_first = kept.several.iter().enumerate().rev().take(1);
    let mut order = all_first.chain(kept.several.iter().enumerate().take(n.saturating_sub(1)));
    let (i, of) = order.find_map(|(i, of)| Some((i, of.as_ref()?)))?;
    let roots: Vec<f64> = of.rate.roots.iter().map(|root| root.rate).collect();
    let (investor, label) = name(i);
    Some(SeveralRoots {
        draw: of.draw,
        investor,
        label,
        reported: of.rate.rate.ok()?,
        profile: profile(&of.flows, &roots),
        roots,
    })
}

fn years(of: &OfYears, kept: &Collected) -> Vec<YearFlows> {
    let n = kept.draws.max(1) as f64;
    kept.years
        .iter()
        .enumerate()
        .map(|(y, &year)| YearFlows {
            year,
            called: of.sums[y][0] / n,
            called_quantiles: of.called[y].quantiles([0.1, 0.5, 0.9]),
            distributed: of.sums[y][1] / n,
            distributed_quantiles: of.distributed[y].quantiles([0.1, 0.5, 0.9]),
        })
        .collect()
}

fn bands(months: &[Sketch]) -> Quantiles<Vec<f64>> {
    let quantiles: Vec<[f64; 7]> = months.iter().map(|month| month.quantiles(LEVELS)).collect();
    let level = |i: usize| -> Vec<f64> { quantiles.iter().map(|month| month[i]).collect() };
    Quantiles::from(std::array::from_fn(level))
}

/// Widths of bins that read well.
const WIDTHS: [f64; 8] = [0.0025, 0.005, 0.01, 0.02, 0.025, 0.05, 0.1, 0.25];
/// Bins that a picture has room for.
const MOST_BINS: f64 = 32.0;

/// Shares of the rates above -1 in bins of equal width over their middle 98 %; what is outside is in
/// the first or last bin.
fn bins(rates: &[f64]) -> (Vec<[f64; 2]>, f64) {
    let mut sorted: Vec<f64> = rates
        .iter()
        .copied()
        .filter(|&x| x > -1.0 && x.is_finite())
        .collect();
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
    let all = rates.len() as f64;
    let bins = counts.iter().enumerate();
    let bins = bins.map(|(i, &n)| [(first + i as f64) * width, f64::from(n) / all]);
    (bins.collect(), width)
}

fn dscr(kept: &Collected) -> Vec<Dscr> {
    kept.years
        .iter()
        .zip(&kept.cover)
        .filter(|(_, sketch)| sketch.count() > 0)
        .map(|(&year, sketch)| Dscr {
            year,
            with_service: sketch.count() as f64 / kept.draws.max(1) as f64,
            quantiles: sketch.quantiles(LEVELS).into(),
        })
        .collect()
}

fn loan_cover(scenario: &Scenario, kept: &Collected) -> LoanCover {
    let lenders = &kept.lenders;
    let n = lenders.draws;
    let covenant = |path: &str, months: &[f64]| {
        let limit = match scenario.inputs.leaves.get(path) {
            Some(Leaf::Quantity(limit)) if limit.centre() > 0.0 => limit.centre(),
            _ => return None,
        };
        let broken: Vec<f64> = months.iter().copied().filter(|&m| m > 0.0).collect();
        Some(Covenant {
            limit,
            broken: share(broken.len(), n),
            months: statistics(&broken).mean,
        })
    };
    let below = lenders.dscr_min.iter().filter(|&&cover| cover < 1.0 - 1e-9);
    LoanCover {
        llcr: spread(&kept.loan_cover[0]),
        plcr: spread(&kept.loan_cover[1]),
        with_debt: n as f64 / kept.draws.max(1) as f64,
        dscr_min: spread(&lenders.dscr_min),
        below_one: share(below.count(), lenders.dscr_min.len()),
        lock_up: covenant("capital.lock_up_cover", &lenders.locked),
        default: covenant("capital.default_cover", &lenders.stopped),
        months: CoverMonths {
            cfads: bands(&lenders.cfads),
            debt_service: bands(&lenders.service),
            dscr: bands(&lenders.dscr),
            with_service: lenders
                .dscr
                .iter()
                .map(|month| month.count() as f64 / n.max(1) as f64)
                .collect(),
        },
    }
}

/// With the event less without it; without the project less with it.
fn effect(of: &OfChange, kind: &str) -> Effect {
    let sign = if kind == "event" { 1.0 } else { -1.0 };
    let paired = |pairs: &[[f64; 2]]| {
        let differences: Vec<f64> = pairs.iter().map(|[a, b]| sign * (a - b)).collect();
        let s = estimate(&differences);
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
