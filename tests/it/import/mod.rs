//! Import: what is generated comes back as a spec that generates the same, and what others made is told of.

mod cases;
pub(crate) mod round_trip;
