//! What a spec changes in a Panorama: exactly what, how to load it, how to take it back, and the proof of it.
//!
//! Belongs here: what the spec wants of a configuration that is there ([`fn@wanted`]), and the way from the one to
//! the other ([`Plan`]). Does not belong here: how two configurations are compared (`diff`), how a change is
//! written (`merge`), and how a plan is shown (`report`).
//!
//! The line: the members that come, go and are replaced (`roster`) → what the spec wants (`wish`) → laid over
//! the export (`overlay`) → the whole configuration as it shall be → compared with the export: every action,
//! every artifact and the way back come of that one comparison ([`Plan`]), and are proved before anybody sees
//! them (`proof`). Where it leads is then looked at with every lint ([`Look`]).

mod action;
mod artifacts;
mod brought;
mod conflict;
mod firewalls;
mod last;
mod location;
mod look;
mod options;
mod overlay;
mod proof;
mod protected;
mod roster;
mod route;
mod still_named;
mod unit;
mod wanted;
mod wish;
mod words;

pub use action::{Action, Side};
pub use artifacts::artifacts;
pub use brought::Brought;
pub use firewalls::{FirewallChange, Pushes};
pub use last::Last;
pub use location::Location;
pub use look::Look;
pub use options::{ACCEPTABLE, Options};
pub use overlay::Drift;
pub use protected::refuse_unknown;
pub use roster::{Replacement, Roster};
pub use route::{Load, NewParent, Route};
pub use wanted::{Question, Wanted, wanted};

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Sink};
use crate::diff::{Noise, diff};
use crate::panos::{Export, Panorama};
use crate::source::Sources;
use crate::spec::Spec;
use crate::xml::Document;

use action::actions;
use firewalls::{Touched, reached};
use proof::{Claim, not_proved};
use unit::units;

/// What a spec makes of an export.
#[derive(Debug)]
pub struct Planned {
    /// The configuration as it is wanted.
    pub wanted: Wanted,
    /// The way there, and back.
    pub plan: Plan,
}

impl Planned {
    /// Lays a spec over an export, and finds the way there and back.
    ///
    /// Every problem goes to `sink`; `None` where one was an error, and then nothing should be written.
    pub fn new(question: Question<'_, '_>, sources: &mut Sources, sink: &mut Sink) -> Option<Self> {
        let wanted = wanted(question, sources, sink)?;
        let plan =
            Plan::new(question, &wanted.document, sink).map_err(|problem| sink.report(problem)).ok()?;
        plan.refuse_others(&wanted.roster, question.base, question.options, sink);
        (!sink.has_errors()).then_some(Self { wanted, plan })
    }
}

/// What is done, how, and how it is taken back: proved.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every single change, in the order of the export.
    pub actions: Vec<Action>,
    /// Device groups that get another one above them.
    pub parents: Vec<NewParent>,
    /// What becomes of the firewalls, those with the same change together.
    pub firewalls: Vec<FirewallChange>,
    /// The firewalls that get more than another name in the target of a rule.
    affected: BTreeSet<String>,
    /// What brings the change to the firewalls.
    pub pushes: Pushes,
    /// What brings them back what they had.
    pub pushes_back: Pushes,
    /// Names of firewalls by serial number, where there are any.
    pub names: BTreeMap<String, String>,
    /// The way there.
    pub forward: Route,
    /// The way back.
    pub back: Route,
    /// Is there more that is not looked at, by [`Options::only`]?
    pub is_limited: bool,
}

impl Plan {
    /// Compares, and proves: what is loaded, and what is set, gives what is wanted; what takes it back gives
    /// the export again.
    ///
    /// Firewalls that must get what they have go to `sink`, if they would not.
    ///
    /// # Errors
    /// What is not proved; then nothing should be written.
    pub fn new(question: Question<'_, '_>, wanted: &Document, sink: &mut Sink) -> Result<Self, Diagnostic> {
        let Question { base: before, spec, last, options, .. } = question;
        let before_config = before.config();
        let Some(Export::Panorama(after)) = Export::of(wanted) else {
            return Err(not_proved(
                "the plan",
                "what is wanted is no Panorama's configuration",
                None,
                before_config,
            ));
        };
        let is_limited = !options.only.is_empty();
        let after_config = after.config();
        let there = diff(before_config, after_config, &Noise::none());
        let back_again = diff(after_config, before_config, &Noise::none());
        let (Some(there), Some(back_again)) = (there, back_again) else {
            return Ok(Self { is_limited, ..Self::default() });
        };
        let forward = Route::new(&there, before, after)?;
        let back = Route::new(&back_again, after, before)?;
        let units = units(&there);
        let locations: BTreeSet<Location> = units.iter().map(|unit| unit.location.clone()).collect();
        let claim = |route, before, after, what| Claim { route, before, after, locations: &locations, what };
        claim(&forward, before_config, after_config, "the plan").prove(before_config)?;
        claim(&back, after_config, before_config, "the way back").prove(before_config)?;
        let touched = Touched { locations: &locations, has_new_parents: !forward.parents.is_empty() };
        let reached = reached(before, after, &there, &touched, names(spec));
        let [pushes, pushes_back] = reached.pushes;
        let plan = Self {
            actions: actions(&units, before_config, after_config, last),
            parents: forward.parents.clone(),
            firewalls: reached.changes,
            affected: reached.affected,
            pushes,
            pushes_back,
            names: reached.names,
            forward,
            back,
            is_limited,
        };
        plan.refuse_protected(options, sink);
        Ok(plan)
    }

    /// Firewalls that are of no cluster of the spec, and would get something else.
    pub(super) fn refuse_others(
        &self,
        roster: &Roster,
        base: Panorama<'_>,
        options: &Options,
        sink: &mut Sink,
    ) {
        let is_known = |serial: &String| {
            let is_replaced = |one: &Replacement| one.old == *serial || one.new == *serial;
            roster.members.contains(serial)
                || roster.leaving.contains(serial)
                || roster.replaced.iter().any(is_replaced)
        };
        let others: Vec<&String> = self.affected.iter().filter(|serial| !is_known(serial)).collect();
        let Some(first) = others.first() else { return };
        let more = if others.len() > 1 { format!(" and {} more", others.len() - 1) } else { String::new() };
        let message = format!("firewall {first}{more}, of no cluster of the spec, would get something else");
        let diagnostic = Diagnostic::error("other-firewalls", message).help(
            "they share a template, stack or device group with the spec's: give the spec objects of its own",
        );
        let stacks = base.template_stacks().flat_map(|stack| stack.devices().collect::<Vec<_>>());
        let entry = stacks.into_iter().find(|(serial, _)| serial == *first).map(|(_, entry)| entry);
        let diagnostic = match entry {
            Some(entry) => diagnostic.at(entry.start_tag_span()),
            None => diagnostic,
        };
        sink.report(options.judged(diagnostic));
    }

    /// Firewalls that must get what they have, and would not.
    fn refuse_protected(&self, options: &Options, sink: &mut Sink) {
        for change in &self.firewalls {
            for serial in change.serials.iter().filter(|serial| options.protected.contains(serial)) {
                let words = change.words.join("; ");
                let diagnostic = Diagnostic::error(
                    "firewall-protected",
                    format!("firewall {serial} is protected, and the plan changes it: {words}"),
                )
                .help("leave `--protect` out for it, or limit the plan with `--only`");
                sink.report(diagnostic);
            }
        }
    }

    /// Is there nothing to do?
    pub fn is_empty(&self) -> bool {
        self.forward.is_empty()
    }

    /// The locations that something is done to.
    pub fn locations(&self) -> BTreeSet<Location> {
        self.actions.iter().map(|action| Location::of(&action.row.path)).collect()
    }
}

/// The names that a spec gives to firewalls.
fn names(spec: &Spec) -> BTreeMap<String, String> {
    let members = spec.fleet.clusters.iter().flat_map(|cluster| &cluster.members);
    members.map(|member| (member.serial.to_string(), member.name.to_string())).collect()
}
