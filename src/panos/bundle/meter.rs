//! Readers that count, and that remember.

use std::cell::Cell;
use std::io::{self, Read};

/// Counts what comes out of a bundle, so that a small one cannot fill the memory.
#[derive(Debug)]
pub(super) struct Meter {
    left: Cell<u64>,
    is_exceeded: Cell<bool>,
}

impl Meter {
    /// Lets this many bytes through.
    pub(super) fn new(bytes: u64) -> Self {
        Self { left: Cell::new(bytes), is_exceeded: Cell::new(false) }
    }

    /// Was there more than it lets through?
    pub(super) fn is_exceeded(&self) -> bool {
        self.is_exceeded.get()
    }

    /// Counts what is read.
    pub(super) fn of<R: Read>(&self, reader: R) -> Metered<'_, R> {
        Metered { meter: self, reader }
    }

    /// Says that a limit is exceeded, this one or another.
    pub(super) fn exceeded(&self) -> io::Error {
        self.is_exceeded.set(true);
        io::Error::other("too large")
    }
}

/// A reader whose bytes a [`Meter`] counts.
pub(super) struct Metered<'m, R> {
    meter: &'m Meter,
    reader: R,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into)?;
        let left = self.meter.left.get().checked_sub(read as u64).ok_or_else(|| self.meter.exceeded())?;
        self.meter.left.set(left);
        Ok(read)
    }
}

/// Remembers whether reading failed, and not only what is made of it.
pub(super) struct Watched<'r> {
    reader: &'r mut dyn Read,
    has_failed: bool,
}

impl<'r> Watched<'r> {
    pub(super) fn new(reader: &'r mut dyn Read) -> Self {
        Self { reader, has_failed: false }
    }

    /// Did the reader itself fail?
    pub(super) fn has_failed(&self) -> bool {
        self.has_failed
    }
}

impl Read for Watched<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(into);
        // Who is interrupted tries again.
        self.has_failed |= read.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted);
        read
    }
}
