//! What is printed where: results, remarks, the progress bar; and Ctrl-C.

use std::io::{IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::failure::Failure;
use crate::text;

/// Whether the environment asks for no colour and no progress bar.
fn is_plain() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
        || std::env::var_os("TERM").is_some_and(|value| value == "dumb")
}

/// Whether results may be coloured.
pub fn colour_on_stdout() -> bool {
    std::io::stdout().is_terminal() && !is_plain()
}

/// Whether messages may be coloured.
pub fn colour_on_stderr() -> bool {
    std::io::stderr().is_terminal() && !is_plain()
}

/// Prints text for people, with a line break at the end.
///
/// # Errors
/// As [`print`].
pub fn print_text(text: &str) -> Result<(), Failure> {
    print_coloured(&shown(text))
}

/// Prints text for people that may have colours; what comes from files in it has been through [`shown`].
///
/// # Errors
/// As [`print`].
pub fn print_coloured(text: &str) -> Result<(), Failure> {
    // Lines are broken already, and a search for "10 %" should find it.
    print(&text.replace('\u{a0}', " "))
}

/// A text with everything in it that a terminal would obey, or that turns the direction of writing, as it would be
/// written in a string: titles and names of files are anybody's.
pub fn shown(text: &str) -> String {
    let is_obeyed = |c: char| match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        c => c.is_control(),
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match is_obeyed(c) {
            true => out.extend(c.escape_unicode()),
            false => out.push(c),
        }
    }
    out
}

/// Prints results as they are, with a line break at the end.
///
/// # Errors
/// When they cannot be written; a closed pipe is [`Failure::Closed`].
pub fn print(results: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(results.as_bytes())?;
    if !results.ends_with('\n') {
        stdout.write_all(b"\n")?;
    }
    stdout.flush()?;
    Ok(())
}

/// Prints a value as one JSON document.
///
/// # Errors
/// As [`print`].
pub fn print_json(value: &impl serde::Serialize) -> Result<(), Failure> {
    let json =
        serde_json::to_string_pretty(value).map_err(|error| Failure::Run(error.to_string()))?;
    print(&json)
}

/// Prints a remark on standard error, if there is anything to say.
pub fn say(message: &str) {
    say_coloured(&shown(message));
}

/// An empty line on standard error.
pub fn blank() {
    let _ = writeln!(std::io::stderr().lock());
}

/// The same as [`say`] of a remark that may have colours: the diagnostics of a scenario, which show what they quote themselves.
pub fn say_coloured(message: &str) {
    if !message.is_empty() {
        let message = message.trim_end().replace('\u{a0}', " ");
        // Where nobody listens nothing can be said about it.
        let _ = writeln!(std::io::stderr().lock(), "{message}");
    }
}

/// A bar of the draws done, on a terminal only.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for `draws` draws, unless `quiet`.
    pub fn new(draws: u64, quiet: bool) -> Progress {
        if quiet || is_plain() || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar =
            ProgressBar::with_draw_target(Some(draws), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template(text::PROGRESS) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(Some(bar))
    }

    /// Shows how many draws are done.
    pub fn show(&self, done: u64) {
        if let Some(bar) = &self.0 {
            let rate = done as f64 / bar.elapsed().as_secs_f64().max(1e-3);
            let left = bar.length().unwrap_or(done).saturating_sub(done) as f64 / rate.max(1e-3);
            bar.set_message(text::rate(rate.round() as u64, left.ceil() as u64));
            bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub fn finish(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}

/// A count of the simulations done, on a terminal only, where their number is not known beforehand.
pub struct Counter(Option<ProgressBar>);

impl Counter {
    /// A counter, unless `quiet`.
    pub fn new(quiet: bool) -> Counter {
        if quiet || is_plain() || !std::io::stderr().is_terminal() {
            return Counter(None);
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template(text::sensitivity::PROGRESS) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Counter(Some(bar))
    }

    /// Shows how many are done.
    pub fn show(&self, done: u64) {
        if let Some(bar) = &self.0 {
            bar.set_position(done);
        }
    }

    /// Takes the counter away.
    pub fn finish(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}

/// Set by the first Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);
/// Signals that come so soon after the first are the same request: `timeout` sends two, one to the process and one
/// to its group.
const SAME_REQUEST: Duration = Duration::from_secs(1);

/// From now on the first Ctrl-C asks to stop, and one that comes later than with it ends the program at once.
pub fn stop_on_interrupt() -> &'static AtomicBool {
    let mut first: Option<Instant> = None;
    let heard = ctrlc::set_handler(move || match first {
        None => {
            first = Some(Instant::now());
            STOP.store(true, Ordering::Relaxed);
            say(text::STOPPING);
        }
        Some(first) if first.elapsed() < SAME_REQUEST => {}
        Some(_) => std::process::exit(130),
    });
    if let Err(error) = heard {
        say(&text::no_interrupt(&error.to_string()));
    }
    &STOP
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn nothing_that_a_terminal_obeys_is_sent() {
        assert_eq!(
            shown("a\u{1b}[2J\u{7}\u{9b}1m\r\u{202e}b\u{2066}\tä\u{a0}–\n"),
            "a\\u{1b}[2J\\u{7}\\u{9b}1m\\u{d}\\u{202e}b\\u{2066}\tä\u{a0}–\n"
        );
    }
}
