//! Why a command ends without having done its work, and the exit status that says so.

use fabcast::scenario::Diagnostics;

use crate::text;

/// The end of a command that did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The run failed: status 1.
    Run(String),
    /// Bad usage: status 2.
    Usage(String),
    /// An invalid scenario: status 2.
    Scenario(Diagnostics),
    /// Interrupted; partial results are written: status 3.
    Interrupted(String),
    /// Nobody reads the output any more, as with `| head`: status 0.
    Closed,
    /// What there is to say is on standard output: status 2.
    Said,
}

impl Failure {
    /// Exit status.
    pub fn status(&self) -> u8 {
        match self {
            Failure::Closed => 0,
            Failure::Run(_) => 1,
            Failure::Usage(_) | Failure::Scenario(_) | Failure::Said => 2,
            Failure::Interrupted(_) => 3,
        }
    }

    /// What to tell on standard error, below the diagnostics if there are any; may be empty.
    pub fn message(&self) -> String {
        match self {
            Failure::Run(why) | Failure::Usage(why) => text::error(why),
            Failure::Scenario(diagnostics) => text::found(diagnostics.len()),
            Failure::Interrupted(what) => what.clone(),
            Failure::Closed | Failure::Said => String::new(),
        }
    }
}

impl From<std::io::Error> for Failure {
    /// Standard output could not be written.
    fn from(error: std::io::Error) -> Failure {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Run(text::no_output(&error.to_string())),
        }
    }
}
