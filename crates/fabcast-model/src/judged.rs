//! When and where a scenario is judged (model §14).

use crate::inputs::{Date, Inputs};

/// Years at whose end a scenario is judged unless it says otherwise.
pub const YEARS: [i32; 2] = [2030, 2035];

/// The region whose people runs report, if the scenario has it.
const HOME: &str = "us";

/// Position of the region whose people runs report.
pub fn home(regions: &[String]) -> usize {
    let home = regions.iter().position(|region| region == HOME);
    home.unwrap_or(0)
}

/// When a scenario is judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Years at whose end it is judged, all of them simulated.
    pub judged: Vec<i32>,
    /// Years at whose end runs report outcomes.
    pub reported: Vec<i32>,
    /// Whether they are not those of every scenario.
    pub own: bool,
}

impl Judged {
    /// What the scenario says; else [`YEARS`]; where it simulates none of them, two years about a third and
    /// two thirds of the way, which a world without a programme shows but does not report.
    pub fn new(inputs: &Inputs, has_programme: bool) -> Judged {
        let own = |judged: Vec<i32>| Judged {
            reported: judged.clone(),
            judged,
            own: true,
        };
        if !inputs.judged.is_empty() {
            return own(inputs.judged.clone());
        }
        let is_simulated = |year: &i32| {
            let index = inputs.start.months_until(Date {
                year: *year,
                month: 12,
            });
            (0..inputs.months as i32).contains(&index)
        };
        let usual: Vec<i32> = YEARS.into_iter().filter(is_simulated).collect();
        let judged = match usual.is_empty() {
            true => inner(inputs),
            false => usual.clone(),
        };
        if usual.is_empty() && has_programme && !judged.is_empty() {
            return own(judged);
        }
        Judged {
            judged,
            reported: YEARS.to_vec(),
            own: false,
        }
    }
}

/// The year ends nearest to a third and to two thirds of the way, before the last month.
fn inner(inputs: &Inputs) -> Vec<i32> {
    let last = inputs.months as i32 - 1;
    let ends = inputs.start.year..=inputs.start.plus(last).year;
    let ends: Vec<(i32, i32)> = ends
        .map(|year| (inputs.start.months_until(Date { year, month: 12 }), year))
        .filter(|(index, _)| (0..last).contains(index))
        .collect();
    let mut years: Vec<i32> = [1, 2]
        .iter()
        .filter_map(|third| {
            ends.iter()
                .min_by_key(|(index, _)| (3 * index - third * last).abs())
        })
        .map(|(_, year)| *year)
        .collect();
    years.dedup();
    years
}
