//! What the commands of the analyses have in common.

use std::path::PathBuf;

use fabcast::analysis::{AnalysisError, Sample};
use fabcast::folder::Folder;
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

    /// Opens the folder for the document of a command, if there is one; `inputs` are read.
    pub fn open(
        &self,
        command: &str,
        file: &str,
        inputs: &[PathBuf],
    ) -> Result<Option<Folder>, Failure> {
        super::open_folder(command, self.out.as_deref(), self.force, &[file], inputs)
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
        folder: Option<&Folder>,
        file: &str,
        document: &D,
        (asked, done): (u64, u64),
        screen: impl FnOnce(&D) -> String,
    ) -> Result<(), Failure> {
        let left_out = super::write_document(folder, file, document)?;
        match self.format {
            Format::Json => terminal::print(&output::json::render(document))?,
            Format::Text => terminal::print_text(&screen(document))?,
        }
        super::say_written(folder, &left_out, self.quiet);
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
