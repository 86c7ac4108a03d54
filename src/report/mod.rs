//! Data to bytes: how problems and results look on a terminal, in JSON and in CSV.
//!
//! Belongs here: formats. Does not belong here: judging anything, or printing it.

mod compare;
mod diff;
mod effective;
mod excerpt;
mod explained;
mod human;
mod inventory;
mod json;
mod plan;
mod plan_json;
mod review;
mod secret;
mod why;

pub use compare::{COMPARE_SCHEMA, comparisons, comparisons_json};
pub use diff::{DIFF_SCHEMA, Sides, diff, diff_effective, diff_effective_json, diff_json, diff_unified};
pub use effective::{EFFECTIVE_SCHEMA, effective_json, effective_set, effective_xml};
pub use explained::explained;
pub use human::{human, summary};
pub use inventory::{INVENTORY_SCHEMA, inventory_csv, inventory_json, inventory_table};
pub use json::{Facts, REPORT_SCHEMA, json};
pub use plan::plan;
pub use plan_json::{PLAN_SCHEMA, plan_json};
pub use review::{
    REVIEW_SCHEMA, explained_lint, lint_list, lint_list_json, review, review_github, review_html,
    review_json, review_junit, review_markdown, review_sarif,
};
pub use why::{nothing_at, why};
