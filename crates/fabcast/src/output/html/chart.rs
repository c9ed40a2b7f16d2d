//! Charts: each makes a [`Figure`], a drawing together with what it says in words and in numbers.

pub mod bands;
pub mod bars;
pub mod calendar;
pub mod curve;
pub mod fan;
pub mod futures;
pub mod gantt;
pub mod heat;
pub mod histogram;
pub mod lines;
pub mod magnitudes;
pub mod profile;
pub mod ranked;
pub mod rows;
pub mod shares;
pub mod stack;
pub mod tradeoff;
pub mod waterfall;

/// Classes of filled areas, as many as there are groups of limits.
pub const FILLS: [&str; 9] = [
    "fill f1", "fill f2", "fill f3", "fill f4", "fill f5", "fill f6", "fill f7", "fill f8",
    "fill f9",
];
/// Classes of their keys.
pub const KEYS: [&str; 9] = [
    "k-f1", "k-f2", "k-f3", "k-f4", "k-f5", "k-f6", "k-f7", "k-f8", "k-f9",
];

/// Drawings exist twice, for wide and for narrow screens, since text in a scaled drawing scales with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// Full width of the text column.
    Wide,
    /// A phone.
    Narrow,
    /// Half a column; also fits a phone.
    Small,
}

impl Size {
    /// Width in user units.
    pub fn width(self) -> f64 {
        match self {
            Self::Wide => 880.0,
            Self::Narrow => 360.0,
            Self::Small => 430.0,
        }
    }

    /// Identifier of this size's drawing of a figure.
    pub fn id(self, figure: &str) -> String {
        match self {
            Self::Wide => format!("{figure}.w"),
            Self::Narrow => format!("{figure}.n"),
            Self::Small => format!("{figure}.s"),
        }
    }
}

/// A chart with its heading, key and numbers.
pub struct Figure {
    /// Unique in the page.
    pub id: String,
    /// What the chart shows, as a finding.
    pub finding: String,
    /// One or two sentences more.
    pub lead: String,
    /// Meaning of the marks.
    pub keys: Vec<Key>,
    /// SVG for wide screens and print.
    pub wide: String,
    /// SVG for narrow screens; empty if the wide one serves.
    pub narrow: String,
    /// The numbers shown.
    pub table: Option<Table>,
}

/// An entry of a legend.
pub struct Key {
    /// CSS class of the swatch.
    pub class: &'static str,
    /// What it stands for.
    pub label: String,
}

impl Key {
    /// A swatch of some class and its meaning.
    pub fn new(class: &'static str, label: impl Into<String>) -> Self {
        Self {
            class,
            label: label.into(),
        }
    }
}

/// A table; the first cell of each row names the row.
pub struct Table {
    /// Names the table where it is folded away.
    pub summary: String,
    /// Column headings.
    pub head: Vec<String>,
    /// Cells, as many as headings in every row.
    pub rows: Vec<Vec<String>>,
}

/// An identifier for `id` attributes and links, different for different texts: ASCII letters, digits, `-`, `_`, and
/// every other character as its number between dots.
pub fn slug(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut slug = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '-' | '_') {
            slug.push(character);
        } else {
            slug += &format!(".{:x}.", u32::from(character));
        }
    }
    if slug.len() > LONGEST {
        // FNV-1a of the whole tells long texts apart
        let hash = slug.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        slug.truncate(LONGEST);
        slug += &format!(".{hash:016x}.");
    }
    slug
}

/// Moves labels apart: the nearest places to `wanted`, in the same order, at least `distance` apart and within the limits if they fit.
pub fn spread(wanted: &[f64], distance: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut places: Vec<f64> = wanted
        .iter()
        .map(|place| place.min(high).max(low))
        .collect();
    for pair in 1..order.len() {
        let least = places[order[pair - 1]] + distance;
        let place = &mut places[order[pair]];
        *place = place.max(least);
    }
    // push back up what was pushed out below
    let mut limit = high;
    for index in order.iter().rev() {
        places[*index] = places[*index].min(limit).max(low);
        limit = places[*index] - distance;
    }
    places
}

#[cfg(test)]
mod tests;
