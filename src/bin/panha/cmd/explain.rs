//! `panha explain`

use anyhow::Context as _;
use panha::diag::near_match;
use panha::lint::Lint;
use panha::report;

use crate::args::{ExplainArgs, ListFormat};
use crate::tell;

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<()> {
    let lints = super::lints();
    let text = match (&args.lint, args.format) {
        (Some(id), ListFormat::Table) => report::explained_lint(found(id, &lints)?),
        (Some(id), ListFormat::Json) => report::lint_list_json(&[found(id, &lints)?]),
        (None, ListFormat::Table) => report::lint_list(&lints),
        (None, ListFormat::Json) => report::lint_list_json(&lints),
    };
    tell::result(&text)
}

fn found<'l>(id: &str, lints: &[&'l Lint]) -> anyhow::Result<&'l Lint> {
    let near = || near_match(id, lints.iter().map(|lint| lint.id));
    let help = || match near() {
        Some(near) => format!("there is no lint `{id}`: did you mean `{near}`?"),
        None => format!("there is no lint `{id}`: `panha explain --list` lists all"),
    };
    lints.iter().copied().find(|lint| lint.id == id).with_context(help)
}
