//! How a process is called to others.

/// `fabcast run (process 4711 on host)`.
pub fn this_process(called: &str) -> String {
    let called = if called.is_empty() { "fabcast" } else { called };
    let process = std::process::id();
    match host() {
        Some(host) => format!("{called} (process {process} on {host})"),
        None => format!("{called} (process {process})"),
    }
}

/// Name of this machine where the system tells it in a file: a folder may be shared by several.
fn host() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
