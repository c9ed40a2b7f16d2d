//! The analyses that a report shows: one row for each document that may stand beside that of a run.

use super::section::Section;
use super::{absorb, compare, discover, gap, sensitivity, value};

/// A document that a folder may hold, and what the report says of it.
pub struct Analysis {
    /// Name of the file.
    pub file: &'static str,
    /// Command that writes it.
    pub command: &'static str,
    /// Its sections, from its JSON.
    pub sections: fn(&str) -> serde_json::Result<Vec<Section>>,
}

/// Every analysis, in the order in which the report shows them. A new one is a row here; the folder
/// and the report know it from then on.
pub const ANALYSES: [Analysis; 6] = [
    Analysis {
        file: "gap.json",
        command: "gap",
        sections: |json| Ok(gap::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: "absorb.json",
        command: "absorb",
        sections: |json| Ok(absorb::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: "value.json",
        command: "value",
        sections: |json| Ok(value::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: "compare.json",
        command: "compare",
        sections: |json| Ok(compare::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: "sensitivity.json",
        command: "sensitivity",
        sections: |json| Ok(sensitivity::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: "discover.json",
        command: "discover",
        sections: |json| Ok(discover::sections(&serde_json::from_str(json)?)),
    },
];
