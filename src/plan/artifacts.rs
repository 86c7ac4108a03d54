//! The files of a plan: what is loaded, and how, there and back.

use super::location::Location;
use super::route::{NewParent, Route};
use super::{Plan, Pushes};
use crate::generate::Artifact;
use crate::generate::session::Session;
use crate::merge::Mode;
use crate::panos::set_commands::quoted;
use crate::panos::short_path;
use crate::xml::{ConfigPath, write};

/// The file that is imported, and its name on Panorama.
const FILE: &str = "plan.xml";

/// Every file of a plan: `plan.xml`, `load.txt` and `set.txt`, and under `rollback/` the same for the way back.
pub fn artifacts(plan: &Plan) -> Vec<Artifact> {
    let touches: Vec<String> = plan.locations().iter().map(ToString::to_string).collect();
    let there = Way { route: &plan.forward, is_back: false, pushes: &plan.pushes };
    let back = Way { route: &plan.back, is_back: true, pushes: &plan.pushes_back };
    let mut artifacts = Vec::new();
    for (folder, way) in [("", there), ("rollback/", back)] {
        let texts = [
            (FILE, way.route.file.as_ref().map(write)),
            ("load.txt", Some(way.load())),
            ("set.txt", Some(way.set())),
        ];
        for (name, text) in texts {
            let path = format!("{folder}{name}");
            artifacts.extend(text.map(|text| Artifact { path, text, touches: touches.clone() }));
        }
    }
    artifacts
}

/// One way, and what is said with it.
struct Way<'p> {
    route: &'p Route,
    is_back: bool,
    pushes: &'p Pushes,
}

impl Way<'_> {
    /// Name under which Panorama keeps the file.
    fn import_name(&self) -> &'static str {
        if self.is_back { "panha-rollback.xml" } else { "panha-plan.xml" }
    }

    fn what(&self) -> &'static str {
        if self.is_back { "Takes the plan back: gives Panorama what it had" } else { "Carries out the plan" }
    }

    fn enter(&self, session: &mut Session) {
        let since = if self.is_back {
            "What somebody changed in the same objects since the plan was carried out may be lost."
        } else {
            "Panorama must be as it was exported: what somebody changed since\nmay be lost."
        };
        session.step(&format!(
            "Save a snapshot (Panorama > Setup > Operations > Save named Panorama configuration snapshot). Take paste at\nfull speed, then enter configuration mode. The candidate configuration must be clean: commit or revert\nother changes first. {since}"
        ));
        session.configure();
    }

    /// `load.txt`
    fn load(&self) -> String {
        let name = self.import_name();
        let mut session = Session::new(&format!(
            "{}. Paste step by step; lines that start with # are for you.",
            self.what()
        ));
        if self.route.file.is_some() {
            session.import(FILE, name);
        }
        self.enter(&mut session);
        if !self.route.first.is_empty() {
            session.step("Make firewalls known to Panorama, and take them out of what goes. Commit that: a partial load wants no\nchanges before it (PAN-279336).");
            self.route.first.iter().for_each(|command| session.command(&command.to_string()));
            session.command("commit");
        }
        for load in &self.route.loads {
            let what = Location::of(&load.path);
            let place = load.path.strip_prefix(&what.path()).filter(|rest| !rest.is_empty());
            session.step(&match (load.mode, place) {
                (Mode::Merge, _) => format!("Merge into {what}."),
                (Mode::Replace, None) => format!("Replace {what}."),
                (Mode::Replace, Some(place)) => {
                    let place = place.strip_prefix(&ConfigPath::default().child("config")).unwrap_or(place);
                    format!("Replace {} of {what}.", short_path(&place))
                }
            });
            session.load_partial(&load.mode.to_string(), name, &load.path);
        }
        if !self.route.deletions.is_empty() {
            session.step("Delete what goes as a whole.");
            self.route.deletions.iter().for_each(|command| session.command(&command.to_string()));
        }
        self.finish(&mut session);
        session.text
    }

    /// `set.txt`
    fn set(&self) -> String {
        let mut session =
            Session::new(&format!("{}, as load.txt does but without a file to import.", self.what()));
        self.enter(&mut session);
        if !self.route.commands.is_empty() {
            session.step("Change the configuration. A rule that is made by set commands gets a new uuid.");
            self.route.commands.iter().for_each(|command| session.command(&command.to_string()));
        }
        self.finish(&mut session);
        session.text
    }

    fn finish(&self, session: &mut Session) {
        for NewParent { group, parent } in &self.route.parents {
            let below = parent.as_deref().unwrap_or("Shared");
            session.step(&format!(
                "Put device group {group} below {below}: no partial load can do that. The CLI form is inferred from the XML\nAPI; if it is refused, use Panorama > Device Groups."
            ));
            let to = parent
                .as_ref()
                .map(|parent| format!(" new-parent-dg {}", quoted(parent)))
                .unwrap_or_default();
            session.command(&format!("run request move-dg entry {}{to}", quoted(group)));
        }
        session.step(
            "Look at the difference (Commit > Preview Changes): it must be what the plan says. Then commit everything as a superuser:\nafter a partial load Panorama may refuse a selective commit.",
        );
        session.command("commit");
        session.command("exit");
        if !self.pushes.stacks.is_empty() {
            session.push_stacks(self.pushes.stacks.iter().map(String::as_str));
        }
        if !self.pushes.groups.is_empty() {
            session.push_groups(self.pushes.groups.iter().map(String::as_str));
        }
        if !self.is_back {
            session.see_cluster();
        }
    }
}
