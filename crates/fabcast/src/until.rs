//! Precisions to go on for: `p50(delivered_h100e_2030) ± 1 %`.

use fabcast_document::run::GoalResult;

use crate::collect::Collected;
use crate::ensemble::CHUNK;
use crate::outcome::List;
use crate::statistics::{Z95, fewest_draws, levels_around, wilson};
use crate::text;
use crate::verdict::Target;

/// Draws after which a run first looks whether it has got what it was to go on for.
const FIRST_LOOK: u64 = 512;

/// Number of draws at the look after the one at `draws` draws: a quarter more, whatever the
/// threads do.
pub fn next_look(draws: u64) -> u64 {
    if draws < FIRST_LOOK {
        return FIRST_LOOK;
    }
    let chunk = CHUNK as u64;
    (draws + draws / 4).max(draws + 1).div_ceil(chunk) * chunk
}

/// What is estimated.
#[derive(Clone, Debug, PartialEq)]
enum Quantity {
    /// A quantile of an outcome: position and level.
    Quantile(usize, f64),
    /// Mean of an outcome.
    Mean(usize),
    /// Probability that a target is met, or all (`None`).
    Probability(Option<usize>),
}

/// Half a 95 % interval that is wide enough.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tolerance {
    /// In the unit of the quantity.
    Absolute(f64),
    /// As a share of the estimate.
    Relative(f64),
}

/// A precision to go on for: that a 95 % interval reach no further than so much to either side.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    quantity: Quantity,
    tolerance: Tolerance,
    written: String,
}

impl Goal {
    /// Reads `QUANTITY ± TOLERANCE`, also with `+-` or `+/-`.
    ///
    /// QUANTITY is `p5(OUTCOME)` with any level, `median(OUTCOME)`, `mean(OUTCOME)`, `probability`
    /// or `probability(TARGET)`; TOLERANCE is `1 %`, of the estimate or of all futures, or a number
    /// in the outcome's unit. Its outcome is added to the list.
    ///
    /// ```
    /// use fabcast::{model::model::Model, outcome::List, until::Goal};
    /// let scenario = fabcast::load("one-fab", &[]).unwrap();
    /// let mut list = List::of(&Model::new(&scenario.inputs).unwrap());
    /// let goal = Goal::read("p50(h100e_2028) +- 1 %", &[], &mut list).unwrap();
    /// assert_eq!(goal.to_string(), "p50(delivered_h100e_2028) ± 1 %");
    /// assert!(Goal::read("p50(h100e_2030) ± 0 %", &[], &mut list).is_err());
    /// ```
    ///
    /// # Errors
    /// What is wrong, and what was expected.
    pub fn read(written: &str, targets: &[Target], list: &mut List) -> Result<Goal, String> {
        let marks = ["±", "+/-", "+-"];
        let parts = marks.iter().find_map(|mark| written.split_once(mark));
        let (what, tolerance) = parts.ok_or_else(|| text::goal_form(written))?;
        let what = what.trim();
        let (function, name) = match what.split_once('(') {
            Some((function, rest)) => {
                let name = rest
                    .strip_suffix(')')
                    .ok_or_else(|| text::goal_form(written))?;
                (function.trim(), Some(name.trim()))
            }
            None => (what, None),
        };
        let quantity = match (function, name) {
            ("probability", None) => Quantity::Probability(None),
            ("probability", Some(name)) => {
                let position = targets.iter().position(|target| target.name == name);
                let names: Vec<&str> = targets.iter().map(|t| t.name.as_str()).collect();
                let unknown = || text::goal_target(name, &names);
                Quantity::Probability(Some(position.ok_or_else(unknown)?))
            }
            ("mean", Some(name)) => Quantity::Mean(find(name, list)?),
            ("median", Some(name)) => Quantity::Quantile(find(name, list)?, 0.5),
            (function, Some(name)) => {
                let level = function
                    .strip_prefix('p')
                    .and_then(|p| p.parse::<f64>().ok());
                let level = level.filter(|level| *level > 0.0 && *level < 100.0);
                let level = level.ok_or_else(|| text::goal_form(written))?;
                Quantity::Quantile(find(name, list)?, level / 100.0)
            }
            (_, None) => return Err(text::goal_form(written)),
        };
        let tolerance = read_tolerance(tolerance.trim(), &quantity, list)
            .ok_or_else(|| text::goal_tolerance(tolerance.trim(), unit_of(&quantity, list)))?;
        let written = spell(&quantity, tolerance, targets, list);
        Ok(Goal {
            quantity,
            tolerance,
            written,
        })
    }

    /// Fewest draws with which it can be reached at all.
    pub fn fewest_draws(&self) -> u64 {
        match self.quantity {
            Quantity::Quantile(_, level) => fewest_draws(level),
            Quantity::Mean(_) | Quantity::Probability(_) => 2,
        }
    }

    /// How precise it is by now.
    pub fn look(&self, collected: &Collected) -> GoalResult {
        let (estimate, half_width) = match self.quantity {
            Quantity::Probability(target) => {
                let met = target.map_or(collected.met_all, |target| collected.met[target]);
                let [low, high] = wilson(met, collected.draws);
                let share = met as f64 / collected.draws.max(1) as f64;
                (share, (high - low) / 2.0)
            }
            Quantity::Mean(position) => {
                let tally = &collected.outcomes[position];
                let (mean, sd) = tally.mean_and_sd();
                let n = tally.moments.count();
                let half = if n < 2 {
                    f64::NAN
                } else {
                    Z95 * sd / (n as f64).sqrt()
                };
                (mean, half)
            }
            Quantity::Quantile(position, level) => {
                let sketch = &collected.outcomes[position].sketch;
                let [low, high] = levels_around(level, sketch.count(), Z95);
                let [from, at, to] = sketch.quantiles([low, level, high]);
                let within = low > 0.0 && high < 1.0;
                (at, if within { (to - from) / 2.0 } else { f64::NAN })
            }
        };
        let tolerance = match self.tolerance {
            Tolerance::Absolute(tolerance) => tolerance,
            Tolerance::Relative(share) => share * estimate.abs(),
        };
        GoalResult {
            goal: self.written.clone(),
            estimate,
            half_width,
            tolerance,
            reached: half_width <= tolerance,
        }
    }
}

impl std::fmt::Display for Goal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.written)
    }
}

fn unit_of(quantity: &Quantity, list: &List) -> &'static str {
    match quantity {
        Quantity::Quantile(position, _) | Quantity::Mean(position) => list.infos()[*position].unit,
        Quantity::Probability(_) => "%",
    }
}

fn read_tolerance(written: &str, quantity: &Quantity, list: &List) -> Option<Tolerance> {
    let end = written
        .find(|c: char| !c.is_ascii_digit() && !".eE+-_".contains(c))
        .unwrap_or(written.len());
    let (number, unit) = written.split_at(end);
    let number: f64 = number.replace('_', "").parse().ok()?;
    if !(number > 0.0 && number.is_finite()) {
        return None;
    }
    let unit = unit.trim();
    match quantity {
        Quantity::Probability(_) if unit == "%" => Some(Tolerance::Absolute(number / 100.0)),
        Quantity::Probability(_) => unit.is_empty().then_some(Tolerance::Absolute(number)),
        _ if unit == "%" => Some(Tolerance::Relative(number / 100.0)),
        _ => (unit.is_empty() || unit == unit_of(quantity, list))
            .then_some(Tolerance::Absolute(number)),
    }
}

fn spell(quantity: &Quantity, tolerance: Tolerance, targets: &[Target], list: &List) -> String {
    let name = |position: usize| list.infos()[position].name.as_str();
    let what = match *quantity {
        Quantity::Quantile(position, level) => {
            // 0.999 · 100 is not 99.9 in binary
            let level = (level * 1e10).round() / 1e8;
            format!("p{level}({})", name(position))
        }
        Quantity::Mean(position) => format!("mean({})", name(position)),
        Quantity::Probability(None) => "probability".to_owned(),
        Quantity::Probability(Some(target)) => format!("probability({})", targets[target].name),
    };
    let percent = |share: f64| format!("{} %", (share * 1e10).round() / 1e8);
    match (quantity, tolerance) {
        (_, Tolerance::Relative(share)) => format!("{what} ± {}", percent(share)),
        (Quantity::Probability(_), Tolerance::Absolute(share)) => {
            format!("{what} ± {}", percent(share))
        }
        (_, Tolerance::Absolute(size)) => format!("{what} ± {size} {}", unit_of(quantity, list)),
    }
}

/// An outcome by its name, by what follows `delivered_` in it, or by an ending that only one has.
fn find(name: &str, list: &mut List) -> Result<usize, String> {
    let delivered = format!("delivered_{name}");
    if let Some(position) = list.add(name).or_else(|| list.add(&delivered)) {
        return Ok(position);
    }
    let ending = format!("_{name}");
    let all = list.infos().iter().enumerate();
    let ends: Vec<(usize, &str)> = all
        .map(|(position, info)| (position, info.name.as_str()))
        .filter(|(_, other)| !name.is_empty() && other.ends_with(&ending))
        .collect();
    match ends[..] {
        [(position, _)] => Ok(position),
        [] => Err(text::goal_outcome(name, list.nearest(name))),
        _ => {
            let names: Vec<&str> = ends.iter().map(|(_, name)| *name).collect();
            Err(text::goal_ambiguous(name, &names))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(name: &str) -> Target {
        Target {
            name: name.to_owned(),
            label: String::new(),
            outcome: 0,
            at_least: 0.0,
        }
    }

    #[test]
    fn goals_as_they_are_written() {
        let targets = [target("return")];
        let scenario = crate::load("one-fab", &[]).expect("an embedded scenario");
        let model = fabcast_model::model::Model::new(&scenario.inputs).expect("a sound scenario");
        let mut list = List::of(&model);
        for (written, spelt) in [
            ("p50(h100e_2030)±1%", "p50(delivered_h100e_2030) ± 1 %"),
            ("p99.9( irr ) +/- 0.01", "p99.9(irr) ± 0.01 1/year"),
            (
                "median(datacentre_gw_2035) ± 2 GW",
                "p50(datacentre_gw_2035) ± 2 GW",
            ),
            ("mean(npv) +- 5e1", "mean(npv) ± 50 10^9 USD"),
            (
                "p50(shortage_japan_2028) ± 5 FTE",
                "p50(shortage_japan_2028) ± 5 FTE",
            ),
            ("p50(share_2033) ± 1 %", "p50(delivered_share_2033) ± 1 %"),
            ("probability ± 0.5 %", "probability ± 0.5 %"),
            ("probability(return) ± 0.01", "probability(return) ± 1 %"),
        ] {
            let goal = Goal::read(written, &targets, &mut list);
            assert_eq!(goal.map(|goal| goal.to_string()), Ok(spelt.to_owned()));
        }
        for wrong in [
            "p50(irr)",
            "irr ± 1 %",
            "p0(irr) ± 1 %",
            "p100(irr) ± 1 %",
            "p50(irr ± 1 %",
            "p50(irr) ± -1 %",
            "p50(irr) ± nothing",
            "p50(irr) ± 1 GW",
            "probability(x) ± 1 %",
            "p50(nonsense) ± 1 %",
            "p50() ± 1 %",
            "p50(2030) ± 1 %",
            "probability ± 1 GW",
        ] {
            assert!(Goal::read(wrong, &targets, &mut list).is_err(), "{wrong}");
        }
    }

    #[test]
    fn looks_are_far_between() {
        let mut looks = vec![next_look(0)];
        while looks.len() < 30 {
            looks.push(next_look(looks[looks.len() - 1]));
        }
        assert_eq!(looks[..4], [512, 640, 896, 1152]);
        assert!(looks.windows(2).all(|w| w[1] > w[0] && w[1] % 128 == 0));
    }
}
