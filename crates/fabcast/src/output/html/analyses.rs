//! The analyses that a report shows: one row for each document that may stand beside that of a run.

use fabcast_document as documents;

use super::section::Section;
use super::{absorb, backtest, compare, discover, gap, investors, sensitivity, story, value};

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
pub const ANALYSES: [Analysis; 15] = [
    Analysis {
        file: documents::gap::FILE,
        command: "gap",
        sections: |json| Ok(gap::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::absorb::FILE,
        command: "absorb",
        sections: |json| Ok(absorb::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::value::FILE,
        command: "value",
        sections: |json| Ok(value::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::investors::FILE,
        command: "investors",
        sections: |json| Ok(investors::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::compare::FILE,
        command: "compare",
        sections: |json| Ok(compare::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::sensitivity::FILE,
        command: "sensitivity",
        sections: |json| Ok(sensitivity::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::discover::FILE,
        command: "discover",
        sections: |json| Ok(discover::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::story::FILE,
        command: "explain --draw",
        sections: |json| Ok(story::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::backtest::FABS_FILE,
        command: "backtest fabs",
        sections: |json| Ok(backtest::sections(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::backtest::CAMPUSES_FILE,
        command: "backtest campuses",
        sections: |json| Ok(backtest::campuses(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::backtest::POLICY_FILE,
        command: "backtest policy",
        sections: |json| Ok(backtest::policy(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::backtest::WORLD_FILE,
        command: "backtest world",
        sections: |json| Ok(backtest::world(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::backtest::PLAN_FILE,
        command: "backtest plan-2024",
        sections: |json| Ok(backtest::plan(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::backtest::MODELS_FILE,
        command: "backtest models",
        sections: |json| Ok(backtest::models(&serde_json::from_str(json)?)),
    },
    Analysis {
        file: documents::backtest::REPLAYS_FILE,
        command: "backtest replays",
        sections: |json| Ok(backtest::replays(&serde_json::from_str(json)?)),
    },
];
