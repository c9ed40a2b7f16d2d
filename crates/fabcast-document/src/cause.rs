//! What holds a programme back, found by lifting limits: a part of what `fabcast run` says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Estimate, number};

/// Constraint group → calendar year → its part of the gap at the end of that year.
pub type Cause = BTreeMap<String, BTreeMap<String, CausePart>>;

/// What one group accounts for.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct CausePart {
    /// What lifting it brings, mean over orders and draws, in the unit of the outcome; the parts of a year add up
    /// to its mean gap.
    #[serde(deserialize_with = "number::number")]
    pub part: f64,
    /// Standard error of the part, that of the choice of orders included.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    /// Part over mean gap; `null` where there is no gap.
    #[serde(deserialize_with = "number::number")]
    pub share: f64,
}

/// How the causes were found, and those of other outcomes.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Why {
    /// First draws of the run from which they are taken.
    pub draws: u64,
    /// Outcome that the causes of the run are about, without its date.
    pub outcome: String,
    /// Year that `alone` is of: the first of judgement at which something is missing.
    pub year: Option<String>,
    /// Constraint group → what lifting it alone adds to the outcome at that time, in the draws in which it was lifted
    /// first.
    pub alone: BTreeMap<String, Estimate>,
    /// The group whose lifting alone adds most, if that can be told from nothing.
    pub hint: Option<String>,
    /// Every outcome that was split, without its date.
    pub outcomes: BTreeMap<String, CauseOf>,
    /// Calendar year → what the programme adds to the world's compute at its end; empty if it never delivers.
    #[serde(default)]
    pub adds: BTreeMap<String, Adds>,
}

/// Compute in service with the programme against the same futures of a world without it [million H100e].
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Adds {
    /// What the programme delivers.
    pub delivered: Estimate,
    /// What others have less because of it: its halls, chips and power are partly theirs, and its compute lowers the
    /// price at which they would have bought.
    pub displaced: Estimate,
    /// What the world has more: delivered less displaced.
    pub net: Estimate,
}

/// The gap of one outcome at the ends of the years of judgement, split.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CauseOf {
    /// Unit.
    pub unit: String,
    /// Name for people.
    pub label: String,
    /// Calendar year → what the plan has at its end, in the mean; 0 while nothing is due.
    pub plan: BTreeMap<String, Estimate>,
    /// Calendar year → plan less delivered.
    pub gap: BTreeMap<String, Estimate>,
    /// Parts of the gap.
    pub parts: Cause,
}
