//! Sentences of the analyses, in one place.

use std::collections::BTreeMap;

use fabcast_document::Estimate;
use fabcast_document::absorb::{Best, Half, Point};
use fabcast_document::compare::{Compared, ComparedTarget};
use fabcast_document::gap::Split;
use fabcast_document::value::{Choice, Worth};

use super::absorb::SHARES;
use super::compare::Side;
use super::measure::Measured;
use crate::format::{Measure, count, percent};
use crate::statistics::Z95;

/// Nothing came out before the stop.
pub const INTERRUPTED: &str = "Interrupted before the first draws were done; there are no results.";

/// A scenario in which nothing is built.
pub fn no_programme(name: &str) -> String {
    format!(
        "`{name}` has no programme: there is no plan to set against what happens\n\n\
         `fabcast list` shows the scenarios; `fabcast run {name}` shows the world alone."
    )
}

/// An outcome that does not exist.
pub fn unknown_outcome(name: &str, nearest: Option<&str>) -> String {
    let hint = nearest.map_or_else(String::new, |nearest| {
        format!("; did you mean `{nearest}`?")
    });
    format!(
        "there is no outcome called `{name}`{hint}\n\n\
         `fabcast schema outcomes` lists them. Those with a date may be asked for without it, or with another \
         year: `delivered_h100e`, `delivered_h100e_2033`."
    )
}

/// A date that is not simulated.
pub fn not_simulated(year: i32, start: &str, end: &str) -> String {
    format!(
        "December {year} is not simulated: the scenario goes from {start} to {end}\n\n\
         Choose another year with --year, or another end with --set end=YEAR-12."
    )
}

/// No outcome was asked for.
pub const NO_OUTCOME: &str = "no outcome is asked for; name one, as `delivered_h100e`";

/// An outcome that never has a value under all sets of limits.
pub fn never_defined(name: &str) -> String {
    format!(
        "`{name}` cannot be split: in no future does it have a value under every set of limits\n\n\
         Take one that always has, as `npv` for returns or `delivered_h100e` for delivery."
    )
}

/// Label of a series at a date.
pub fn at(label: &str, date: &str) -> String {
    format!("{label}, {date}")
}

/// Label of a series at the end of the scenario.
pub fn at_the_end(label: &str) -> String {
    format!("{label}, at the end")
}

/// Warning: the rate of return where nothing comes back.
pub const IRR_CONVENTION: &str = "A future in which nothing paid in ever comes back counts as a return of -100 % a year; one in which less \
     comes back than was paid in, and which has no rate, ranks below every rate.";

/// The same where a future is split: what has no rate cannot be.
pub const IRR_IS_LEFT_OUT: &str = "A future in which nothing paid in ever comes back counts as a return of -100 % a year; others without a rate \
     are left out.";

/// Warning: slip of fabs that never come on line.
pub const SLIP_CONVENTION: &str = "A fab that is never on line counts as on line in the month after the end, so slips are \
    lower bounds.";

/// Warning: an outcome that some draws lack.
pub fn partly_defined(name: &str, defined: f64) -> String {
    format!(
        "`{name}` has a value under every set of limits in {} of futures; the others are left out.",
        percent(defined)
    )
}

/// Largest number of groups named in the sentence.
const NAMED: usize = 4;

/// The gap in a sentence.
pub fn gap_sentence(split: &Split, measured: &Measured, draws: u64) -> String {
    let measure = Measure::of(&split.unit);
    let (plan, delivered) = (split.plan.mean, split.delivered.mean);
    let date = measured
        .year
        .map_or_else(String::new, |year| format!(" by the end of {year}"));
    let is_amount = measured.stem.is_some() && plan >= 0.0 && delivered >= 0.0;
    let opening = if is_amount {
        let of = match measure.unit().as_str() {
            "H100e" => String::new(),
            _ => format!(" ({})", lower(&split.label)),
        };
        format!(
            "Of {}{of} planned{date}, {} arrive in the mean of {} futures",
            measure.write(plan),
            measure.write(delivered),
            count(draws)
        )
    } else {
        format!(
            "{}: {} if the plan is executed, {} in the mean of {} futures",
            split.label,
            measure.write(plan),
            measure.write(delivered),
            count(draws)
        )
    };
    let mut parts: Vec<(&String, f64)> = split
        .parts
        .iter()
        .filter(|(_, part)| {
            let estimate = Estimate {
                mean: part.mean,
                standard_error: part.standard_error,
            };
            part.share > 0.005 && estimate.is_distinct()
        })
        .map(|(group, part)| (group, part.share))
        .collect();
    parts.sort_by(|a, b| b.1.total_cmp(&a.1));
    parts.truncate(NAMED);
    if parts.is_empty() {
        return format!("{opening}; no group accounts for a part that can be told from 0.");
    }
    let told: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(i, (group, share))| match i {
            0 => format!("{group} explains {} of the gap", percent(*share)),
            _ => format!("{group} {}", percent(*share)),
        })
        .collect();
    format!("{opening}; {}.", told.join(", "))
}

fn lower(label: &str) -> String {
    let label = label.split(", ").next().unwrap_or(label);
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

// What money brings

/// One more scanner.
pub const ONE_SCANNER: &str = "one more EUV scanner a month";
/// More people.
pub const TECHNICIANS: &str = "1,000 more technicians a year";
/// Faster permits.
pub const PERMITS: &str = "a year less of permitting";
/// Power sooner.
pub const POWER: &str = "a gigawatt connected a year sooner";

/// What can be absorbed, in a sentence.
pub fn absorb_sentence(
    budget: f64,
    full: &Point,
    (best, half): (&Best, &Half),
    headline: &Measured,
    [soon, year]: [i32; 2],
) -> String {
    let money = Measure::money();
    let drawn = |year: i32| full.outcomes.get(&format!("capital_drawn_{year}"));
    let (date, drawn) = match drawn(soon).filter(|_| soon <= year) {
        Some(drawn) => (soon, Some(drawn)),
        None => (year, drawn(year)),
    };
    let opening = drawn.map_or_else(String::new, |drawn| {
        if drawn.p50 >= budget {
            return format!(
                "All of {} can be absorbed by {date} in the median future. ",
                money.write(budget)
            );
        }
        format!(
            "Of {}, {} can be absorbed by {date} in the median future ({} in 80\u{a0}% of futures). ",
            money.write(budget),
            money.write(drawn.p50),
            money.range(drawn.p10, drawn.p90)
        )
    });
    let compute = full
        .outcomes
        .get(&headline.name)
        .map_or_else(String::new, |outcome| {
            format!(
                "The whole buys {} in the mean by {year}; ",
                Measure::of(&outcome.unit).write(outcome.mean)
            )
        });
    let knee = match (half.budget, half.interval) {
        (None, _) => {
            "up to twice the budget a further dollar buys more than half of what the first does."
                .to_owned()
        }
        (Some(at), [Some(low), Some(high)]) => format!(
            "from {} ({}) on a further dollar buys half of what the first did or less.",
            money.write(at),
            money.range(low, high)
        ),
        (Some(at), _) => format!(
            "from {} on a further dollar buys half of what the first did or less.",
            money.write(at)
        ),
    };
    format!("{}{opening}{compute}{knee}", best_sentence(budget, best))
}

/// At which size present value is largest.
fn best_sentence(budget: f64, best: &Best) -> String {
    let money = Measure::money();
    let error = |npv: &Estimate| money.with_error(npv.mean, Z95 * npv.standard_error);
    let Some(at) = best.budget else {
        return format!(
            "At no size does it pay: in the mean of the futures present value is {} at best. ",
            error(&best.npv)
        );
    };
    let range = match best.interval {
        [Some(low), Some(high)] if low < high => format!(" ({})", money.range(low, high)),
        [None, Some(high)] => format!(" (at most {}, if it pays at all)", money.write(high)),
        _ => String::new(),
    };
    let whole = match best.share {
        Some(1.0) => String::new(),
        _ => format!(", at {} {}", money.write(budget), error(&best.full)),
    };
    let is_last = best.share == SHARES.last().copied();
    let found = match is_last {
        true => format!(
            "Present value still rises at {}, the largest size tried",
            money.write(at)
        ),
        false => format!(
            "Of the sizes tried, present value is largest at {}{range}",
            money.write(at)
        ),
    };
    format!("{found}: {} in the mean{whole}. ", error(&best.npv))
}

// Side by side

/// Fewer than two sides.
pub const ONE_SIDE: &str = "there is nothing to compare with\n\n\
    Name a second scenario, or a change to the first: `fabcast compare one-fab --with plan.fab.count=2`.";
/// All targets together.
pub const EVERY_TARGET: &str = "every target is met";

/// The comparison in a sentence: the last side against the first, by compute at the last year end of judgement.
pub fn compare_sentence(
    sides: &[Side],
    last: i32,
    outcomes: &BTreeMap<String, Compared>,
    targets: &[ComparedTarget],
) -> String {
    let Some((first, rest)) = sides.split_first() else {
        return String::new();
    };
    let telling = [
        format!("delivered_h100e_{last}"),
        "delivered_h100e_end".to_owned(),
        format!("others_h100e_{last}"),
    ];
    let compared = telling.iter().find_map(|name| outcomes.get(name));
    let mut sentences = Vec::new();
    for (i, side) in rest.iter().enumerate() {
        let Some(compared) = compared else { continue };
        let difference = &compared.differences[i];
        let measure = Measure::of(&compared.unit);
        let says = if difference.distinguishable {
            let more = if difference.mean > 0.0 {
                "more"
            } else {
                "less"
            };
            format!(
                "{} {more} ({})",
                measure.write(difference.mean.abs()),
                measure.range(
                    difference.interval[0]
                        .abs()
                        .min(difference.interval[1].abs()),
                    difference.interval[0]
                        .abs()
                        .max(difference.interval[1].abs())
                )
            )
        } else {
            "no difference that can be told from 0".to_owned()
        };
        let mut sentence = format!(
            "{} against {}: {says} in \"{}\"; better in {} of futures",
            side.name,
            first.name,
            compared.label,
            percent(difference.beats)
        );
        if let Some(all) = targets.last() {
            sentence += &format!(
                "; every target met in {} against {}",
                percent(all.met[i + 1].mean),
                percent(all.met[0].mean)
            );
        }
        sentences.push(sentence + ".");
    }
    sentences.join(" ")
}

// What it would be worth to know

/// Too few draws to condition on anything.
pub fn few_for_value(draws: usize) -> String {
    format!(
        "{draws} draws are too few to say what knowing a parameter is worth\n\n\
         Use --draws 2000, and 100 at least."
    )
}

/// An option, for people.
pub fn choice(name: &str) -> &'static str {
    match name {
        "invest" => "the whole programme now",
        "scale" => "half of it now",
        "wait" => "the whole, two years later",
        _ => "nothing",
    }
}

/// What knowing is worth, in a sentence.
pub fn value_sentence(choices: &[Choice], evpi: &Estimate, worths: &[Worth]) -> String {
    let money = Measure::money();
    let Some(best) = choices.first() else {
        return String::new();
    };
    let told: Vec<String> = worths
        .iter()
        .filter(|worth| worth.distinguishable)
        .take(3)
        .map(|worth| format!("{} {}", worth.path, money.write(worth.evppi)))
        .collect();
    let told = match told.is_empty() {
        true => "no single parameter is worth more than can be told from 0".to_owned(),
        false => format!("most of it, of single parameters: {}", told.join(", ")),
    };
    format!(
        "On what is known the best choice is {} ({} in the mean). Knowing everything beforehand would be worth {}; {told}.",
        best.label,
        money.write(best.npv.mean),
        money.write(evpi.mean)
    )
}
