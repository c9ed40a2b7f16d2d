//! What `fabcast investors` says.

use fabcast::format::count;

pub const INVESTORS: &str =
    "What each investor gets: calls, return, risk, and what events cost them";
pub const INVESTORS_EXAMPLES: &str = "\
Money is in dollars of the scenario's price year, rates are real and yearly.
Costs of events compare the same futures with and without the event.

Examples:
  fabcast investors --draws 1000 --out report
  fabcast investors one-fab --no-events
  fabcast investors --no-events --without fab-us";
pub const NO_EVENTS: &str = "Leave out what events cost, which takes most of the time";
pub const WITHOUT: &str = "Also measure a plan with one project of LINE less; may be repeated";
pub const OUT: &str = "Write investors.json there, and the report anew";

pub fn no_line(line: &str, lines: &[String]) -> String {
    format!(
        "the plan has no line `{line}`\n\nIts lines are: {}.",
        lines.join(", ")
    )
}
pub fn title(title: &str, draws: u64) -> String {
    format!(
        "{title}: what each investor gets ({} futures)",
        count(draws)
    )
}
pub const COLUMNS: [&str; 9] = [
    "", "in", "drawn", "return", "80 %", "asked", "MOIC", "loss", "misses",
];
pub const RISK_COLUMNS: [&str; 6] = [
    "",
    "at most out",
    "back in",
    "never back",
    "worst 5 %",
    "MOIC then",
];
pub const NEVER: &str = "never";
pub const NONE_DRAWN: &str = "no money is drawn in any future";
pub const LEGEND: &str = "In: share of futures in which money is drawn; the rest is over those, and medians. Return: yearly and real, \
     -100 % where nothing comes back; 80 %: of futures; asked: hurdle of equity, rate of loans. \
     Loss: less comes back than was drawn; misses: below what is asked. At most out: largest drawn \
     less received; back in: median month in which that is even; worst 5 %: mean gain or loss \
     of the worst twentieth of futures, and its MOIC.";
pub const RISK: &str = "Exposure and worst cases";
pub const EVENTS: &str = "What it costs them where it comes to pass (mean change of the gain, bn$)";
pub const ALL: &str = "all";
pub const NOBODY: &str = "No money is drawn from anybody in any future.";
pub const EVENT: &str = "";
pub const FUTURES: &str = "futures";
pub fn not_covered(years: &str) -> String {
    format!(
        "In the median future the cash of the year does not cover the debt service (DSCR below 1) of {years}."
    )
}
pub const COVERED: &str =
    "In the median future the cash of every year covers its debt service (DSCR of 1 or more).";
pub const LENDERS: &str = "Cover of the loans, over the futures with debt";
pub const COVER_COLUMNS: [&str; 4] = ["", "10 %", "median", "90 %"];
pub const DSCR_LEAST: &str = "DSCR at its least";
pub const LLCR: &str = "LLCR";
pub const PLCR: &str = "PLCR";
/// How often there is debt, and how often its cover is too low; of a limit its height and the share of
/// futures.
pub fn cover(
    with_debt: &str,
    below_one: &str,
    lock_up: Option<(String, String)>,
    default: Option<(String, String)>,
) -> String {
    let mut says = format!(
        "{with_debt} of futures have debt. The DSCR, tested once repayments have run for a year, falls below 1 in {below_one} of those."
    );
    if let Some((limit, share)) = lock_up {
        says += &format!(" Lock-up (nothing distributed below {limit}): {share}.");
    }
    if let Some((limit, share)) = default {
        says += &format!(" Default (nothing lent below {limit}): {share}.");
    }
    says
}
