//! Sentences of the library, in one place.

use crate::format::{Measure, count, percent};

/// Label: the targets are met in most futures.
pub const EXECUTABLE: &str = "executable";
/// Label: they are met in some.
pub const STRETCH: &str = "stretch";
/// Label: they are hardly ever met.
pub const FANTASY: &str = "fantasy";
/// Label of a scenario without projects.
pub const NO_PROGRAMME: &str = "no programme";
/// Label of a programme without targets.
pub const NO_TARGETS: &str = "no targets";

/// The answer in a sentence.
pub fn verdict_sentence(
    label: &str,
    probability: f64,
    draws: u64,
    shares: &[(&str, f64)],
) -> String {
    let opening = match label {
        EXECUTABLE => "It can be executed as planned:",
        STRETCH => "It is a stretch:",
        FANTASY => "As planned, it is a fantasy:",
        _ => "No target is set:",
    };
    let all = if label == NO_TARGETS {
        String::new()
    } else {
        format!(
            " {} of {} futures meet every target.",
            percent(probability),
            count(draws)
        )
    };
    let parts: Vec<String> = shares
        .iter()
        .map(|(date, share)| {
            let by = if *date == "the end" {
                "by the end".to_owned()
            } else {
                format!("by the end of {date}")
            };
            format!(
                "{} of the planned compute is in service {by}",
                percent(*share)
            )
        })
        .collect();
    if parts.is_empty() {
        return format!("{opening}{all}");
    }
    format!(
        "{opening}{all} In the median future {}.",
        parts.join(" and ")
    )
}

/// What the world does without a programme, in a sentence.
pub fn world_sentence(h100e: Option<f64>, price: Option<f64>) -> String {
    match (h100e, price) {
        (Some(h100e), Some(price)) => format!(
            "No programme: in the median future the world has {} in service at the end of 2030, at {} an H100-hour.",
            Measure::of("million H100e").write(h100e),
            Measure::of("USD").write(price),
        ),
        _ => "No programme: this is the world alone.".to_owned(),
    }
}

/// Warning: the run was stopped.
pub fn interrupted(done: u64, asked: u64) -> String {
    format!(
        "Interrupted: {} of {} draws are in these results.",
        count(done),
        count(asked)
    )
}

/// Warning: a target's outcome has no value in any draw.
pub fn target_without_value(target: &str) -> String {
    format!(
        "The target \"{target}\" has no value in any draw; it counts as not met. The scenario may end before its date."
    )
}

/// Warning: the central run was made instead of draws.
pub const CENTRAL: &str =
    "Every parameter is at its centre and no event happens; quantiles are the one value.";

/// Warning: too few draws for the outer quantiles.
pub fn few_draws(draws: u64) -> String {
    format!(
        "With {} draws the 5 % and 95 % quantiles rest on a handful of futures; use --draws 1000 or more.",
        count(draws)
    )
}

/// Name of the investor of a scenario that names none.
pub const SOLE_INVESTOR: &str = "one investor for the whole plan";
