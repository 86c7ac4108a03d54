//! What a spec changes in a Panorama: exactly what, how to load it, how to take it back, and the proof of it.
//!
//! Belongs here: what the spec wants of a configuration that is there ([`wanted`]), and the way from the one to
//! the other ([`Plan`]). Does not belong here: how two configurations are compared (`diff`), how a change is
//! written (`merge`), and how a plan is shown (`report`).
//!
//! The line: the members that come, go and are replaced (`roster`) → what the spec wants (`wish`) → laid over
//! the export (`overlay`) → the whole configuration as it shall be → compared with the export: every action,
//! every artifact and the way back come of that one comparison ([`Plan`]), and are proved before anybody sees
//! them (`proof`).

mod action;
mod artifacts;
mod conflict;
mod firewalls;
mod last;
mod location;
mod options;
mod overlay;
mod proof;
mod roster;
mod route;
mod unit;
mod wanted;
mod wish;
mod words;

pub use action::{Action, Side};
pub use artifacts::artifacts;
pub use conflict::ACCEPTABLE;
pub use firewalls::{FirewallChange, Pushes};
pub use last::Last;
pub use location::Location;
pub use options::Options;
pub use overlay::Drift;
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
use firewalls::reached;
use proof::prove;
use unit::units;

/// What is done, how, and how it is taken back: proved.
#[derive(Debug, Default)]
pub struct Plan {
    /// Every single change, in the order of the export.
    pub actions: Vec<Action>,
    /// Device groups that get another one above them.
    pub parents: Vec<NewParent>,
    /// What becomes of the firewalls, those with the same change together.
    pub firewalls: Vec<FirewallChange>,
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
}

impl Plan {
    /// Compares, and proves: what is loaded, and what is set, gives what is wanted; what takes it back gives
    /// the export again.
    ///
    /// What is not proved goes to `sink` as an error; then nothing should be written.
    pub fn new(
        before: Panorama<'_>,
        wanted: &Document,
        spec: &Spec,
        last: Option<&Last>,
        options: &Options,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> Option<Self> {
        let Some(Export::Panorama(after)) = Export::of(wanted) else { return None };
        let (before_config, after_config) = (before.config(), after.config());
        let Some(there) = diff(before_config, after_config, &Noise::none()) else {
            return Some(Self::default());
        };
        let back_again = diff(after_config, before_config, &Noise::none())?;
        let routes = Route::new(&there, before, after)
            .and_then(|forward| Ok((forward, Route::new(&back_again, after, before)?)));
        let (forward, back) = match routes {
            Ok(routes) => routes,
            Err(diagnostic) => {
                sink.report(diagnostic);
                return None;
            }
        };
        let units = units(&there);
        let locations: BTreeSet<Location> = units.iter().map(|unit| unit.location.clone()).collect();
        prove(&forward, before_config, after_config, &locations, "the plan", sources, sink);
        prove(&back, after_config, before_config, &locations, "the way back", sources, sink);
        let actions = actions(&units, before_config, after_config, last);
        let reached = reached(before, after, &there, names(spec));
        let [pushes, pushes_back] = reached.pushes;
        let plan = Self {
            actions,
            parents: forward.parents.clone(),
            firewalls: reached.changes,
            pushes,
            pushes_back,
            names: reached.names,
            forward,
            back,
        };
        plan.refuse_protected(options, sink);
        Some(plan)
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
