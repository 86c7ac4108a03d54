//! How long a run takes, for a person; never a part of its result.

use std::time::Instant;

/// The steps of a run with what each did and how long it took.
#[derive(Debug)]
pub(crate) struct Stats {
    since: Instant,
    lines: Vec<String>,
}

impl Stats {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self { since: Instant::now(), lines: Vec::new() }
    }

    /// Ends a step; the next one begins.
    pub(crate) fn step(&mut self, step: &str, what: &str) {
        let ms = self.since.elapsed().as_secs_f64() * 1000.0;
        self.lines.push(format!("{step:8}{ms:>10.1} ms  {what}"));
        self.since = Instant::now();
    }

    /// Adds what takes no time.
    pub(crate) fn fact(&mut self, name: &str, what: &str) {
        self.lines.push(format!("{name:8}{:>10}     {what}", ""));
    }

    /// Tells all of it on standard error.
    pub(crate) fn tell(&self) {
        self.lines.iter().for_each(|line| anstream::eprintln!("{line}"));
    }
}
