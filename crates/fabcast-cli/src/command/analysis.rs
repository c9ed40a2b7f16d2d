//! What the commands of the analyses have in common.

use fabcast::analysis::{AnalysisError, Sample};
use fabcast::folder::{self, Contents};
use fabcast::output;
use serde::Serialize;

use crate::args::{AnalysisArgs, Format};
use crate::failure::Failure;
use crate::terminal::{self, Progress};
use crate::text;

impl AnalysisArgs {
    /// The futures asked for.
    pub fn sample(&self, draws: u64) -> Sample<'static> {
        Sample {
            draws,
            seed: self.seed,
            threads: self.threads.map(usize::from),
            stop: Some(terminal::stop_on_interrupt()),
        }
    }

    /// Refuses a folder with files of somebody else.
    pub fn check_folder(&self) -> Result<(), Failure> {
        let Some(folder) = &self.out else {
            return Ok(());
        };
        let name = folder.display().to_string();
        match folder::contents(folder) {
            Ok(Contents::Other(names)) if !self.force => {
                Err(Failure::Usage(text::folder_in_use(&name, &names)))
            }
            Ok(_) => Ok(()),
            Err(error) => Err(Failure::Usage(text::no_folder(&name, &error.to_string()))),
        }
    }

    /// Runs an analysis with a bar of the draws done.
    pub fn watched<T>(
        &self,
        draws: u64,
        analyse: impl FnOnce(&mut (dyn FnMut(u64) + Send)) -> Result<T, AnalysisError>,
    ) -> Result<T, Failure> {
        let progress = Progress::new(draws, self.quiet || self.format == Format::Json);
        let result = analyse(&mut |done| progress.show(done));
        progress.finish();
        result.map_err(failure)
    }

    /// Writes the document into the folder, prints it or its screen, and says what was written.
    pub fn finish<D: Serialize>(
        &self,
        file: &str,
        document: &D,
        (asked, done): (u64, u64),
        screen: impl FnOnce(&D) -> String,
    ) -> Result<(), Failure> {
        let mut left_out = Vec::new();
        if let Some(folder) = &self.out {
            left_out = output::report::write_analysis(folder, file, document)
                .map_err(|error| Failure::Run(error.to_string()))?;
        }
        match self.format {
            Format::Json => terminal::print(&output::json::render(document))?,
            Format::Text => terminal::print_text(&screen(document))?,
        }
        if !self.quiet {
            for what in left_out {
                terminal::say(&text::warning(&what));
            }
            if let Some(folder) = &self.out {
                let report = folder.join(output::report::REPORT);
                terminal::say(&text::wrote(&report.display().to_string()));
            }
        }
        match done < asked {
            true => Err(Failure::Interrupted(text::interrupted(done, asked))),
            false => Ok(()),
        }
    }

    /// Shows remarks of a document on standard error, where its screen does not.
    pub fn warn(&self, warnings: &[String]) {
        if !self.quiet {
            for warning in warnings {
                terminal::say(&text::warning(warning));
            }
        }
    }
}

fn failure(error: AnalysisError) -> Failure {
    let why = error.to_string();
    match error {
        AnalysisError::Model(_) | AnalysisError::Targets(_) | AnalysisError::Refused(_) => {
            Failure::Usage(why)
        }
        AnalysisError::Interrupted => Failure::Interrupted(why),
        AnalysisError::Threads(_) | AnalysisError::Output(_) => Failure::Run(why),
    }
}
