//! How many members a cluster may have.

use super::Lower;
use super::members::MemberDraft;
use crate::diag::Diagnostic;
use crate::model::{ModelLimit, OVERALL_LIMIT, Support, member_limit};
use crate::source::Span;
use crate::spec::wire::{ClusterWire, Text};

impl Lower<'_> {
    /// Checks the number of members against the model's limit.
    pub(super) fn check_member_count(&mut self, wire: &ClusterWire, span: Span, members: &[MemberDraft<'_>]) {
        let model = wire.model.as_ref();
        let row = model.and_then(|text| member_limit(&text.value.parse().ok()?));
        if let Some(text) = model {
            self.check_model(text, row);
        }
        match members {
            _ if !self.has_all_members || (members.is_empty() && !wire.lacks("members")) => {}
            [] => self.missing(span, "a cluster", "members", "at least two; or name it in the inventory"),
            [only] => {
                let message = "a cluster of one member synchronises with nobody";
                self.sink.report(
                    Diagnostic::warning("cluster-of-one", message)
                        .at(only.wire.span)
                        .help("add the other members: each must be in the list of all"),
                );
            }
            _ => {}
        }
        let (limit, whose, source) = match (model, row.map(|row| (row.support, row.source))) {
            (Some(model), Some((Support::Members(limit), source))) => (limit, model.value.as_str(), source),
            _ => (OVERALL_LIMIT, "any model", "HA clustering overview 10.1"),
        };
        let Some(excess) = members.get(limit) else { return };
        let message = format!("{} members are more than the {limit} that {whose} allows", members.len());
        let mut problem = Diagnostic::error("member-limit", message).at(span);
        if let Some(text) = model {
            problem = problem.and(text.span, "the model");
        }
        let help = format!("each peer of a pair counts ({source})");
        self.sink.report(problem.and(excess.wire.span, "the first one too many").help(help));
    }

    fn check_model(&mut self, text: &Text, row: Option<&ModelLimit>) {
        let problem = match row.map(|row| (row.support, row.source)) {
            Some((Support::Members(_), _)) => return,
            Some((Support::No, source)) => {
                let message = format!("{} does not support HA clusters", text.value);
                Diagnostic::error("model-unsupported", message)
                    .help(format!("it has NGFW clustering instead ({source})"))
            }
            Some((Support::ProbablyNot, source)) => {
                let message = format!("{} probably does not support HA clusters", text.value);
                Diagnostic::warning("model-unsupported", message)
                    .help(format!("it has NGFW clustering since 12.1.2 ({source})"))
            }
            None => {
                let message =
                    format!("model {} is in none of the vendor's lists of HA cluster models", text.value);
                Diagnostic::warning("model-unlisted", message).help(
                    "`show system state filter cfg.general.max-*` on a firewall may tell its \
                     `max-ha-cluster-members` (not verified)",
                )
            }
        };
        self.sink.report(problem.at(text.span));
    }
}
