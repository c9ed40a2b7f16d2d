//! Commands and their arguments.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use fabcast::model::parameter::GROUPS;
use fabcast::store::Shard;

use crate::number;
use crate::text::{
    absorb, backtest, compare, discover, ensemble, gap, help, investors, irr, sensitivity, story,
    value,
};

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "fabcast", version, about = help::ABOUT, after_help = help::ABOUT_EXAMPLES)]
#[command(arg_required_else_help = true, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(about = help::RUN, after_help = help::RUN_EXAMPLES)]
    #[allow(missing_docs)]
    Run(RunArgs),
    #[command(about = ensemble::MERGE, after_help = ensemble::MERGE_EXAMPLES)]
    #[allow(missing_docs)]
    Merge(MergeArgs),
    #[command(about = gap::HELP, after_help = gap::EXAMPLES)]
    #[allow(missing_docs)]
    Gap(GapArgs),
    #[command(about = absorb::HELP, after_help = absorb::EXAMPLES)]
    #[allow(missing_docs)]
    Absorb(AbsorbArgs),
    #[command(about = compare::HELP, after_help = compare::EXAMPLES)]
    #[allow(missing_docs)]
    Compare(CompareArgs),
    #[command(about = value::HELP, after_help = value::EXAMPLES)]
    #[allow(missing_docs)]
    Value(ValueArgs),
    #[command(about = help::CHECK, after_help = help::CHECK_EXAMPLES)]
    #[allow(missing_docs)]
    Check(CheckArgs),
    #[command(about = help::LIST, after_help = help::LIST_EXAMPLES)]
    #[allow(missing_docs)]
    List(ListArgs),
    #[command(about = help::SHOW, after_help = help::SHOW_EXAMPLES)]
    #[allow(missing_docs)]
    Show(ShowArgs),
    #[command(about = help::NEW, after_help = help::NEW_EXAMPLES)]
    #[allow(missing_docs)]
    New(NewArgs),
    #[command(about = help::SCHEMA, after_help = help::SCHEMA_EXAMPLES)]
    #[allow(missing_docs)]
    Schema(SchemaArgs),
    #[command(about = help::EXPLAIN, after_help = help::EXPLAIN_EXAMPLES)]
    #[allow(missing_docs)]
    Explain(ExplainArgs),
    #[command(about = sensitivity::ABOUT, after_help = sensitivity::EXAMPLES)]
    #[allow(missing_docs)]
    Sensitivity(SensitivityArgs),
    #[command(about = discover::ABOUT, after_help = discover::EXAMPLES)]
    #[allow(missing_docs)]
    Discover(DiscoverArgs),
    #[command(about = help::DIE, after_help = help::DIE_EXAMPLES)]
    #[allow(missing_docs)]
    Die(DieArgs),
    #[command(about = investors::INVESTORS, after_help = investors::INVESTORS_EXAMPLES)]
    #[allow(missing_docs)]
    Investors(InvestorsArgs),
    #[command(about = irr::IRR, after_help = irr::IRR_EXAMPLES)]
    #[allow(missing_docs)]
    Irr(IrrArgs),
    #[command(about = backtest::BACKTEST, after_help = backtest::BACKTEST_EXAMPLES)]
    #[allow(missing_docs)]
    Backtest(BacktestArgs),
    #[command(about = help::DOCS, hide = true)]
    #[allow(missing_docs)]
    Docs(DocsArgs),
}

/// How results are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    #[allow(missing_docs)]
    Text,
    #[allow(missing_docs)]
    Json,
}

/// Which scenario, and what is different in it.
#[derive(Debug, Args)]
pub struct ScenarioArgs {
    #[arg(value_name = "SCENARIO", default_value = "seven-trillion", help = help::SCENARIO)]
    #[allow(missing_docs)]
    pub scenario: String,
    #[arg(long, value_name = "PATH=VALUE", help = help::SET)]
    #[allow(missing_docs)]
    pub set: Vec<String>,
}

/// `fabcast run`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct RunArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long, value_name = "N", value_parser = number::count, help = ensemble::DRAWS)]
    pub draws: Option<u64>,
    #[arg(long, value_name = "S", default_value = "1", help = help::SEED)]
    pub seed: u64,
    #[arg(long, value_name = "DESIGN", default_value = "random", help = ensemble::DESIGN)]
    pub design: Design,
    #[arg(long, value_name = "GOAL", help = ensemble::UNTIL)]
    pub until: Vec<String>,
    #[arg(long, value_name = "GROUP", value_delimiter = ',', help = help::RELAX,
          value_parser = PossibleValuesParser::new(GROUPS))]
    pub relax: Vec<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help = help::THREADS)]
    pub threads: Option<u16>,
    #[arg(long, value_name = "DIR", help = help::OUT)]
    pub out: Option<PathBuf>,
    #[arg(long, requires = "out", help = help::FORCE)]
    pub force: bool,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["design", "shard", "central"], help = ensemble::DRAWS_FROM)]
    pub draws_from: Option<PathBuf>,
    #[arg(long, value_name = "N", value_parser = number::count_or_none, conflicts_with_all = [
        "until", "shard", "resume", "first_draw", "trace"], help = ensemble::DRAW)]
    pub draw: Option<u64>,
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "out", help = ensemble::COLUMNS)]
    pub columns: Vec<String>,
    #[arg(long, requires = "out", conflicts_with = "columns", help = ensemble::NO_DRAWS)]
    pub no_draws: bool,
    #[arg(long, value_name = "I/N", requires = "out", conflicts_with = "until", value_parser = number::shard, help = ensemble::SHARD)]
    pub shard: Option<Shard>,
    #[arg(long, value_name = "DIR", help = ensemble::RESUME, conflicts_with_all = [
        "scenario", "set", "draws", "seed", "design", "draws_from", "until", "relax", "out", "audit", "trace",
        "central", "first_draw", "why_draws", "no_why"])]
    pub resume: Option<PathBuf>,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
    #[arg(long, short, help = help::QUIET)]
    pub quiet: bool,
    #[arg(long, help = help::AUDIT)]
    pub audit: bool,
    #[arg(long, value_name = "N", value_parser = number::count, conflicts_with = "draw", help = ensemble::WHY_DRAWS)]
    pub why_draws: Option<u64>,
    #[arg(long, conflicts_with_all = ["draw", "why_draws"], help = ensemble::NO_WHY)]
    pub no_why: bool,
    #[arg(long, requires = "out", conflicts_with_all = ["resume", "shard"], help = help::XLSX)]
    pub xlsx: bool,
    #[arg(long, value_name = "N", requires = "xlsx", value_parser = number::count_or_none, help = help::XLSX_DRAW)]
    pub xlsx_draw: Option<u64>,
    #[arg(long, hide = true, requires = "out", help = help::TRACE)]
    pub trace: bool,
    #[arg(long, hide = true, help = help::CENTRAL)]
    pub central: bool,
    #[arg(long, hide = true, value_name = "N", default_value = "0", value_parser = number::count_or_none, help = help::FIRST)]
    pub first_draw: u64,
}

impl Design {
    /// As the library has it.
    pub fn of_library(self) -> fabcast::design::Design {
        match self {
            Design::Random => fabcast::design::Design::Random,
            Design::Lhs => fabcast::design::Design::Lhs,
            Design::Sobol => fabcast::design::Design::Sobol,
        }
    }
}

/// Sampling designs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum Design {
    #[default]
    Random,
    Lhs,
    Sobol,
}

/// `fabcast merge`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct MergeArgs {
    #[arg(value_name = "DIR", required = true, help = ensemble::MERGE_DIRS)]
    pub folders: Vec<PathBuf>,
    #[arg(long, value_name = "DIR", required = true, help = ensemble::MERGE_OUT)]
    pub out: PathBuf,
    #[arg(long, help = help::FORCE)]
    pub force: bool,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
    #[arg(long, short, help = help::QUIET)]
    pub quiet: bool,
}

/// What every analysis takes.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct AnalysisArgs {
    #[arg(long, value_name = "S", default_value = "1", help = help::SEED)]
    pub seed: u64,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help = help::THREADS)]
    pub threads: Option<u16>,
    #[arg(long, value_name = "DIR", help = help::ANALYSIS_OUT)]
    pub out: Option<PathBuf>,
    #[arg(long, requires = "out", help = help::FORCE)]
    pub force: bool,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
    #[arg(long, short, help = help::QUIET)]
    pub quiet: bool,
}

/// `fabcast gap`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct GapArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long, value_name = "NAME", value_delimiter = ',', default_value = "delivered_h100e", help = gap::OUTCOME)]
    pub outcome: Vec<String>,
    #[arg(long, value_name = "YEAR", help = gap::YEAR)]
    pub year: Option<i32>,
    #[arg(long, value_name = "N", default_value = "1000", value_parser = number::count, help = gap::DRAWS)]
    pub draws: u64,
    #[arg(long, help = gap::EXACT)]
    pub exact: bool,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
}

/// `fabcast absorb`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct AbsorbArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long, value_name = "YEAR", help = absorb::YEAR)]
    pub year: Option<i32>,
    #[arg(long, value_name = "N", default_value = "1000", value_parser = number::count, help = absorb::DRAWS)]
    pub draws: u64,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
}

/// `fabcast compare`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct CompareArgs {
    #[arg(value_name = "SCENARIO", required = true, help = compare::SCENARIOS)]
    pub scenarios: Vec<String>,
    #[arg(long, value_name = "PATH=VALUE", help = compare::WITH)]
    pub with: Vec<String>,
    #[arg(long, value_name = "PATH=VALUE", help = compare::SET)]
    pub set: Vec<String>,
    #[arg(long, value_name = "N", default_value = "1000", value_parser = number::count, help = compare::DRAWS)]
    pub draws: u64,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
}

/// `fabcast value`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct ValueArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long, value_name = "N", default_value = "2000", value_parser = number::count, help = value::DRAWS)]
    pub draws: u64,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
}

/// `fabcast check`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct CheckArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
    #[arg(long, short, help = help::QUIET)]
    pub quiet: bool,
}

/// `fabcast list`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct ListArgs {
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
}

/// `fabcast show`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct ShowArgs {
    #[arg(value_name = "NAME", help = help::SHOW_NAME)]
    pub name: String,
    #[arg(long, help = help::RESOLVED)]
    pub resolved: bool,
    #[arg(long, value_name = "PATH=VALUE", requires = "resolved", help = help::SET)]
    pub set: Vec<String>,
}

/// `fabcast new`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct NewArgs {
    #[arg(value_name = "NAME", help = help::NEW_NAME)]
    pub name: String,
}

/// `fabcast schema`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct SchemaArgs {
    #[arg(value_name = "WHAT", default_value = "scenario", help = help::SCHEMA_WHAT)]
    pub what: SchemaOf,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::SCHEMA_FORMAT)]
    pub format: Format,
}

/// What `fabcast schema` describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    #[allow(missing_docs)]
    Scenario,
    #[allow(missing_docs)]
    Outcomes,
}

/// `fabcast explain`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct ExplainArgs {
    #[arg(value_name = "PATH", help = story::PATH, required_unless_present = "draw")]
    pub path: Option<String>,
    #[arg(value_name = "SCENARIO", help = story::SCENARIO)]
    pub scenario: Option<String>,
    #[arg(long, value_name = "PATH=VALUE", help = help::SET)]
    pub set: Vec<String>,
    #[arg(long, value_name = "N", value_parser = number::count_or_none, help = story::DRAW)]
    pub draw: Option<u64>,
    #[arg(long, value_name = "N", value_parser = number::count_or_none, help = story::DRAWS)]
    pub draws: Option<u64>,
    #[arg(long, value_name = "S", default_value = "1", help = help::SEED)]
    pub seed: u64,
    #[arg(long, value_name = "DESIGN", default_value = "random", requires = "draw", help = ensemble::DESIGN)]
    pub design: Design,
    #[arg(long, value_name = "DIR", requires = "draw", help = story::OUT)]
    pub out: Option<PathBuf>,
    #[arg(long, requires = "out", help = help::FORCE)]
    pub force: bool,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
    #[arg(long, short, help = help::QUIET)]
    pub quiet: bool,
}

/// `fabcast sensitivity`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct SensitivityArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long, value_name = "NAME", help = sensitivity::OUTCOME)]
    pub outcome: Option<String>,
    #[arg(long, value_name = "N", default_value = "4096", value_parser = number::count, help = sensitivity::DRAWS)]
    pub draws: u64,
    #[arg(long, value_name = "SHARE", default_value = "0.95", value_parser = number::level, help = sensitivity::LEVEL)]
    pub level: f64,
    #[arg(long, value_name = "METHOD", default_value = "auto", help = sensitivity::METHOD)]
    pub method: SensitivityMethod,
    #[arg(long, value_name = "GROUP", value_delimiter = ',', help = sensitivity::GROUP)]
    pub group: Vec<String>,
    #[arg(long = "where", value_name = "CONDITION", help = sensitivity::WHERE)]
    pub condition: Option<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["set", "group", "method", "draws"], help = sensitivity::TABLE)]
    pub table: Option<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "table", help = sensitivity::RESULTS)]
    pub results: Option<PathBuf>,
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', requires = "table", help = sensitivity::INPUTS)]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
}

/// How the variance is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SensitivityMethod {
    /// Sobol' indices, or Shapley effects where inputs are correlated.
    Auto,
    /// Shapley effects.
    Shapley,
    /// Elementary effects: screening.
    Morris,
}

/// `fabcast discover`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct DiscoverArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long = "where", value_name = "CONDITION", help = discover::WHERE)]
    pub conditions: Vec<String>,
    #[arg(long, value_name = "N", default_value = "4000", value_parser = number::count, help = help::DRAWS)]
    pub draws: u64,
    #[arg(long = "box", value_name = "N", help = discover::BOX)]
    pub choice: Option<usize>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["set", "draws"], requires = "conditions", help = discover::TABLE)]
    pub table: Option<PathBuf>,
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', requires = "table", help = discover::INPUTS)]
    pub inputs: Vec<String>,
    #[command(flatten)]
    pub analysis: AnalysisArgs,
}

/// `fabcast die`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct DieArgs {
    #[arg(long, value_name = "MM2", conflicts_with_all = ["width", "height"], help = help::AREA)]
    pub area: Option<f64>,
    #[arg(long, value_name = "MM", requires = "height", help = help::WIDTH)]
    pub width: Option<f64>,
    #[arg(long, value_name = "MM", requires = "width", help = help::HEIGHT)]
    pub height: Option<f64>,
    #[arg(long, value_name = "PER_CM2", help = help::DENSITY)]
    pub density: Option<f64>,
    #[arg(long, value_name = "A", help = help::ALPHA)]
    pub alpha: Option<f64>,
    #[arg(long, value_name = "MM", help = help::EDGE)]
    pub edge: Option<f64>,
    #[arg(long, value_name = "SHARE", help = help::SALVAGE)]
    pub salvage: Option<f64>,
    #[arg(long, value_name = "SHARE", help = help::LINE_YIELD)]
    pub line_yield: Option<f64>,
    #[arg(long, value_name = "USD", help = help::WAFER_COST)]
    pub wafer_cost: Option<f64>,
    #[arg(long, value_name = "NAME", conflicts_with = "wafer_cost", help = help::NODE)]
    pub node: Option<String>,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
}

/// `fabcast investors`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct InvestorsArgs {
    #[command(flatten)]
    pub scenario: ScenarioArgs,
    #[arg(long, value_name = "N", default_value = "1000", value_parser = number::count, help = help::DRAWS)]
    pub draws: u64,
    #[arg(long, value_name = "S", default_value = "1", help = help::SEED)]
    pub seed: u64,
    #[arg(long, value_name = "GROUP", value_delimiter = ',', help = help::RELAX,
          value_parser = PossibleValuesParser::new(GROUPS))]
    pub relax: Vec<String>,
    #[arg(long, help = investors::NO_EVENTS)]
    pub no_events: bool,
    #[arg(long, value_name = "LINE", help = investors::WITHOUT)]
    pub without: Vec<String>,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help = help::THREADS)]
    pub threads: Option<u16>,
    #[arg(long, value_name = "DIR", help = investors::OUT)]
    pub out: Option<PathBuf>,
    #[arg(long, requires = "out", help = help::FORCE)]
    pub force: bool,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
    #[arg(long, short, help = help::QUIET)]
    pub quiet: bool,
}

/// `fabcast irr`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct IrrArgs {
    #[arg(value_name = "FLOWS", help = irr::FLOWS)]
    pub flows: String,
    #[arg(long, value_name = "RATE", default_value = "0.1", allow_negative_numbers = true,
          value_parser = number::rate, help = irr::RATE)]
    pub rate: f64,
    #[arg(long, value_name = "AMOUNT", default_value = "0", allow_negative_numbers = true,
          value_parser = number::amount, help = irr::RESIDUAL)]
    pub residual: f64,
    #[arg(long, value_name = "ORDER", help = irr::DATES)]
    pub dates: Option<DatesArg>,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
}

/// Which part of an ambiguous date is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum DatesArg {
    DayFirst,
    MonthFirst,
}

/// `fabcast backtest`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct BacktestArgs {
    #[arg(value_name = "CASE", help = backtest::CASE)]
    pub case: Vec<String>,
    #[arg(long, value_name = "FILE", help = backtest::CASES)]
    pub cases: Option<PathBuf>,
    #[arg(long, value_name = "FILE", help = backtest::ACTUALS)]
    pub actuals: Option<PathBuf>,
    #[arg(long, value_name = "N", value_parser = number::count, help = backtest::DRAWS)]
    pub draws: Option<u64>,
    #[arg(long, value_name = "S", default_value = "1", help = help::SEED)]
    pub seed: u64,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help = help::THREADS)]
    pub threads: Option<u16>,
    #[arg(long, value_name = "DIR", help = backtest::OUT)]
    pub out: Option<PathBuf>,
    #[arg(long, requires = "out", help = help::FORCE)]
    pub force: bool,
    #[arg(long, value_name = "FORMAT", default_value = "text", help = help::FORMAT)]
    pub format: Format,
    #[arg(long, short, help = help::QUIET)]
    pub quiet: bool,
}

/// `fabcast docs`.
#[derive(Debug, Args)]
#[allow(missing_docs)]
pub struct DocsArgs {
    #[arg(value_name = "PAGE", help = help::PAGE)]
    pub page: Page,
}

/// A page of the documentation that is made by the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum Page {
    Data,
    Reference,
    LaterEvidence,
    Outcomes,
    Cli,
    Backtests,
    BacktestProjects,
    BacktestPit,
    BacktestReliability,
    FabFit,
    CampusFit,
    FrozenPlan,
    Designs,
}
