//! Shows on a terminal that long work goes on: one short line on standard error that is gone when the work is done. Never in a pipe.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What takes no longer shows nothing.
const PATIENCE: Duration = Duration::from_millis(400);
/// How often the line is drawn anew.
const BEAT: Duration = Duration::from_millis(250);
/// How many characters the line has at most: one that a narrow terminal broke could not be taken back.
const WIDTH: usize = 60;

/// Does the work; while it takes long, and somebody looks at standard error, the step is named there.
pub(in crate::cli) fn during<T>(step: &str, work: impl FnOnce() -> T) -> T {
    let _line = Line::begin(step);
    work()
}

/// The line on the terminal; dropped, it is erased.
struct Line(Option<(Sender<()>, JoinHandle<()>)>);

impl Line {
    fn begin(step: &str) -> Self {
        if !is_wanted(io::stderr().is_terminal(), std::env::var_os("TERM").as_deref()) {
            return Self(None);
        }
        let step = step.to_owned();
        let (stop, stopped) = channel::<()>();
        let drawing = thread::Builder::new().spawn(move || {
            let begun = Instant::now();
            let mut drawn = 0;
            let mut wait = PATIENCE;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let line = line(&step, begun.elapsed());
                drawn = drawn.max(line.chars().count());
                draw(&line);
                wait = BEAT;
            }
            if drawn > 0 {
                draw(&erased(drawn));
            }
        });
        // Without a thread to spare the work goes on unseen.
        Self(drawing.ok().map(|drawing| (stop, drawing)))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some((stop, drawing)) = self.0.take() {
            drop(stop);
            let _ = drawing.join();
        }
    }
}

/// Whether anybody sees it, on a terminal that can go back to the start of a line. There is no colour in it that `NO_COLOR` could forbid.
fn is_wanted(is_terminal: bool, kind: Option<&std::ffi::OsStr>) -> bool {
    is_terminal && kind.is_none_or(|kind| kind != "dumb")
}

/// The line: the step, and for how many seconds it has gone on.
fn line(step: &str, elapsed: Duration) -> String {
    let tail = format!("… {} s", elapsed.as_secs());
    let room = WIDTH.saturating_sub(tail.chars().count());
    let step: String = step.chars().take(room).collect();
    format!("\r{step}{tail}")
}

/// Blanks over a line of so many characters. No terminal needs to know more than how to go back to its start.
fn erased(length: usize) -> String {
    format!("\r{}\r", " ".repeat(length))
}

fn draw(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn only_a_terminal_that_can_take_a_line_back_is_written_to() {
        assert!(is_wanted(true, Some(OsStr::new("xterm"))));
        assert!(is_wanted(true, None), "Windows names no kind of terminal");
        assert!(!is_wanted(true, Some(OsStr::new("dumb"))));
        assert!(!is_wanted(false, Some(OsStr::new("xterm"))));
    }

    #[test]
    fn the_line_is_short_has_no_escape_and_is_erased_whole() {
        let long = line(&"judging ".repeat(40), Duration::from_secs(7));
        assert!(long.chars().count() <= WIDTH + 1 && long.ends_with("… 7 s"), "{long}");
        assert_eq!(line("judging", Duration::from_millis(1900)), "\rjudging… 1 s");
        assert!(!long.contains('\u{1b}'));
        assert_eq!(erased(3), "\r   \r");
    }

    #[test]
    fn what_the_work_returns_is_returned() {
        assert_eq!(during("counting", || 2 + 2), 4);
    }
}
