//! Promises of governments and of plants that they pay for: promised against actual dates.
//!
//! A promise is kept to the month with chance `π`, or late by an exponential time of mean `θ`. Promises of
//! plants and of acts (licences, clearances, tariffs) have chances of their own, drawn from a common Beta
//! distribution (partial pooling); the posterior is summed over a grid. Each programme is forecast from the
//! others alone. An "actual" date after the last report is a newer promise: the promise is then open at the
//! last report.

use std::collections::BTreeMap;

use fabcast_document::backtest::Estimate;
use fabcast_document::backtest::policy::{PolicyDocument, PromiseRow};
use fabcast_model::math::scalar::{exp, ln, pow};
use fabcast_model::uncertainty::{Draw, name_hash};

use super::BacktestError;
use super::calendar::Window;
use super::score::{Case, Forecast, Observed, scores};
use super::table::{CaseError, Table, embedded, read};
use super::text;

const FILE: &str = "policy_events.csv";
const COLUMNS: [&str; 6] = [
    "id",
    "country",
    "programme",
    "promised_date",
    "actual_date",
    "as_of",
];
/// Rows whose date is the year of a target or a rule's last day, and no promise of an event, and a rule
/// that was withdrawn before its date.
const NO_PROMISES: [&str; 8] = [
    "us.48d.deadline",
    "eu.chips.act",
    "jp.plan.2024",
    "kr.cluster",
    "cn.mic2025",
    "tw.n1",
    "xc.diffusion",
    "eu.intel.magdeburg",
];
/// Beginnings of the identifiers of plants; all others are acts.
const PLANTS: [&str; 4] = ["fab.", "jp.", "eu.", "in."];

/// Means of the chance to be kept, and how alike the kinds are, over which is summed.
const MEANS: [f64; 9] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const ALIKE: [f64; 3] = [1.0, 4.0, 16.0];
/// Mean months late, over which is summed; equal chances, as they rise by a constant factor.
const LATE: [f64; 9] = [2.0, 3.0, 4.5, 7.0, 10.0, 15.0, 22.0, 33.0, 50.0];
/// Chances to be kept, over which is summed within a kind.
const N_CHANCES: usize = 40;
const WIDTH: f64 = 1.0;

#[derive(Clone, Debug)]
struct Promise {
    id: String,
    programme: String,
    is_plant: bool,
    promised: Window,
    actual: Option<Window>,
    as_of: Window,
}

impl Promise {
    /// Months late, or at least so many; `None` if it is not due yet.
    fn late(&self) -> Option<(f64, bool)> {
        match self.actual {
            Some(actual) => Some((actual.middle() - self.promised.middle(), false)),
            None => {
                let late = f64::from(self.as_of.from) - self.promised.middle();
                (late > 0.0).then_some((late, true))
            }
        }
    }
}

fn promises(name: &str, content: &str) -> Result<Vec<Promise>, CaseError> {
    let events = Table::new(name, content, &COLUMNS).collect(|row| {
        let (actual, as_of) = (row.date("actual_date")?, row.date("as_of")?);
        (actual.from < as_of.to).then(|| (row.text("programme").to_owned(), actual))
    })?;
    Table::new(name, content, &COLUMNS).collect(|row| {
        let id = row.text("id").to_owned();
        let promised = row.date("promised_date")?;
        if NO_PROMISES.contains(&id.as_str()) {
            return None;
        }
        if row.text("as_of").is_empty() {
            row.fault("as_of", text::empty("as_of"));
        }
        let as_of = row.date("as_of")?;
        // A date that lies after the report is what was promised next, unless a later row tells
        // of the event.
        let programme = row.text("programme").to_owned();
        let actual = row.date("actual_date").filter(|actual| {
            actual.from < as_of.to || events.contains(&(programme.clone(), *actual))
        });
        Some(Promise {
            is_plant: PLANTS.iter().any(|start| id.starts_with(start)),
            programme,
            promised,
            actual,
            as_of,
            id,
        })
    })
}

/// The posterior from some promises.
struct Posterior {
    /// Probability, chances to be kept of plants and of acts, mean months late.
    cells: Vec<(f64, [f64; 2], f64)>,
}

impl Posterior {
    fn new(known: &[&Promise]) -> Posterior {
        let chances: Vec<f64> = (0..N_CHANCES)
            .map(|i| (i as f64 + 0.5) / N_CHANCES as f64)
            .collect();
        let mut cells = Vec::new();
        for theta in LATE {
            // Likelihood of each kind by its chance to be kept.
            let likelihood = |plant: bool| -> Vec<f64> {
                let of_kind = || known.iter().filter(|p| p.is_plant == plant);
                chances
                    .iter()
                    .map(|&kept| {
                        of_kind()
                            .filter_map(|p| p.late())
                            .map(|(late, open)| match (open, late < 0.5) {
                                (true, _) => (1.0 - kept) * exp(-late / theta),
                                (false, true) => kept,
                                (false, false) => (1.0 - kept) * exp(-late / theta) / theta,
                            })
                            .product()
                    })
                    .collect()
            };
            let by_kind = [likelihood(true), likelihood(false)];
            for mean in MEANS {
                for alike in ALIKE {
                    let (a, b) = (mean * alike, (1.0 - mean) * alike);
                    let prior: Vec<f64> = chances
                        .iter()
                        .map(|&p| pow(p, a - 1.0) * pow(1.0 - p, b - 1.0))
                        .collect();
                    let total: f64 = prior.iter().sum();
                    let [plants, acts] = [0, 1].map(|kind: usize| {
                        let terms = prior.iter().zip(&by_kind[kind]).map(|(p, l)| p * l / total);
                        let weight: f64 = terms.clone().sum();
                        let mean: f64 = terms.zip(&chances).map(|(w, p)| w * p).sum();
                        (weight, mean / weight)
                    });
                    cells.push((plants.0 * acts.0, [plants.1, acts.1], theta));
                }
            }
        }
        let sum: f64 = cells.iter().map(|cell| cell.0).sum();
        for cell in &mut cells {
            cell.0 /= sum;
        }
        Posterior { cells }
    }

    fn kept(&self, is_plant: bool) -> f64 {
        let kind = usize::from(!is_plant);
        self.cells.iter().map(|cell| cell.0 * cell.1[kind]).sum()
    }

    fn draws(&self, promise: &Promise, draws: u64, seed: u64) -> Vec<f64> {
        let [which, whether, how] = ["which", "whether", "how"]
            .map(|part| name_hash(&format!("backtest.policy.{part}.{}", promise.id)));
        let mut sum = 0.0;
        let cumulative: Vec<f64> = self
            .cells
            .iter()
            .map(|cell| {
                sum += cell.0;
                sum
            })
            .collect();
        let kind = usize::from(!promise.is_plant);
        (0..draws)
            .map(|number| {
                let draw = Draw { seed, number };
                let i = cumulative.partition_point(|&c| c < draw.uniform(which) * sum);
                let (_, kept, theta) = self.cells[i.min(self.cells.len() - 1)];
                match draw.uniform(whether) < kept[kind] {
                    true => 0.0,
                    false => -theta * ln(draw.uniform(how)),
                }
            })
            .collect()
    }

    fn estimate(&self, of: impl Fn(&(f64, [f64; 2], f64)) -> f64) -> Estimate {
        let mean: f64 = self.cells.iter().map(|c| c.0 * of(c)).sum();
        let square: f64 = self.cells.iter().map(|c| c.0 * of(c) * of(c)).sum();
        Estimate {
            estimate: mean,
            standard_error: (square - mean * mean).max(0.0).sqrt(),
        }
    }
}

/// Forecasts each programme's promises from the others, and scores them.
///
/// # Errors
/// When the file has faults.
pub fn policy(options: &super::Options) -> Result<PolicyDocument, BacktestError> {
    let record = promises(FILE, embedded(FILE))?;
    let (file, cases) = match &options.cases {
        Some(path) => {
            let name = path.display().to_string();
            let cases = promises(&name, &read(path)?)?;
            (name, cases)
        }
        None => (FILE.to_owned(), record.clone()),
    };
    let draws = options.draws.unwrap_or(4_000);
    let looks = record.iter().chain(&cases).map(|p| p.as_of.to);
    let last = looks.max().unwrap_or(0);
    let mut rows = Vec::new();
    let mut forecasts: Vec<(Forecast, Observed, [Forecast; 3])> = Vec::new();
    let mut not_due = Vec::new();
    for promise in &cases {
        let Some((late, open)) = promise.late() else {
            not_due.push(promise.id.clone());
            continue;
        };
        let others: Vec<&Promise> = record
            .iter()
            .filter(|other| other.programme != promise.programme && other.id != promise.id)
            .collect();
        let posterior = Posterior::new(&others);
        let forecast = posterior.draws(promise, draws, options.seed);
        let Some(forecast) = Forecast::new(forecast) else {
            return Err(BacktestError::Interrupted);
        };
        let observed = match open {
            true => Observed::after(late),
            false => {
                let seen = f64::from(last) - promise.promised.middle();
                Observed::point(late).looked_until(seen)
            }
        };
        let delays: Vec<f64> = others
            .iter()
            .filter_map(|other| other.late())
            .filter(|(_, open)| !open)
            .map(|(late, _)| late)
            .collect();
        let mean = delays.iter().sum::<f64>() / delays.len().max(1) as f64;
        let exponential = Forecast::from_quantiles(1_000, |u| -mean * ln(1.0 - u));
        rows.push(PromiseRow {
            id: promise.id.clone(),
            programme: promise.programme.clone(),
            kind: if promise.is_plant { "plant" } else { "act" }.to_owned(),
            promised: promise.promised.to_string(),
            outcome: match promise.actual {
                Some(actual) => actual.to_string(),
                None => format!("not by {}", promise.as_of),
            },
            late,
            open,
            kept: posterior.kept(promise.is_plant),
            forecast: [0.1, 0.5, 0.9].map(|level| forecast.quantile(level)),
            crps: forecast.crps(&observed),
        });
        let rivals = [Forecast::point(0.0), Forecast::point(mean), exponential];
        forecasts.push((forecast, observed, rivals));
    }
    let scored: Vec<Case> = forecasts
        .iter()
        .map(|(forecast, observed, rivals)| Case {
            forecast,
            observed: *observed,
            rivals: ["promised", "class_mean", "exponential"]
                .into_iter()
                .zip(rivals)
                .collect(),
        })
        .collect();
    let all = Posterior::new(&record.iter().collect::<Vec<_>>());
    let fitted = BTreeMap::from([
        ("kept_plants".to_owned(), all.estimate(|c| c.1[0])),
        ("kept_acts".to_owned(), all.estimate(|c| c.1[1])),
        ("months_late".to_owned(), all.estimate(|c| c.2)),
    ]);
    Ok(PolicyDocument {
        case: "policy".to_owned(),
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
        file,
        seed: options.seed,
        draws,
        scores: scores(&scored, WIDTH),
        fitted,
        cases: rows,
        not_due,
    })
}

/// The document for a screen.
pub fn screen(document: &PolicyDocument) -> String {
    let s = &document.scores;
    let mut out = format!(
        "Promised and actual dates of public programmes: {} promises of {}, {} of them open\n\n\
         Months late, each programme from the others: CRPS {:.2} ± {:.2}; 50, 80, 90 % cover {:.0}, {:.0}, {:.0} %\n",
        s.n,
        document.file,
        s.n_censored,
        s.crps,
        s.crps_error,
        100.0 * s.coverage_50,
        100.0 * s.coverage_80,
        100.0 * s.coverage_90,
    );
    for (name, rival) in &s.rivals {
        out.push_str(&format!(
            "  rival {:<12} CRPS {:>5.2}, ours less by {:>4.0} % ± {:.0} %\n",
            name.replace('_', " "),
            rival.crps,
            100.0 * rival.skill.skill,
            100.0 * rival.skill.skill_error
        ));
    }
    out.push_str(&format!(
        "\n{:<20}{:<7}{:<24}{:<19}{:>6}{:>10}{:>11}{:>7}\n",
        "", "kind", "promised", "came", "late", "kept, %", "80 %", "CRPS"
    ));
    for row in &document.cases {
        out.push_str(&format!(
            "{:<20}{:<7}{:<24}{:<19}{:>6}{:>10.0}{:>11}{:>7.2}\n",
            row.id,
            row.kind,
            row.promised,
            row.outcome,
            format!("{}{:.0}", if row.open { ">" } else { "" }, row.late),
            100.0 * row.kept,
            format!("{:.0} to {:.0}", row.forecast[0], row.forecast[2]),
            row.crps
        ));
    }
    out.push_str("\nFrom all of them\n");
    for (name, e) in &document.fitted {
        out.push_str(&format!(
            "  {:<14}{:>6.2} ± {:.2}\n",
            name.replace('_', " "),
            e.estimate,
            e.standard_error
        ));
    }
    out.push_str(&format!(
        "\nNot due at the last report: {}\n\n{}\n",
        document.not_due.join(", "),
        text::POLICY_WEAK
    ));
    out
}

#[cfg(test)]
mod tests;
