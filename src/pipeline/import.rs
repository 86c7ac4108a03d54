//! An imported spec is proved before it is told: what it generates is compared with what is there.

use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Sink};
use crate::generate::{self, Pack, Target};
use crate::import::{
    DifferenceKind, Draft, Estate, Found, ImportedSpec, Remark, RemarkKind, differences, draft, guesses,
    remarks,
};
use crate::model::Cluster;
use crate::panos::{Panorama, PanoramaObject, device};
use crate::source::Sources;
use crate::spec::Spec;
use crate::xml::{Document, Element, Node};

/// Makes a spec of a Panorama's clusters, each by the guess that changes least.
pub(super) fn run(
    name: &str,
    panorama: Panorama<'_>,
    chosen: Option<&str>,
    sink: &mut Sink,
) -> Option<String> {
    let estate = Estate::new(name, panorama, chosen);
    if chosen.is_none() {
        estate
            .pairs_alone
            .iter()
            .for_each(|(place, one, other)| sink.report(pair_alone(one, other).at(*place)));
    }
    if estate.clusters.is_empty() {
        sink.report(no_cluster(name, chosen));
        return None;
    }
    let pack = Pack::load(&[], &mut Sources::default(), &mut Sink::default())?;
    let mut taken = BTreeSet::new();
    let mut drafts = Vec::new();
    for found in &estate.clusters {
        let draft = best_draft(&estate, found, &taken, &pack)?;
        taken.insert(draft.name().to_ascii_lowercase());
        drafts.push(draft);
    }
    let mut imported = ImportedSpec::new(panorama, drafts);
    let spec = imported.load();
    imported.lost().iter().for_each(|lost| sink.report(cluster_lost(lost, spec.is_some())));
    for (index, proof) in proofs(&spec?, panorama, &pack).into_iter().enumerate() {
        imported.remark(index, proof.remarks);
        imported.remarks(index).iter().for_each(|remark| sink.report(told(remark)));
    }
    Some(imported.text())
}

/// The draft from which generation changes least; of those, the one that leaves out least, and the shortest.
fn best_draft<'d>(
    estate: &Estate<'d>,
    found: &Found<'d>,
    taken: &BTreeSet<String>,
    pack: &Pack,
) -> Option<Draft> {
    let mut best: Option<((usize, usize, usize), Draft)> = None;
    for guess in guesses(estate, found) {
        let draft = draft(estate, found, guess, taken);
        let mut alone = ImportedSpec::new(estate.panorama(), vec![draft.clone()]);
        let proof = alone.load().and_then(|spec| proofs(&spec, estate.panorama(), pack).pop());
        let changes = proof.map_or(usize::MAX, |proof| proof.changes);
        let cost = (changes, alone.remarks(0).len(), alone.text().len());
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, draft));
        }
        if changes == 0 {
            break;
        }
    }
    best.map(|(_, draft)| draft)
}

/// What generating a cluster would change.
#[derive(Default)]
struct Proof {
    /// How many values.
    changes: usize,
    remarks: Vec<Remark>,
}

/// Generates each cluster of a spec, and compares its objects with those that are there.
fn proofs(spec: &Spec, panorama: Panorama<'_>, pack: &Pack) -> Vec<Proof> {
    let mut sources = Sources::default();
    let artifacts = generate::artifacts(spec, pack, Target::Panorama, &mut sources, &mut Sink::default());
    let proof = |cluster: &Cluster| {
        let path = format!("{}/panorama.xml", cluster.name);
        let generated = artifacts.iter().find(|artifact| artifact.path == path)?;
        let id = sources.add(path, generated.text.as_str());
        let document = Document::parse(id, sources.get(id).shared_text()).ok()?;
        let generated = document.root().to_element().ok()?;
        Some(Proof::of(cluster, &generated, panorama))
    };
    spec.fleet.clusters.iter().map(proof).map(Option::unwrap_or_default).collect()
}

impl Proof {
    fn of(cluster: &Cluster, generated: &Element, panorama: Panorama<'_>) -> Self {
        let mut proof = Self::default();
        for object in PanoramaObject::ALL {
            let container = generated.get(&device().child(object.element()));
            for wanted in container.map(Element::children).unwrap_or_default() {
                let name = wanted.entry_name().unwrap_or_default();
                proof.object(object, wanted, entry(panorama, object, name), panorama);
            }
        }
        proof.parent(cluster, panorama);
        proof.moves(cluster, panorama);
        proof
    }

    fn object(
        &mut self,
        object: PanoramaObject,
        wanted: &Element,
        have: Option<Node<'_>>,
        panorama: Panorama<'_>,
    ) {
        let label = format!("{} {}", object.element(), wanted.entry_name().unwrap_or_default());
        let Some(have) = have else {
            self.changes += 1000;
            let place = panorama.config().start_tag_span();
            self.remarks.push(Remark::new(RemarkKind::Changes, format!("{label}: is added"), place));
            return;
        };
        let differences = differences(wanted, have);
        for difference in &differences {
            self.changes += match &difference.kind {
                DifferenceKind::Changed { .. } => 1,
                DifferenceKind::Added { values, .. } => *values,
                DifferenceKind::Kept => 0,
            };
        }
        self.remarks.extend(remarks(&label, &differences));
    }

    /// No file to import can say the parent of a device group; the session does.
    fn parent(&mut self, cluster: &Cluster, panorama: Panorama<'_>) {
        let group = panorama.device_groups().find(|group| group.name() == cluster.device_group.as_str());
        let Some(group) = group else { return };
        let wanted = cluster.device_group_parent.as_ref().map(|parent| parent.as_str());
        let wanted = wanted.filter(|parent| *parent != "shared");
        if wanted != group.parent() {
            self.changes += 1;
            let [old, new] = [group.parent(), wanted].map(|parent| parent.unwrap_or("Shared"));
            let text = format!("device-group {}: below `{old}` -> below `{new}`", group.name());
            self.remarks.push(Remark::new(RemarkKind::Changes, text, group.entry().span()));
        }
    }

    /// A firewall is in one stack and one device group: those that are not generated would lose it.
    fn moves(&mut self, cluster: &Cluster, panorama: Panorama<'_>) {
        let is_member = |serial: &str| cluster.members.iter().any(|member| member.serial.as_str() == serial);
        let is_stack =
            |name: &str| cluster.arrangement.stacks.iter().any(|stack| stack.name.as_str() == name);
        for stack in panorama.template_stacks().filter(|stack| !is_stack(stack.name())) {
            for (serial, entry) in stack.devices().filter(|(serial, _)| is_member(serial)) {
                self.moved(
                    format!("template-stack {}: {serial} moves to another stack", stack.name()),
                    entry,
                );
            }
        }
        let is_group = |name: &str| cluster.device_group.as_str() == name;
        for group in panorama.device_groups().filter(|group| !is_group(group.name())) {
            for (serial, entry) in group.devices().filter(|(serial, _)| is_member(serial)) {
                self.moved(
                    format!("device-group {}: {serial} moves to another device group", group.name()),
                    entry,
                );
            }
        }
    }

    fn moved(&mut self, text: String, entry: Node<'_>) {
        self.changes += 1;
        self.remarks.push(Remark::new(RemarkKind::Changes, text, entry.span()));
    }
}

fn entry<'d>(panorama: Panorama<'d>, object: PanoramaObject, name: &str) -> Option<Node<'d>> {
    match object {
        PanoramaObject::Template => {
            panorama.templates().find(|found| found.name() == name).map(|found| found.entry())
        }
        PanoramaObject::TemplateStack => {
            panorama.template_stacks().find(|found| found.name() == name).map(|found| found.entry())
        }
        PanoramaObject::DeviceGroup => {
            panorama.device_groups().find(|found| found.name() == name).map(|found| found.entry())
        }
    }
}

fn told(remark: &Remark) -> Diagnostic {
    let text = &remark.text;
    match remark.kind {
        RemarkKind::LeftOut => Diagnostic::warning("import-left-out", format!("left out: {text}"))
            .help("a spec cannot say it; the reason stands behind it, and in the spec"),
        RemarkKind::Changes => Diagnostic::warning("import-changes", format!("would change: {text}"))
            .help("generating from the spec and loading it makes it so; edit the spec, or live with it"),
        RemarkKind::Stays => Diagnostic::note("import-stays", format!("stays as it is: {text}"))
            .help("a spec has no key for it; a snippet can say it"),
    }
    .at(remark.place)
}

fn cluster_lost(lost: &Remark, has_others: bool) -> Diagnostic {
    let text = lost.text.clone();
    let problem = match has_others {
        true => Diagnostic::warning("import-cluster-lost", text),
        false => Diagnostic::error("import-cluster-lost", text),
    };
    problem
        .at(lost.place)
        .help("repair it in Panorama, or write the spec by hand: docs/spec.md has every key")
}

fn pair_alone(one: &str, other: &str) -> Diagnostic {
    let message = format!("the pair of {one} and {other} is in no cluster, and not imported");
    Diagnostic::warning("import-pair-alone", message).help("a spec describes clusters; a pair is part of one")
}

fn no_cluster(name: &str, chosen: Option<&str>) -> Diagnostic {
    let message = match chosen {
        Some(chosen) => format!("{name} has no cluster `{chosen}`"),
        None => format!("{name} has no cluster: no firewall in it has a cluster id or a list of members"),
    };
    Diagnostic::error("import-no-cluster", message)
        .help("`panha inventory` lists the firewalls with their clusters")
}
