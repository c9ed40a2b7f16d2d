//! The command line of fabcast: arguments in, results on standard output, everything else on
//! standard error.

mod args;
mod command;
mod complaint;
mod failure;
mod layout;
mod memory;
mod number;
mod terminal;
mod text;
mod verdict;

use std::process::ExitCode;

use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    memory::keep();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&of_shown(error)),
    };
    let result = match cli.command {
        Command::Run(args) => command::run::run(&args),
        Command::Merge(args) => command::merge::merge(&args),
        Command::Gap(args) => command::gap::gap(&args),
        Command::Absorb(args) => command::absorb::absorb(&args),
        Command::Compare(args) => command::compare::compare(&args),
        Command::Value(args) => command::value::value(&args),
        Command::Check(args) => command::check::check(&args),
        Command::List(args) => command::list::list(&args),
        Command::Show(args) => command::show::show(&args),
        Command::New(args) => command::new::new(&args),
        Command::Schema(args) => command::schema::schema(&args),
        Command::Explain(args) => command::explain::explain(&args),
        Command::Sensitivity(args) => command::sensitivity::sensitivity(&args),
        Command::Discover(args) => command::discover::discover(&args),
        Command::Die(args) => command::die::die(&args),
        Command::Investors(args) => command::investors::investors(&args),
        Command::Irr(args) => command::irr::irr(&args),
        Command::Backtest(args) => command::backtest::backtest(&args),
        Command::Docs(args) => command::docs::docs(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            complaint::failed(&failure);
            ExitCode::from(failure.status())
        }
    }
}

/// The same error of the arguments as they are shown: a message quotes them, and must send no escape codes.
fn of_shown(error: clap::Error) -> clap::Error {
    let shown = std::env::args_os().map(|argument| terminal::shown(&argument.to_string_lossy()));
    Cli::try_parse_from(shown).err().unwrap_or(error)
}

/// Answers arguments that are not understood, or a request for help.
fn refuse(error: &clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::InvalidSubcommand
        && let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand)
        && text::PLANNED.contains(&name.as_str())
    {
        let failure = Failure::Usage(text::planned(name));
        complaint::failed(&failure);
        return ExitCode::from(failure.status());
    }
    // Help that cannot be written has no reader.
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { 2 } else { 0 })
}
