//! The investors' document: what `fabcast investors` says, as one value.

use serde::{Deserialize, Serialize};

use crate::quantiles::restored;
use crate::{Beyond, Probability, Quantiles, ScenarioId, number};

/// Name of the document in a folder.
pub const FILE: &str = "investors.json";

/// Returns and risks of every investor. Money is in 10⁹ USD of the scenario's price year, rates are
/// real and yearly.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct InvestorsDocument {
    /// The scenario.
    pub scenario: ScenarioId,
    /// Version of the engine.
    pub engine_version: String,
    /// Seed of the ensemble.
    pub seed: u64,
    /// Number of draws.
    pub draws: u64,
    /// Constraint groups lifted.
    pub relaxed: Vec<String>,
    /// Wall time.
    #[serde(deserialize_with = "number::number")]
    pub elapsed_seconds: f64,
    /// Months simulated, `YYYY-MM`.
    pub months: Vec<String>,
    /// Draw with the median present value of all equity.
    pub median_draw: Option<u64>,
    /// Every investor, in file order.
    pub investors: Vec<Investor>,
    /// All equity together, of which the outcomes of a run speak; null unless several investors
    /// are equity.
    pub all_equity: Option<Investor>,
    /// Grants received by the end, over all draws.
    pub grants: Spread,
    /// Calls and distributions of all investors together by calendar year, over all draws.
    pub calendar: Vec<YearFlows>,
    /// Present value against the rate in a draw in which it is 0 at several rates; null where no
    /// flows of any draw have several.
    pub several_roots: Option<SeveralRoots>,
    /// Cover of debt service by calendar year; empty without lenders.
    pub dscr: Vec<Dscr>,
    /// Cover of loans over their lives and the project's; null without debt.
    pub loan_cover: Option<LoanCover>,
    /// What changes are worth to each investor, on the same draws.
    pub variants: Vec<Variant>,
}

/// One investor over the draws in which money was drawn from it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Investor {
    /// Identifier.
    pub name: String,
    /// Name for people.
    pub label: String,
    /// `equity`, `preferred` or `debt`.
    pub kind: String,
    /// Committed.
    pub commitment: Spread,
    /// Share of all draws in which money is drawn.
    pub takes_part: Probability,
    /// Drawn by the end.
    pub drawn: Spread,
    /// Received by the end, the share of the value at the end included.
    pub received: Spread,
    /// Received less drawn.
    pub gain: Spread,
    /// Internal rate of return; -1 where nothing came back at all. Without a rate it ranks below every rate
    /// where less came back than was drawn, and above where more did.
    pub irr: Spread,
    /// Share of draws in which the flows have no rate though something came back.
    #[serde(deserialize_with = "number::number")]
    pub no_rate: f64,
    /// Share of draws in which nothing came back at all.
    pub nothing_back: Probability,
    /// Share of draws in which several rates make the present value 0.
    pub several_roots: Probability,
    /// Rate asked for: the hurdle of equity, the rate of a loan.
    pub hurdle: Spread,
    /// Received over drawn.
    pub moic: Spread,
    /// DPI, RVPI, TVPI and PME; null for all equity together.
    pub multiples: Option<Multiples>,
    /// Largest drawn less received.
    pub largest_exposure: Spread,
    /// Months from the scenario's start to the first in which received reaches drawn: 10, 50 and
    /// 90 % of draws are there by then; null where they never are.
    pub break_even: [Option<f64>; 3],
    /// Share of draws that never break even.
    pub never_breaks_even: Probability,
    /// Share of draws in which less is received than drawn.
    pub loss: Probability,
    /// Share of draws in which the rate is below the one asked for, or there is none.
    pub below_hurdle: Probability,
    /// Mean gain of the worst twentieth of the draws (conditional value at risk at 5 %).
    #[serde(deserialize_with = "number::number")]
    pub cvar_5_gain: f64,
    /// Mean MOIC of the worst twentieth of the draws.
    #[serde(deserialize_with = "number::number")]
    pub cvar_5_moic: f64,
    /// Calls and distributions by calendar year, over all draws.
    pub years: Vec<YearFlows>,
    /// Received less drawn so far, by month: the J-curve.
    pub position: Quantiles<Vec<f64>>,
    /// Rates above -1 in bins of equal width: lower end, share of the draws. With `no_rate` and
    /// `nothing_back` they add up to 1.
    pub irr_bins: Vec<[f64; 2]>,
    /// Width of a bin; the last one is open above, the first below.
    #[serde(deserialize_with = "number::number")]
    pub irr_bin_width: f64,
    /// Every root in the median draw.
    #[serde(deserialize_with = "number::list")]
    pub roots: Vec<f64>,
}

/// Multiples of one investor over the draws in which money was drawn from it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Multiples {
    /// Distributed by the end over paid in, without the value at the end.
    pub dpi: Spread,
    /// Share of the value at the end over paid in.
    pub rvpi: Spread,
    /// Both; the same as MOIC.
    pub tvpi: Spread,
    /// Public market equivalent of Kaplan and Schoar: what was received over what was paid in, each
    /// with the index's return to the end. Above 1 the investor did better than with the index.
    pub pme: Spread,
    /// Yearly return of the index, real, mean over draws.
    #[serde(deserialize_with = "number::number")]
    pub index_return: f64,
}

/// Flows of a draw whose present value is 0 at several rates: the first such draw of all equity, else
/// of the first investor that has one.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SeveralRoots {
    /// Number of the draw.
    pub draw: u64,
    /// Investor; empty for all equity.
    pub investor: String,
    /// Its name for people.
    pub label: String,
    /// Every verified root, rising.
    pub roots: Vec<f64>,
    /// The one that is reported.
    pub reported: f64,
    /// Rate and present value.
    pub profile: Vec<[f64; 2]>,
}

/// A number over draws.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(remote = "Self")]
pub struct Spread {
    #[allow(missing_docs)]
    #[serde(deserialize_with = "number::number")]
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "number::number")]
    pub standard_error: f64,
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub quantiles: Quantiles,
    /// Shares of the draws that rank below or above every number.
    #[serde(flatten)]
    pub beyond: Beyond,
}

restored!(Spread);

/// Calls and distributions of a year.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct YearFlows {
    /// Calendar year.
    pub year: i32,
    /// Mean called.
    #[serde(deserialize_with = "number::number")]
    pub called: f64,
    /// Called: 10, 50 and 90 % quantile.
    #[serde(deserialize_with = "number::array")]
    pub called_quantiles: [f64; 3],
    /// Mean distributed.
    #[serde(deserialize_with = "number::number")]
    pub distributed: f64,
    /// Distributed: 10, 50 and 90 % quantile.
    #[serde(deserialize_with = "number::array")]
    pub distributed_quantiles: [f64; 3],
}

/// Cover of debt service in a calendar year: cash available over interest and principal due, over
/// the draws with debt service.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Dscr {
    /// Calendar year.
    pub year: i32,
    /// Share of draws with debt service.
    #[serde(deserialize_with = "number::number")]
    pub with_service: f64,
    #[allow(missing_docs)]
    #[serde(flatten)]
    pub quantiles: Quantiles,
}

/// Cover of all loans together over the draws with debt.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct LoanCover {
    /// Loan life cover: present value of the cash available for debt service, from the month of the
    /// largest debt to the last with debt, at the loans' rate, over that debt.
    pub llcr: Spread,
    /// Project life cover: the same to the end, with what works at the end.
    pub plcr: Spread,
    /// Share of all draws with debt.
    #[serde(deserialize_with = "number::number")]
    pub with_debt: f64,
    /// Smallest DSCR of twelve months, tested as covenants are: from the twelfth month on since
    /// principal was first due. Over the draws in which it is tested.
    pub dscr_min: Spread,
    /// Share of these draws in which it is below 1.
    pub below_one: Probability,
    /// Of the cover below which nothing is distributed; null where the scenario has none.
    pub lock_up: Option<Covenant>,
    /// Of the cover below which nothing more is lent; null where the scenario has none.
    pub default: Option<Covenant>,
    /// Month by month.
    pub months: CoverMonths,
}

/// A limit of the cover, and how often it is broken.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Covenant {
    /// The limit; its median if it is uncertain.
    #[serde(deserialize_with = "number::number")]
    pub limit: f64,
    /// Share of the draws with debt in which it is broken in some month.
    pub broken: Probability,
    /// In how many months it then is, mean.
    #[serde(deserialize_with = "number::number")]
    pub months: f64,
}

/// Cover by month over the draws with debt.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct CoverMonths {
    /// Cash available for debt service: revenue less the bills paid other than debt service.
    pub cfads: Quantiles<Vec<f64>>,
    /// Interest, fees and principal due in cash.
    pub debt_service: Quantiles<Vec<f64>>,
    /// The first over the second, both of the last twelve months, over the draws with debt service in
    /// them; none before the twelfth month.
    pub dscr: Quantiles<Vec<f64>>,
    /// Share of the draws with debt that have a DSCR in the month.
    #[serde(deserialize_with = "number::list")]
    pub with_service: Vec<f64>,
}

/// A change and what it is worth to each investor.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Variant {
    /// Identifier: name of an event, or line of the plan.
    pub name: String,
    /// What changes, in words.
    pub label: String,
    /// `event` or `project`.
    pub kind: String,
    /// Share of draws in which it matters; all numbers are over those.
    #[serde(deserialize_with = "number::number")]
    pub share: f64,
    /// How many those are.
    pub n: usize,
    /// By investor, in file order.
    pub effects: Vec<Effect>,
}

/// What an event does to an investor: as it is, less the same draws without the event. For a project
/// that is not built: the plan without it, less the plan as it is.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Effect {
    /// Mean change of the gain.
    #[serde(deserialize_with = "number::number")]
    pub gain: f64,
    /// Its standard error, of paired draws.
    #[serde(deserialize_with = "number::number")]
    pub gain_standard_error: f64,
    /// Mean change of MOIC.
    #[serde(deserialize_with = "number::number")]
    pub moic: f64,
    /// Its standard error.
    #[serde(deserialize_with = "number::number")]
    pub moic_standard_error: f64,
    /// Mean change of the rate, over draws that have one in both.
    #[serde(deserialize_with = "number::number")]
    pub irr: f64,
    /// Its standard error.
    #[serde(deserialize_with = "number::number")]
    pub irr_standard_error: f64,
    /// Share of draws with a loss: as changed, and otherwise.
    #[serde(deserialize_with = "number::array")]
    pub loss: [f64; 2],
}
