//! Sentences about the folder that files are written to.

/// Another process writes into it.
pub fn busy(folder: &str, who: &str) -> String {
    let who = if who.is_empty() {
        "another process"
    } else {
        who
    };
    format!(
        "{folder} is in use: {who} is writing into it\n\n\
         Wait until that has ended, or choose another folder; the files of two would mix."
    )
}

/// A file that is read would be written over.
pub fn input(file: &str, folder: &str) -> String {
    format!(
        "{file} is read here, and writing into {folder} would replace or remove it\n\n\
         Choose another folder with --out."
    )
}

/// Files of somebody else.
pub fn strangers(folder: &str, files: &[String]) -> String {
    format!(
        "{folder} holds files that fabcast did not write there: {}\n\n\
         Choose another folder, or add --force to write into this one: what has a name that is needed is kept \
         under another.",
        files.join(", ")
    )
}

/// It cannot be used.
pub fn unusable(folder: &str, why: &str) -> String {
    format!("cannot use {folder} for the results: {why}\n\nChoose another folder with --out.")
}

/// A file was changed since it was written.
pub fn kept_edited(file: &str, kept: &str) -> String {
    format!("{file} has been changed since fabcast wrote it; it is kept as {kept}")
}

/// A file of somebody else had a name that is needed.
pub fn kept_other(file: &str, kept: &str) -> String {
    format!("{file} was not written by fabcast; it is kept as {kept}")
}

/// The file system has no locks.
pub fn no_lock(folder: &str) -> String {
    format!("the file system of {folder} has no locks: make sure that nothing else writes into it")
}
