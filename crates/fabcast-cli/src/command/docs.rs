//! `fabcast docs`: pages of the documentation.

use clap::CommandFactory;
use fabcast::design::study::{page, study};
use fabcast::{backtest, docs as pages, scenario};

use crate::args::{Cli, DocsArgs, Page};
use crate::failure::Failure;
use crate::{terminal, text};

/// Prints a page.
///
/// # Errors
/// When it cannot be made or printed.
pub fn docs(args: &DocsArgs) -> Result<(), Failure> {
    let page = match args.page {
        Page::Data => pages::data_page().map_err(Failure::Scenario)?,
        Page::Reference => scenario::reference_markdown(),
        Page::LaterEvidence => pages::later_evidence_page().map_err(Failure::Scenario)?,
        Page::Outcomes => pages::outcomes_page().map_err(Failure::Scenario)?,
        Page::Cli => cli(),
        Page::Backtests => backtest::page().map_err(|e| Failure::Run(e.to_string()))?,
        Page::BacktestProjects => picture("projects")?,
        Page::BacktestPit => picture("pit")?,
        Page::BacktestReliability => picture("reliability")?,
        Page::FabFit => backtest::fab_fit().map_err(|e| Failure::Run(e.to_string()))?,
        Page::CampusFit => backtest::campus_fit().map_err(|e| Failure::Run(e.to_string()))?,
        Page::FrozenPlan => backtest::freeze().map_err(|e| Failure::Run(e.to_string()))?,
        Page::Designs => designs()?,
    };
    terminal::print(&page)
}

/// A picture of docs/backtests.md.
fn picture(name: &str) -> Result<String, Failure> {
    let all = fabcast::output::html::backtest::pictures();
    let all = all.map_err(|e| Failure::Run(e.to_string()))?;
    let found = all.into_iter().find(|(other, _)| *other == name);
    Ok(found.map(|(_, svg)| svg).unwrap_or_default())
}

/// Ensembles of each design and size whose estimates are compared.
const REPLICATES: u64 = 24;

/// The measurements of docs/designs.md; takes minutes.
fn designs() -> Result<String, Failure> {
    let scenario = super::load("seven-trillion", &[], true)?;
    let outcomes = [
        "delivered_share_2035",
        "delivered_h100e_2030",
        "datacentre_gw_2035",
        "capital_drawn_end",
        "price_2035",
    ];
    let rows = study(&scenario, &outcomes, &[128, 512, 2048], REPLICATES);
    let rows = rows.map_err(super::run::failure)?;
    Ok(page(&rows, REPLICATES))
}

/// The help of every command that is not hidden.
fn cli() -> String {
    let mut cli = Cli::command();
    cli.build();
    let mut page = String::from(text::CLI_PAGE);
    let mut add = |title: &str, help: String| {
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        page.push_str(&format!(
            "\n## {title}\n\n```text\n{}\n```\n",
            help.join("\n").trim_end()
        ));
    };
    add("fabcast", cli.render_long_help().to_string());
    let commands = cli
        .get_subcommands_mut()
        .filter(|command| !command.is_hide_set());
    for command in commands {
        let title = format!("fabcast {}", command.get_name());
        add(&title, command.render_long_help().to_string());
    }
    page
}
