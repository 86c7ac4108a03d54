//! What is wrong with a Panorama once a plan was carried out, and was not before; and what keeps firewalls from
//! what the spec wants although the plan was carried out.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::{Brought, Location, Options, Planned, Roster, still_named};
use crate::diag::{Diagnostic, Severity};
use crate::lint::{self, Facts, Finding, Intent, Lint, Review, Topic};
use crate::lints::LINTS;
use crate::panos::{Export, Panorama, place_of};
use crate::source::{Sources, Span};
use crate::spec::Spec;
use crate::xml::{ConfigPath, Document, Node};

/// How many firewalls a message names.
const MOST_NAMED: usize = 6;

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Look<'i, 'd> {
    /// The spec.
    pub spec: &'i Spec,
    /// The export.
    pub base: Panorama<'d>,
    /// What the spec makes of it.
    pub planned: &'i Planned,
    /// What is allowed.
    pub options: &'i Options,
}

impl Look<'_, '_> {
    /// Looks at where a plan leads, with every lint, and leaves what was not so before.
    ///
    /// A review costs many times what reading does: the export is looked at only with the lints that found something
    /// in what it becomes, and not at all where nothing is done.
    pub fn find(&self, intent: Intent, sources: &Sources) -> Vec<Brought> {
        let Self { base, planned, .. } = *self;
        let Some(wanted) = Export::of(&planned.wanted.document) else { return Vec::new() };
        let before = base.config().document();
        let facts = Facts { intent: Some(Arc::new(intent)), ..Facts::default() };
        let name = sources.get(before.source()).name();
        let is_of_spec = |lint: &Lint| lint.topic == Topic::Spec;
        let lints = LINTS.iter().copied().filter(|lint| !planned.plan.is_empty() || is_of_spec(lint));
        let mut after = lint::review(&[(name, wanted)], facts.clone(), &lints.collect::<Vec<_>>());
        let mut found = std::mem::take(&mut after.findings);
        found.retain(|finding| finding.severity != Severity::Note);
        let in_doubt: BTreeSet<&str> = found
            .iter()
            .map(|finding| finding.lint)
            .filter(|lint| !is_of_spec(lint))
            .map(|lint| lint.id)
            .collect();
        let mut known = Known::default();
        if !in_doubt.is_empty() {
            let lints = LINTS.iter().copied().filter(|lint| in_doubt.contains(lint.id));
            let review = lint::review(&[(name, Export::Panorama(base))], facts, &lints.collect::<Vec<_>>());
            known = Known::of(review, &planned.wanted.roster);
        }
        let brought = found.into_iter().filter_map(|finding| {
            let firewalls = known.without(&finding, &after)?;
            let node = node_at(&planned.wanted.document, finding.primary.span);
            if is_of_spec(finding.lint) && node.is_some_and(|node| self.is_told_otherwise(node)) {
                return None;
            }
            Some(Brought {
                code: finding.lint.id,
                is_against_spec: is_of_spec(finding.lint),
                severity: finding.severity,
                place: node.and_then(|node| same_in(before, node)),
                path: node.map(Node::path).unwrap_or_default(),
                message: finding.message,
                help: finding.help,
                firewalls,
            })
        });
        let mut brought: Vec<Brought> = brought.collect();
        if let Export::Panorama(after) = wanted {
            brought.extend(still_named::find(base, after));
        }
        brought
    }

    /// A finding as a warning: it does not stop a plan.
    pub fn told(&self, brought: &Brought) -> Diagnostic {
        let message = match (brought.is_against_spec, &brought.firewalls[..]) {
            (true, firewalls @ [_, ..]) => {
                let who = who(firewalls, self.spec);
                format!("after this plan, {who} what the spec wants: {}", brought.message)
            }
            _ => format!("after this plan, {}", brought.message),
        };
        let diagnostic = Diagnostic::warning(brought.code, message);
        let diagnostic = match brought.place {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        };
        let help = match &brought.help {
            // What such a lint says of a repair is to load what the spec makes, which is what the plan does.
            _ if brought.is_against_spec => {
                "the plan leaves as it is what keeps them from it; `panha effective --why` tells what that is"
                    .to_owned()
            }
            Some(help) => help.clone(),
            None => format!("`panha explain {}` tells more", brought.code),
        };
        diagnostic.help(help)
    }

    /// Is it what the user left out with `--only`, or a list in which others have something besides, which is told as
    /// such?
    fn is_told_otherwise(&self, node: Node<'_>) -> bool {
        let Self { spec, planned, options, .. } = *self;
        let path = place_of(node);
        let is_ours = || match Location::of(&path) {
            Location::Object(object, name) => {
                let key = (object.words(), name);
                spec.places.iter().any(|places| places.objects.contains_key(&key))
            }
            _ => true,
        };
        let is_wanted = options.only.is_empty() || options.only.iter().any(|only| path.starts_with(only));
        let list = node.parent().filter(|_| node.name() == "member").map(place_of);
        let is_drift =
            || list.is_some_and(|list| planned.wanted.drift.iter().any(|drift| drift.path == list));
        (!is_wanted && is_ours()) || is_drift()
    }
}

/// `firewall fw1 (0132…) still does not get`, `3 firewalls (fw1, fw2, fw3) still do not get`
fn who(serials: &[String], spec: &Spec) -> String {
    let members = || spec.fleet.clusters.iter().flat_map(|cluster| &cluster.members);
    let member = |serial: &String| members().find(|member| member.serial.as_str() == serial);
    let name = |serial: &String| member(serial).map(|member| member.name.to_string());
    if let [serial] = serials {
        return match name(serial) {
            Some(name) => format!("firewall {name} ({serial}) still does not get"),
            None => format!("firewall {serial} still does not get"),
        };
    }
    let names = serials.iter().take(MOST_NAMED).map(|serial| name(serial).unwrap_or_else(|| serial.clone()));
    let mut names: Vec<String> = names.collect();
    if serials.len() > MOST_NAMED {
        names.push(format!("{} more", serials.len() - MOST_NAMED));
    }
    format!("{} firewalls ({}) still do not get", serials.len(), names.join(", "))
}

/// What was found before, as a baseline knows it again: by lint, element and message; and who had it. A finding
/// that fewer firewalls have afterwards is not a new one.
#[derive(Default)]
struct Known(HashMap<(&'static str, String, String), (usize, BTreeSet<String>)>);

impl Known {
    /// Who is replaced had it in the name of the other.
    fn of(review: Review, roster: &Roster) -> Self {
        let mut known = Self::default();
        let by_successor = |text: &str| {
            let replaced = roster.replaced.iter();
            replaced.fold(text.to_owned(), |text, replaced| text.replace(&replaced.old, &replaced.new))
        };
        for finding in &review.findings {
            let key = (finding.lint.id, by_successor(&finding.path), by_successor(&finding.message));
            let (count, of) = known.0.entry(key).or_default();
            *count += 1;
            of.extend(serials(finding, &review).iter().map(|serial| by_successor(serial)));
        }
        known
    }

    /// The firewalls that did not have a finding before; `None` where it is not new.
    fn without(&mut self, finding: &Finding, review: &Review) -> Option<Vec<String>> {
        let mut firewalls = serials(finding, review);
        let key = (finding.lint.id, finding.path.clone(), finding.message.clone());
        let Some((count, of)) = self.0.get_mut(&key) else { return Some(firewalls) };
        if !firewalls.is_empty() {
            firewalls.retain(|serial| !of.contains(serial));
            return (!firewalls.is_empty()).then_some(firewalls);
        }
        match count.checked_sub(1) {
            Some(left) => {
                *count = left;
                None
            }
            None => Some(firewalls),
        }
    }
}

fn serials(finding: &Finding, review: &Review) -> Vec<String> {
    let serial =
        |index: &usize| review.firewalls.get(*index).and_then(|firewall| firewall.entry.serial.clone());
    finding.firewalls.iter().filter_map(serial).collect()
}

/// The smallest element around a place.
fn node_at(document: &Document, place: Span) -> Option<Node<'_>> {
    let holds = |node: &Node<'_>| {
        let (around, inside) = (node.span().range(), place.range());
        around.start <= inside.start && inside.end <= around.end
    };
    let root = Some(document.root()).filter(|root| place.source == document.source() && holds(root));
    std::iter::successors(root, |node| node.children().find(holds)).last()
}

/// Where the export has the same element: all of it where it has no children, else its start tag.
pub(super) fn same_in(before: &Document, node: Node<'_>) -> Option<Span> {
    let path = node.path();
    let below_root: ConfigPath = path.steps().iter().skip(1).cloned().collect();
    let mut same = before.root().get(&below_root)?;
    if node.name() == "member" {
        let is_it = |member: &Node<'_>| member.name() == "member" && member.text() == node.text();
        same = same.parent()?.children().find(is_it)?;
    }
    Some(if same.is_leaf() { same.span() } else { same.start_tag_span() })
}
