//! `panha` turns a short YAML description of PAN-OS firewall HA clusters into the files that Panorama
//! imports.
//!
//! `generate` reads a spec with the place of every value ([`spec`]), checks all of it into a
//! [`model::Fleet`], gives each Tera file its context and parses what it renders at once
//! ([`mod@generate`], [`xml`]), puts the fragments together to one tree, and writes every artifact
//! from that tree. Nothing is written when anything is wrong, and all that is wrong is told in one
//! run ([`diag`], [`report`]). [`pipeline`] has these lines as functions.
//!
//! The other way round: an export of Panorama is read into a document that keeps every byte ([`xml`]), seen
//! as what it holds ([`panos`]), and resolved into what each firewall gets, every value with its origin
//! ([`effective`]); clusters and pairs are found there, and their members compared. A copy to be shared is
//! the same text without its secrets ([`mod@redact`]). What is loaded into an export changes the bytes that it
//! must, and no other ([`diff`], [`merge`]).
//!
//! [`mod@import`] goes the way back: from clusters of an export to the spec that generates them.
//!
//! `review` looks at what was resolved with every lint ([`mod@lint`] has what they are and see, [`lints`] the
//! lints, one file each), and leaves the findings that count: by the user's levels, suppressions and baseline.
//! [`mod@redact`] makes a copy of an export that can be shared.
//!
//! `diff` compares two configurations ([`mod@diff`]), and tells what a change of a Panorama means for each of its
//! firewalls ([`mod@impact`]). Changes become commands, or are put into the text of a configuration ([`merge`]).
//!
//! `plan` lays what a spec generates over an export ([`mod@plan`]): what differs ([`mod@diff`]) is what it does, and what is
//! written into the export's own text, or told as commands ([`merge`]). What that means for each firewall
//! ([`mod@impact`]) comes with it, and the way back, both proved. [`mod@import`] is the way from an export to a spec.
//!
//! The library is silent and pure: no files, no clock, no environment, no output. The binary does
//! those. Modules stand on floors and import downwards only; `tests/it/floors.rs` holds them to it.

// F0
pub mod diag;
pub mod source;
// F1
pub mod model;
pub mod xml;
// F2
pub mod panos;
pub mod spec;
// F3
pub mod diff;
pub mod effective;
pub mod generate;
pub mod merge;
pub mod redact;
// F4
pub mod impact;
pub mod import;
pub mod lint;
pub mod lints;
pub mod plan;
// F5
pub mod pipeline;
pub mod report;
