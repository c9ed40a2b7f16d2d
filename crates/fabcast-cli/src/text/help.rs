//! Help of the commands and their arguments.

pub const ABOUT: &str = "Can this AI-chip build-out be executed? Simulates a programme month by month\n\
    under uncertainty: how much of it comes about, by when, and what stops the rest.";
pub const ABOUT_EXAMPLES: &str = "\
Examples:
  fabcast run                  the seven-trillion-dollar build-out of February 2024
  fabcast list                 the scenarios that are part of fabcast";

// run
pub const RUN: &str = "Simulate an ensemble of futures and print the verdict";
pub const RUN_EXAMPLES: &str = "\
Exit status: 0 done, 1 the run failed, 2 bad usage or an invalid scenario,
3 interrupted with partial results.

Examples:
  fabcast run --draws 1000 --out report
  fabcast run one-fab --set plan.fab.count=2 --relax talent";
pub const SCENARIO: &str = "File of a scenario, or the name of an embedded one";
pub const SET: &str = "Set a value, in the syntax of the file; may be repeated";
pub const SEED: &str = "Seed of the random numbers";
pub const RELAX: &str = "Lift a group of limits; may be repeated";
pub const THREADS: &str = "Threads; all cores by default. Results do not depend on it";
pub const OUT: &str = "Write report, draws, series, summary and resolved scenario there";
pub const ANALYSIS_OUT: &str = "Write the document there, and the report anew with it";
pub const FORCE: &str = "Write to DIR even if other files are in it; those whose names are needed are kept under others";
pub const FORMAT: &str = "For people, or one JSON document";
pub const QUIET: &str = "Print results and errors only";
pub const AUDIT: &str = "Check every conservation law in every draw and month";
pub const XLSX: &str = "Also write workbook.xlsx: the finance of one draw in live formulas";
pub const XLSX_DRAW: &str = "Draw of the workbook [default: the one with the median NPV]";
pub const TRACE: &str = "Also write every month of every draw to trace.parquet";
pub const CENTRAL: &str = "Every parameter at its centre and no events, instead of draws";
pub const FIRST: &str = "Number of the first draw";

// check
pub const CHECK: &str = "Check a scenario without running it";
pub const CHECK_EXAMPLES: &str = "\
Examples:
  fabcast check one-fab
  fabcast check seven-trillion --set budget=\"5 T$\" --format json";

// list
pub const LIST: &str = "List the scenarios that are part of fabcast";
pub const LIST_EXAMPLES: &str = "\
Examples:
  fabcast list
  fabcast list --format json";

// show
pub const SHOW: &str = "Print an embedded scenario or world";
pub const SHOW_EXAMPLES: &str = "\
Examples:
  fabcast show one-fab
  fabcast show one-fab --resolved";
pub const SHOW_NAME: &str = "Name of a scenario or of a world";
pub const RESOLVED: &str = "With every default and source spelled out";

// new
pub const NEW: &str = "Write a commented starter scenario";
pub const NEW_EXAMPLES: &str = "\
Examples:
  fabcast new my-fab           writes my-fab.toml
  fabcast new two-campuses";
pub const NEW_NAME: &str = "Name of the scenario; the file is NAME.toml";

// schema
pub const SCHEMA: &str = "Print the JSON Schema of scenario files, or the list of outcomes";
pub const SCHEMA_EXAMPLES: &str = "\
Examples:
  fabcast schema
  fabcast schema outcomes";
pub const SCHEMA_WHAT: &str = "Scenario files, or outcomes and series with their units";
pub const SCHEMA_FORMAT: &str = "For people, or one JSON document (outcomes)";

// explain
pub const EXPLAIN: &str = "Explain one parameter: value, unit, distribution, source, and what it moves; or with \
     --draw the story of one future";
pub const EXPLAIN_EXAMPLES: &str = "\
Examples:
  fabcast explain kind.fab.unit_cost one-fab
  fabcast explain --draw 501 one-fab";
pub const DRAWS: &str = "Futures to simulate; 10_000 and 1e4 are understood";

// die
pub const DIE: &str = "Dies per wafer, yield under each model, good dies and cost";
pub const DIE_EXAMPLES: &str = "\
Examples:
  fabcast die --area 814 --density 0.1 --wafer-cost 16988
  fabcast die --width 26 --height 33 --node n3 --format json";
pub const AREA: &str = "Area of the die [mm²] [default: 814]";
pub const WIDTH: &str = "Width of the die [mm]; the formula needs the area alone";
pub const HEIGHT: &str = "Height of the die [mm]";
pub const DENSITY: &str = "Defects [1/cm²] [default: 0.1]";
pub const ALPHA: &str = "Clustering of defects, for the negative binomial [default: 2]";
pub const EDGE: &str = "Rim of the wafer without dies [mm] [default: 3]";
pub const SALVAGE: &str = "Share of defective dies sold as lower bins [default: 0.5]";
pub const LINE_YIELD: &str = "Wafers out over wafers started [default: 0.95]";
pub const WAFER_COST: &str = "Cost of a wafer started [USD] [default: 16988]";
pub const NODE: &str = "Take the price of a wafer of this node: n90 to n2";

// docs
pub const DOCS: &str = "Print a page of the documentation";
pub const PAGE: &str = "Which page";
