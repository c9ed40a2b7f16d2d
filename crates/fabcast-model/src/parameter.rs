//! What a row of the table of parameters says, and the words that scenarios and results share.
//!
//! Each subsystem declares its rows with the parameters that it uses (`declare`); `table` has them all.

pub(crate) mod rows;

use std::fmt;

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
    /// Whether it is a constant of a mechanism, which a world may take from evidence later than its vintage
    /// (model §0); everything else is a level of the world.
    pub is_constant: bool,
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
/// The constraint groups, in the model document's order.
pub const GROUPS: [&str; 9] = [
    "capital",
    "facilities",
    "equipment",
    "talent",
    "yield",
    "packaging",
    "power",
    "geopolitics",
    "sponsor",
];
/// Whether the sponsor of a line asks if it pays.
pub const SPONSORS: [&str; 3] = ["commercial", "decided", "state"];
/// How a loan is repaid after the grace.
pub const REPAYMENTS: [&str; 4] = ["straight", "annuity", "bullet", "sculpted"];
/// What becomes of interest during the grace.
pub const GRACE_INTEREST: [&str; 2] = ["paid", "capitalised"];
/// How a class of assets is written off.
pub const METHODS: [&str; 5] = ["declining", "straight", "macrs5", "japan", "immediate"];
/// How what stands at the end is valued.
pub const TERMINALS: [&str; 3] = ["margin", "book", "none"];

/// What a programme is paid for.
pub const PRODUCTS: [&str; 2] = ["accelerators", "parts"];

/// One part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Any name: the scenario chooses it.
    Any,
    /// One of these names.
    OneOf(Vec<String>),
}

impl Part {
    /// Reads `*`, a name, or a name with `{a,b}` in it.
    ///
    /// ```
    /// use fabcast_model::parameter::Part;
    /// let part = Part::read("stock_{1,2}");
    /// assert_eq!(part, Part::OneOf(vec!["stock_1".to_owned(), "stock_2".to_owned()]));
    /// assert!(part.fits("stock_2") && Part::read("*").fits("gulf"));
    /// ```
    pub fn read(text: &str) -> Part {
        if text == "*" {
            return Part::Any;
        }
        let braces = text.split_once('{').and_then(|(before, rest)| {
            let (choices, after) = rest.split_once('}')?;
            let names = choices
                .split(',')
                .map(|name| format!("{before}{name}{after}"));
            Some(names.collect())
        });
        Part::OneOf(braces.unwrap_or_else(|| vec![text.to_owned()]))
    }

    /// Whether a name can stand for the part.
    pub fn fits(&self, name: &str) -> bool {
        match self {
            Part::Any => true,
            Part::OneOf(names) => names.iter().any(|known| known == name),
        }
    }
}

impl fmt::Display for Part {
    /// As in a pattern: `*`, a name, or `{a,b}`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Part::Any => f.write_str("*"),
            Part::OneOf(names) if names.len() == 1 => f.write_str(&names[0]),
            Part::OneOf(names) => write!(f, "{{{}}}", names.join(",")),
        }
    }
}

/// A row with the parts of its pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Its parts.
    pub parts: Vec<Part>,
    /// The row.
    pub row: &'static Row,
}

impl Pattern {
    /// Of a row.
    pub fn of(row: &'static Row) -> Pattern {
        Pattern {
            parts: row.pattern.split('.').map(Part::read).collect(),
            row,
        }
    }

    /// Whether the names of a path fit the pattern as far as both go.
    pub fn begins(&self, names: &[&str]) -> bool {
        self.parts
            .iter()
            .zip(names)
            .all(|(part, name)| part.fits(name))
    }

    /// Whether a path, by its names, has the form of the pattern.
    pub fn fits(&self, names: &[&str]) -> bool {
        self.parts.len() == names.len() && self.begins(names)
    }
}
