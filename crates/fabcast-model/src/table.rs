//! The table of every parameter: one row per quantity.
//!
//! The scenario reader checks paths, units and bounds against it; the JSON Schema, the
//! reference, `explain` and the generators of random scenarios are made from it.
//! Rows stand where the subsystems declare their parameters; here they are put in the order of the
//! model document.

use std::sync::OnceLock;

use crate::parameter::rows::{q, word};
use crate::parameter::{Form, KINDS, Pattern, Row};
use crate::{
    capital, compute, demand, events, fabs, finance, policy, projects, supply_chain, talent,
    technology,
};

/// Names for people, which the engine does not read.
#[rustfmt::skip]
const NAMES: &[Row] = &[
    word("region.*.label", Form::Text, 2, "", "name of the region for people"),
    word("operator.*.label", Form::Text, 2, "", "name of the operator for people"),
    word("operator.*.kinds", Form::Words(&KINDS), 2, "", "kinds of project that the operator runs"),
];

/// What a verdict compares, which the engine does not read.
#[rustfmt::skip]
const VERDICT: &[Row] = &[
    word("target.*.label", Form::Text, 14, "", "the target in words"),
    word("target.*.outcome", Form::Text, 14, "", "outcome that is compared"),
    q("target.*.at_least", "", 14, "", "smallest value that meets the target, in the outcome's unit").within(f64::NEG_INFINITY, f64::INFINITY),
];

/// Rows for data centres: power comes before the cost of building.
const CAMPUS: [Row; 6] = naming(projects::SiteParameters::ROWS, "datacentre");

/// The rows of a declaration that have a name in their pattern: all of one name stand together.
const fn naming<const N: usize>(rows: &[Row], name: &str) -> [Row; N] {
    let mut chosen = [rows[0]; N];
    let (mut row, mut n) = (0, 0);
    while row < rows.len() {
        if contains(rows[row].pattern, name) {
            chosen[n] = rows[row];
            n += 1;
        }
        row += 1;
    }
    assert!(n == N, "another number of rows has the name");
    chosen
}

const fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut start = 0;
    while start + word.len() <= text.len() {
        let mut n = 0;
        while n < word.len() && text[start + n] == word[n] {
            n += 1;
        }
        if n == word.len() {
            return true;
        }
        start += 1;
    }
    false
}

/// The rows of all subsystems, in the order of the model document. A scenario that is written out has its
/// values in this order.
const PARTS: &[&[Row]] = &[
    NAMES,
    projects::Uncertainty::ROWS,
    capital::Rules::ROWS,
    capital::Signed::ROWS,
    capital::Loan::ROWS,
    capital::Covenants::ROWS,
    capital::Repaid::ROWS,
    projects::KindParameters::ROWS,
    projects::CampusParameters::ROWS,
    projects::PostParameters::ROWS,
    projects::Remainder::ROWS,
    &naming::<6>(projects::SiteParameters::ROWS, "plant"),
    CAMPUS.split_at(4).0,
    projects::Power::ROWS,
    CAMPUS.split_at(4).1,
    projects::OperatorParameters::ROWS,
    technology::Cost::ROWS,
    projects::Line::ROWS,
    projects::Payer::ROWS,
    projects::SponsorParameters::ROWS,
    supply_chain::Scanner::ROWS,
    supply_chain::Need::ROWS,
    supply_chain::ClassParameters::ROWS,
    supply_chain::Market::ROWS,
    talent::PoolParameters::ROWS,
    talent::RegionParameters::ROWS,
    talent::Labour::ROWS,
    fabs::Wafers::ROWS,
    technology::Listed::ROWS,
    technology::Design::ROWS,
    compute::Deployment::ROWS,
    demand::Economy::ROWS,
    demand::Spending::ROWS,
    demand::MarketParameters::ROWS,
    compute::Clock::ROWS,
    policy::Support::ROWS,
    policy::GrantParameters::ROWS,
    policy::CreditParameters::ROWS,
    policy::Reform::ROWS,
    &naming::<2>(finance::LineCost::ROWS, "{logic,hbm}"),
    &naming::<2>(finance::LineCost::ROWS, "packaging"),
    finance::Rates::ROWS,
    finance::tax::Place::ROWS,
    events::Arrival::ROWS,
    events::Period::ROWS,
    events::Spell::ROWS,
    events::EffectParameters::ROWS,
    VERDICT,
];

const N_ROWS: usize = {
    let (mut part, mut n) = (0, 0);
    while part < PARTS.len() {
        n += PARTS[part].len();
        part += 1;
    }
    n
};

static ROWS: [Row; N_ROWS] = {
    let mut rows = [NAMES[0]; N_ROWS];
    let (mut part, mut n) = (0, 0);
    while part < PARTS.len() {
        let mut i = 0;
        while i < PARTS[part].len() {
            rows[n] = PARTS[part][i];
            (n, i) = (n + 1, i + 1);
        }
        part += 1;
    }
    rows
};

/// Every kind of value that a scenario holds, in the order of the model document.
pub const TABLE: &[Row] = &ROWS;

/// Row that a path belongs to, if any.
///
/// ```
/// use fabcast_model::table::row_of;
/// assert_eq!(row_of("capital.investor.gulf.commitment").unwrap().symbol, "C_i");
/// assert!(row_of("capital.investor.gulf.comitment").is_none());
/// ```
pub fn row_of(path: &str) -> Option<&'static Row> {
    static PATTERNS: OnceLock<Vec<Pattern>> = OnceLock::new();
    let patterns = PATTERNS.get_or_init(|| TABLE.iter().map(Pattern::of).collect());
    let names: Vec<&str> = path.split('.').collect();
    let pattern = patterns.iter().find(|pattern| pattern.fits(&names));
    pattern.map(|pattern| pattern.row)
}
