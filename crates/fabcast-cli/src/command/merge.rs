//! `fabcast merge`.

use fabcast::merge::merge as join;

use super::run::{check_folder, failure, show};
use crate::args::MergeArgs;
use crate::failure::Failure;

/// Joins the shards of a run and prints its verdict.
///
/// # Errors
/// When the folder is in use, or the shards are not those of one whole run.
pub fn merge(args: &MergeArgs) -> Result<(), Failure> {
    check_folder(&args.out, args.force, args.quiet)?;
    let result = join(&args.folders, &args.out).map_err(failure)?;
    show(&result, &[], Some(&args.out), args.format, args.quiet)
}
