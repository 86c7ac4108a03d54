//! `panha explain`

use anyhow::Context as _;
use panha::diag::near_match;
use panha::lint::Lint;
use panha::{lints, report};

use crate::args::{ExplainArgs, ListFormat};
use crate::tell;

pub(crate) fn run(args: &ExplainArgs) -> anyhow::Result<()> {
    let all = || lints::all().collect::<Vec<_>>();
    let text = match (&args.lint, args.format) {
        (Some(id), ListFormat::Table) => report::explained_lint(found(id)?),
        (Some(id), ListFormat::Json) => report::lint_list_json(&[found(id)?]),
        (None, ListFormat::Table) => report::lint_list(&all()),
        (None, ListFormat::Json) => report::lint_list_json(&all()),
    };
    tell::result(&text)
}

fn found(id: &str) -> anyhow::Result<&'static Lint> {
    let near = || near_match(id, lints::all().map(|lint| lint.id));
    let help = || match near() {
        Some(near) => format!("there is no lint `{id}`: did you mean `{near}`?"),
        None => format!("there is no lint `{id}`: `panha explain --list` lists all"),
    };
    lints::lint(id).with_context(help)
}
