//! Why a run failed.

use fabcast_model::reader::Fault;
use fabcast_model::relax::{ALL_GROUPS, Group};
use fabcast_model::simulate::Violation;
use fabcast_scenario::Diagnostics;

use crate::ensemble::NoThreads;
use crate::folder::FolderError;
use crate::folder::OutputError;
use crate::output::draws::{NoColumn, RowsError};
use crate::store::{NoGroup, StoreError};
use crate::table::TableError;
use crate::text;
use crate::verdict::UnknownOutcome;

/// Why a run failed.
#[derive(Debug)]
pub enum RunError {
    /// The scenario cannot be put into the engine.
    Model(Vec<Fault>),
    /// Targets name outcomes that do not exist.
    Targets(Vec<UnknownOutcome>),
    /// The scenario that a run kept cannot be read.
    Scenario(Diagnostics),
    /// What was asked for cannot be done: each fault in a sentence.
    Settings(String),
    /// Groups of limits were to be lifted that do not exist.
    Groups(Vec<NoGroup>),
    /// Columns were asked for that do not exist.
    Columns(Vec<NoColumn>),
    /// A folder cannot be written into, or is written into by another process.
    Folder(FolderError),
    /// Parts cannot be continued or merged.
    Store(StoreError),
    /// A table cannot be read.
    Table(TableError),
    /// Threads could not be started.
    Threads(NoThreads),
    /// A file could not be written.
    Output(OutputError),
    /// Conservation laws are broken: draw, and what was found.
    Audit(Vec<(u64, Violation)>),
}

impl RunError {
    /// Whether what was asked for is wrong, rather than what happened.
    pub fn is_usage(&self) -> bool {
        match self {
            RunError::Model(_)
            | RunError::Targets(_)
            | RunError::Scenario(_)
            | RunError::Settings(_)
            | RunError::Groups(_)
            | RunError::Columns(_)
            | RunError::Table(_) => true,
            RunError::Folder(error) => error.is_usage(),
            RunError::Store(error) => !matches!(error, StoreError::Read(_)),
            RunError::Threads(_) | RunError::Output(_) | RunError::Audit(_) => false,
        }
    }
}

impl From<Vec<NoGroup>> for RunError {
    fn from(unknown: Vec<NoGroup>) -> RunError {
        RunError::Groups(unknown)
    }
}

impl From<NoThreads> for RunError {
    fn from(error: NoThreads) -> RunError {
        RunError::Threads(error)
    }
}

impl From<OutputError> for RunError {
    fn from(error: OutputError) -> RunError {
        RunError::Output(error)
    }
}

impl From<FolderError> for RunError {
    fn from(error: FolderError) -> RunError {
        RunError::Folder(error)
    }
}

impl From<StoreError> for RunError {
    fn from(error: StoreError) -> RunError {
        RunError::Store(error)
    }
}

impl From<TableError> for RunError {
    fn from(error: TableError) -> RunError {
        RunError::Table(error)
    }
}

impl From<RowsError> for RunError {
    fn from(error: RowsError) -> RunError {
        match error {
            RowsError::Output(error) => RunError::Output(error),
            RowsError::Table(error) => RunError::Table(error),
            RowsError::Other(path) => RunError::Store(StoreError::Broken(path)),
        }
    }
}

impl std::fmt::Display for RunError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RunError::Model(faults) => {
                for fault in faults {
                    writeln!(f, "{}: expected {}", fault.path, fault.expected)?;
                }
                Ok(())
            }
            RunError::Targets(unknown) => {
                for target in unknown {
                    writeln!(
                        f,
                        "{}: there is no outcome called `{}`; `fabcast schema outcomes` lists them",
                        target.path, target.outcome
                    )?;
                }
                Ok(())
            }
            RunError::Scenario(diagnostics) => diagnostics.fmt(f),
            RunError::Settings(why) => f.write_str(why),
            RunError::Groups(unknown) => {
                for group in unknown {
                    writeln!(f, "{}", text::no_group(&group.wanted, group.nearest))?;
                }
                write!(f, "\n{}", text::groups(&ALL_GROUPS.map(Group::name)))
            }
            RunError::Columns(unknown) => {
                for column in unknown {
                    writeln!(
                        f,
                        "{}",
                        text::no_column(&column.wanted, column.nearest.as_deref())
                    )?;
                }
                write!(f, "\n{}", text::COLUMNS)
            }
            RunError::Folder(error) => error.fmt(f),
            RunError::Store(StoreError::Nothing(folder)) => {
                f.write_str(&text::no_parts(&folder.display().to_string()))
            }
            RunError::Store(StoreError::Read(error)) => error.fmt(f),
            RunError::Store(StoreError::Broken(path)) => {
                f.write_str(&text::broken(&path.display().to_string()))
            }
            RunError::Store(StoreError::Changed(path)) => {
                f.write_str(&text::changed(&path.display().to_string()))
            }
            RunError::Store(StoreError::Foreign(path)) => {
                f.write_str(&text::foreign(&path.display().to_string()))
            }
            RunError::Store(StoreError::Missing(path)) => {
                f.write_str(&text::missing_part(&path.display().to_string()))
            }
            RunError::Store(StoreError::Version(folder, version)) => {
                f.write_str(&text::other_version(&folder.display().to_string(), version))
            }
            RunError::Table(error) => error.fmt(f),
            RunError::Threads(error) => error.fmt(f),
            RunError::Output(error) => error.fmt(f),
            RunError::Audit(violations) => {
                writeln!(f, "{} conservation laws are broken:", violations.len())?;
                for (draw, v) in violations.iter().take(20) {
                    writeln!(
                        f,
                        "  {} in draw {draw}, month {}: {} against {}",
                        v.law, v.month, v.left, v.right
                    )?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for RunError {}
