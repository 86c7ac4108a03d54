//! What differs between two configurations, as a tree of changes.
//!
//! Belongs here: which elements are the same thing, what changed about them, and what of that is only noise.
//! Does not belong here: what becomes of a change (`merge`, `plan`), and how it is shown (`report`).
//!
//! Entries are told by name, members of lists by text, other elements by their own name; of several alike,
//! the first is compared with the first. The order of siblings counts where
//! [`is_ordered`](crate::panos::is_ordered) says so: there, what is elsewhere among its like is a move.
//!
//! ```
//! # use panha::{diff::{Change, Noise, diff}, source::Sources, xml::Document};
//! # let mut sources = Sources::default();
//! # let mut parse = |text: &str| {
//! #     let id = sources.add("x.xml", text);
//! #     Document::parse(id, sources.get(id).shared_text()).expect("well formed")
//! # };
//! let before = parse("<tag><entry name='a'/><entry name='b'><color>color1</color></entry></tag>");
//! let after = parse("<tag><entry name='b'><color>color2</color></entry><entry name='a'/></tag>");
//! let difference = diff(before.root(), after.root(), &Noise::default()).expect("they differ");
//! let [Change::Within(entry)] = difference.changes.as_slice() else { panic!("one change") };
//! assert_eq!(entry.before.attribute("name").as_deref(), Some("b"));
//! ```

mod compare;
mod difference;
mod key;
mod longest;
mod noise;
mod row;
mod scope;
mod siblings;

pub use compare::{diff, diff_parts};
pub use difference::{AttributeChange, Behind, Change, Difference, Part};
pub use noise::{Noise, NoiseKind};
pub use row::{Action, Leaf, Row, Secrets, To, Value, What, rows, rows_of};
pub use scope::{DeadEnd, Scope};
