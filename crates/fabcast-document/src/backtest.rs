//! What the backtests say: forecasts against what came.

pub mod campuses;
pub mod fabs;
pub mod models;
pub mod plan;
pub mod policy;
pub mod replays;
pub mod score;
pub mod world;

use serde::{Deserialize, Serialize};

/// File of the document of each backtest in a folder.
pub const FABS_FILE: &str = "backtest-fabs.json";
#[allow(missing_docs)]
pub const CAMPUSES_FILE: &str = "backtest-campuses.json";
#[allow(missing_docs)]
pub const POLICY_FILE: &str = "backtest-policy.json";
#[allow(missing_docs)]
pub const MODELS_FILE: &str = "backtest-models.json";
#[allow(missing_docs)]
pub const WORLD_FILE: &str = "backtest-world.json";
#[allow(missing_docs)]
pub const REPLAYS_FILE: &str = "backtest-replays.json";
#[allow(missing_docs)]
pub const PLAN_FILE: &str = "backtest-plan-2024.json";

/// Mean and standard deviation of a parameter's posterior.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Estimate {
    /// Posterior mean.
    pub estimate: f64,
    /// Posterior standard deviation.
    pub standard_error: f64,
}
