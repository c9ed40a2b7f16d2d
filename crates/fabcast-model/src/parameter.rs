//! The table of every parameter: one row per quantity.
//!
//! The scenario reader checks paths, units and bounds against it; the JSON Schema, the
//! reference, `explain` and the generators of random scenarios are made from it.
//! Rows are in the order of the model document; the rows themselves are in
//! `table`.

mod table;

pub use table::TABLE;

/// One kind of value that a scenario holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Path; `*` stands for a name chosen in the scenario, `{a,b}` for one of the names.
    pub pattern: &'static str,
    /// What may stand there.
    pub form: Form,
    /// Unit in which the engine holds it; any unit of the same dimension may be written.
    pub unit: &'static str,
    /// Smallest value allowed; distributions are truncated there.
    pub min: f64,
    /// Largest value allowed; distributions are truncated there.
    pub max: f64,
    /// Whether it must be given; otherwise the text is read in its place.
    pub default: Default,
    /// Section of the model document.
    pub section: u8,
    /// Symbol in the model document.
    pub symbol: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
}

/// What may stand at a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// A number with a unit, or a distribution of one: one value per draw.
    Quantity,
    /// A number or a 90 % interval whose spread is realised project by project (model §0).
    Spread,
    /// A month: `"2025-01"`, or a length of time after the scenario's start; or a distribution of it.
    When,
    /// A whole number of months or units, the same in all draws.
    Whole,
    /// Free text.
    Text,
    /// One of the words.
    Word(&'static [&'static str]),
    /// Some of the words.
    Words(&'static [&'static str]),
    /// A name defined elsewhere in the scenario, under this prefix (`"region"`).
    Name(&'static str),
    /// Names defined under this prefix.
    Names(&'static str),
}

/// What a missing value means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Default {
    /// It must be given.
    Required,
    /// This text is read in its place.
    Value(&'static str),
    /// It may be absent: the engine then does without, or a cross-check asks for it.
    Absent,
}

/// The five classes of equipment, in the engine's order.
pub const CLASSES: [&str; 5] = ["euv", "duv", "front_end", "packaging_tools", "hbm_tools"];
/// The four kinds of project, in the engine's order.
pub const KINDS: [&str; 4] = ["fab", "hbm", "packaging", "datacentre"];
/// What the world's accelerators are made of, in the order of their limits (model §8).
pub const CHIPS: [&str; 3] = ["packaging", "hbm", "logic"];
/// The three skills, in the engine's order.
pub const SKILLS: [&str; 3] = ["trades", "technicians", "engineers"];
/// The eight constraint groups, in the model document's order.
pub const GROUPS: [&str; 8] = [
    "capital",
    "facilities",
    "equipment",
    "talent",
    "yield",
    "packaging",
    "power",
    "geopolitics",
];

/// Row that a path belongs to, if any.
///
/// ```
/// use fabcast_model::parameter::row_of;
/// assert_eq!(row_of("capital.investor.gulf.commitment").unwrap().symbol, "C_i");
/// assert!(row_of("capital.investor.gulf.comitment").is_none());
/// ```
pub fn row_of(path: &str) -> Option<&'static Row> {
    TABLE.iter().find(|row| matches(row.pattern, path))
}

/// Whether a path has the form of a pattern.
pub fn matches(pattern: &str, path: &str) -> bool {
    let mut names = path.split('.');
    let mut parts = pattern.split('.');
    loop {
        match (parts.next(), names.next()) {
            (None, None) => return true,
            (Some(part), Some(name)) if part_matches(part, name) => {}
            _ => return false,
        }
    }
}

/// Whether one name of a path has the form of one part of a pattern.
pub fn part_matches(part: &str, name: &str) -> bool {
    if part == "*" {
        return true;
    }
    match choices(part) {
        Some((before, choices, after)) => name
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|middle| choices.split(',').any(|choice| choice == middle)),
        None => part == name,
    }
}

/// The text before, within and after the braces of one part of a pattern.
///
/// ```
/// # use fabcast_model::parameter::choices;
/// assert_eq!(choices("stock_{1,2,3}"), Some(("stock_", "1,2,3", "")));
/// assert_eq!(choices("stock"), None);
/// ```
pub fn choices(part: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = part.split_once('{')?;
    let (choices, after) = rest.split_once('}')?;
    Some((before, choices, after))
}
