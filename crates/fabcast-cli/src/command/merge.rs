//! `fabcast merge`.

use fabcast::folder::Claim;
use fabcast::merge::merge as join;

use super::run::{failure, open_run, show};
use crate::args::MergeArgs;
use crate::failure::Failure;

/// Joins the shards of a run and prints its verdict.
///
/// # Errors
/// When the folder is in use, or the shards are not those of one whole run.
pub fn merge(args: &MergeArgs) -> Result<(), Failure> {
    let claim = Claim {
        force: args.force,
        inputs: &args.folders,
        who: "fabcast merge",
    };
    let out = open_run(&args.out, &claim, "", args.quiet)?;
    let result = join(&args.folders, &out).map_err(failure);
    super::say_kept(&out);
    let result = result?;
    show(&result, &[], Some(&args.out), args.format, args.quiet)
}
