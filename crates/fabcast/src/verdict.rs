//! The verdict (model §14): targets, the probability of each and of all, and a label.

use fabcast_document::run::{RunDocument, TargetResult, Verdict};
use fabcast_model::inputs::Leaf;
use fabcast_model::model::Model;
use fabcast_scenario::Scenario;

use crate::collect::Collected;
use crate::format::{Measure, told_error, with_error};
use crate::outcome;
use crate::statistics::{Z95, share_error, wilson};
use crate::text;

/// Something that the programme is meant to reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Name in the scenario.
    pub name: String,
    /// The target in words.
    pub label: String,
    /// Position of the outcome in the list that it was read with.
    pub outcome: usize,
    /// Smallest value that meets it.
    pub at_least: f64,
}

impl Target {
    /// Whether a value meets it; no value does not.
    pub fn is_met(&self, value: f64) -> bool {
        value >= self.at_least
    }
}

/// A target names an outcome that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOutcome {
    /// Path of the leaf.
    pub path: String,
    /// What stands there.
    pub outcome: String,
}

/// Targets of a scenario; their outcomes are added to the list.
///
/// # Errors
/// Every target whose outcome does not exist.
pub fn targets(
    scenario: &Scenario,
    list: &mut outcome::List,
) -> Result<Vec<Target>, Vec<UnknownOutcome>> {
    let leaves = &scenario.inputs.leaves;
    let mut targets = Vec::new();
    let mut unknown = Vec::new();
    for (path, leaf) in leaves {
        let Some(name) = path
            .strip_prefix("target.")
            .and_then(|p| p.strip_suffix(".outcome"))
        else {
            continue;
        };
        let Leaf::Text(wanted) = leaf else { continue };
        let Some(position) = list.add_any(wanted) else {
            unknown.push(UnknownOutcome {
                path: path.clone(),
                outcome: wanted.clone(),
            });
            continue;
        };
        let at_least = match leaves.get(&format!("target.{name}.at_least")) {
            Some(Leaf::Quantity(distribution)) => distribution.centre(),
            _ => f64::NAN,
        };
        let label = match leaves.get(&format!("target.{name}.label")) {
            Some(Leaf::Text(label)) => label.clone(),
            _ => name.to_owned(),
        };
        targets.push(Target {
            name: name.to_owned(),
            label,
            outcome: position,
            at_least,
        });
    }
    if unknown.is_empty() {
        Ok(targets)
    } else {
        Err(unknown)
    }
}

/// Share of draws at and above which a programme is called executable.
pub const EXECUTABLE: f64 = 0.8;
/// Share of draws at and below which it is called a fantasy.
pub const FANTASY: f64 = 0.2;

/// Share of the plan that a target must ask for if meeting it is to be called executing the plan.
pub const AS_PLANNED: f64 = 0.9;

/// Whether a target is content with a part of the plan.
fn is_modest(target: &Target, outcomes: &outcome::List) -> bool {
    outcomes.infos()[target.outcome].name.contains("_share_") && target.at_least < AS_PLANNED
}

/// Judges an ensemble by the targets that its summaries were made with; an outcome without a
/// value does not meet its target.
pub fn judge(
    (model, outcomes): (&Model, &outcome::List),
    targets: &[Target],
    collected: &Collected,
) -> Verdict {
    let n = collected.draws;
    let has_programme = model.has_programme();
    let share_of = |count: u64| count as f64 / n.max(1) as f64;
    let results = targets
        .iter()
        .zip(&collected.met)
        .map(|(target, &met)| TargetResult {
            name: target.name.clone(),
            text: target.label.clone(),
            probability: share_of(met),
            standard_error: share_error(share_of(met), n),
            interval: wilson(met, n),
        })
        .collect();
    let probability = share_of(collected.met_all);
    let label = match (has_programme, targets.is_empty()) {
        (false, _) => text::NO_PROGRAMME,
        (true, true) => text::NO_TARGETS,
        (true, false) if probability >= EXECUTABLE => {
            match targets.iter().any(|t| is_modest(t, outcomes)) {
                true => text::REACHABLE,
                false => text::EXECUTABLE,
            }
        }
        (true, false) if probability <= FANTASY => text::FANTASY,
        (true, false) => text::STRETCH,
    };
    Verdict {
        label: label.to_owned(),
        probability,
        standard_error: share_error(probability, n),
        interval: wilson(collected.met_all, n),
        sentence: sentence(label, probability, model, (outcomes, collected)),
        targets: results,
    }
}

fn sentence(
    label: &str,
    probability: f64,
    model: &Model,
    (outcomes, collected): (&outcome::List, &Collected),
) -> String {
    let median = |name: &str| {
        let value = collected.outcomes[outcomes.position(name)?].quantile(0.5);
        value.is_finite().then_some(value)
    };
    if !model.has_programme() {
        let year = model.reported[0];
        let of = |stem: &str| median(&format!("{stem}_{year}"));
        return text::world_sentence(year, of("others_h100e"), of("price"));
    }
    // A share of nothing is no news.
    let share = |date: &str| {
        let planned = median(&format!("plan_h100e_{date}"))?;
        let share = median(&format!("delivered_share_{date}"));
        share.filter(|_| planned > 0.0)
    };
    let years = model.reported.iter().map(i32::to_string);
    let shares = years.map(|year| {
        let share = share(&year);
        (year, share)
    });
    let end = ("the end".to_owned(), share("end"));
    let reached: Vec<(String, f64)> = shares
        .chain([end])
        .filter_map(|(date, share)| Some((date, share?)))
        .take(2)
        .collect();
    text::verdict_sentence(label, probability, collected.draws, &reached)
}

/// What the programme adds to the world's compute, net of what others would have had (model §14), in a sentence.
/// None where the causes were not asked for, and where nothing that is delivered takes anything from others.
pub fn adds(document: &RunDocument) -> Option<String> {
    let adds = &document.why.as_ref()?.adds;
    let told = adds.iter().filter(|(_, adds)| {
        // What others lose may be lost in the noise of what they have.
        adds.delivered.mean > 0.0 && adds.displaced.mean > 0.0 && adds.displaced.is_distinct()
    });
    let compute = Measure::of("million H100e");
    let parts: Vec<String> = told
        .enumerate()
        .map(|(i, (year, adds))| {
            let delivered = compute.write(adds.delivered.mean);
            let displaced = compute.number(adds.displaced.mean);
            let error = told_error(Z95 * adds.net.standard_error);
            let net = with_error(&compute.number(adds.net.mean.abs()), &compute.number(error));
            let more = adds.net.mean >= 0.0;
            text::adds(year, [&delivered, &displaced, &net], more, i == 0)
        })
        .collect();
    (!parts.is_empty()).then(|| format!("{}.", parts.join("; ")))
}

/// At what price of an H100-hour the programme pays, against what the market pays, and revenue
/// needed against revenue expected (model §12): medians, in a sentence. None without a price.
pub fn pays(document: &RunDocument) -> Option<String> {
    let median = |name: &str| {
        let outcome = document.outcomes.get(name)?;
        // "an H100-hour" stands in the sentence.
        let unit = outcome.unit.trim_end_matches("/hour");
        let written = Measure::of(unit).write(outcome.quantiles.p50);
        outcome.quantiles.p50.is_finite().then_some(written)
    };
    Some(text::pays(
        &median("break_even_price")?,
        &median("price_earned")?,
        &median("revenue_needed")?,
        &median("revenue_expected")?,
    ))
}
