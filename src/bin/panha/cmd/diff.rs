//! `panha diff`

use std::path::Path;

use panha::diag::{Diagnostic, Sink};
use panha::diff::{Change, DeadEnd, Difference, Noise, Scope, Secrets, diff, diff_parts, rows, rows_of};
use panha::impact::impact;
use panha::merge;
use panha::panos::{Export, whole_path};
use panha::report::{self, Sides};
use panha::xml::{ConfigPath, Document, Node};

use crate::args::{CountArg, DiffArgs, DiffFormat};
use crate::exports::Exports;
use crate::out_file::OutFile;
use crate::tell;
use crate::{DONE, FOUND};

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<u8> {
    let is_of_files = matches!(args.format, DiffFormat::Set | DiffFormat::Unified);
    anyhow::ensure!(
        !(args.effective && is_of_files),
        "--effective is told in words, or with --format json: firewalls get nothing from these commands"
    );
    let both_stdin = [&args.before, &args.after].iter().all(|path| path.as_path() == Path::new("-"));
    anyhow::ensure!(!both_stdin, "only one of the two can come from standard input");
    let mut sink = Sink::default();
    let mut exports = Exports::of_parts();
    let before = exports.add_one(&args.before, "a difference has two sides, each of one", &mut sink);
    let after = exports.add_one(&args.after, "a difference has two sides, each of one", &mut sink);
    let output = args.output.as_ref().map(|path| OutFile::open(path, exports.files())).transpose()?;
    let read = before.zip(after).map(|(before, after)| (exports.document(before), exports.document(after)));
    let told = read.and_then(|(before, after)| told(args, &exports, before, after, &mut sink));
    let problems = exports.tell(sink);
    let (text, code) = problems.unless_errors(told)?;
    match &output {
        Some(file) => file.write(&text)?,
        None => tell::result(&text)?,
    }
    Ok(code)
}

/// What is shown, with the exit code; `None` where the two cannot be compared.
fn told(
    args: &DiffArgs,
    exports: &Exports,
    before: &Document,
    after: &Document,
    sink: &mut Sink,
) -> Option<(String, u8)> {
    let noise = noise(&args.count);
    let scope = scope(args);
    let names = [before, after].map(|document| exports.sources().get(document.source()).name());
    let panoramas = match (Export::of(before), Export::of(after)) {
        (Some(Export::Panorama(one)), Some(Export::Panorama(other))) => Some((one, other)),
        (Some(one), Some(other)) if is_firewall(one) != is_firewall(other) => {
            return refused(sink, panorama_and_firewall(one, names));
        }
        _ => None,
    };
    let (one, other) = match (config_in(before), config_in(after)) {
        (Some(one), Some(other)) => (one, other),
        (None, None) => return parts(args, exports, (before, after), (&noise, &scope), sink),
        (Some(_), None) => return refused(sink, not_alike(after.root(), names[1], names[0])),
        (None, Some(_)) => return refused(sink, not_alike(before.root(), names[0], names[1])),
    };
    let sides = Sides { before: names[0], after: names[1], are_parts: false };
    let difference = diff(one, other, &noise);
    if args.effective {
        let Some((one, other)) = panoramas else { return refused(sink, no_panorama(names)) };
        let impact = impact(one, other, difference.as_ref(), &noise, &scope);
        let text = match args.format {
            DiffFormat::Json => report::diff_effective_json(sides, &impact, exports.sources()),
            _ => report::diff_effective(&impact, args.all, exports.sources()),
        };
        return Some((text, if impact.is_empty() { DONE } else { FOUND }));
    }
    tell_dead_ends(args, &one.children().chain(other.children()).collect::<Vec<_>>(), names, sink);
    let difference = difference.and_then(|difference| scope.of(difference));
    let secrets = match &difference {
        Some(_) => Secrets::below([one, other]),
        None => Secrets::default(),
    };
    let code = if difference.is_some() { FOUND } else { DONE };
    let rows = || difference.as_ref().map(|difference| rows(difference, &secrets)).unwrap_or_default();
    let text = match args.format {
        DiffFormat::Human => report::diff(&rows(), args.all, exports.sources()),
        DiffFormat::Json => report::diff_json(sides, &rows(), exports.sources()),
        DiffFormat::Set => set(difference.as_ref(), sink)?,
        DiffFormat::Unified => {
            let change = difference.map(|difference| Change::Within(Box::new(difference)));
            report::diff_unified(change.as_slice(), &noise, &secrets)
        }
    };
    Some((text, code))
}

/// What differs between parts of configurations.
fn parts(
    args: &DiffArgs,
    exports: &Exports,
    (before, after): (&Document, &Document),
    (noise, scope): (&Noise, &Scope),
    sink: &mut Sink,
) -> Option<(String, u8)> {
    let names = [before, after].map(|document| exports.sources().get(document.source()).name());
    if args.effective {
        return refused(sink, no_panorama(names));
    }
    if args.format == DiffFormat::Set {
        let problem = Diagnostic::error(
            "diff-of-parts",
            "these are parts of configurations, and nothing says where they belong",
        );
        return refused(
            sink,
            problem.help("commands take whole configurations; the other formats take parts as well"),
        );
    }
    tell_dead_ends(args, &before.roots().chain(after.roots()).collect::<Vec<_>>(), names, sink);
    let changes = scope.of_parts(diff_parts(before.roots(), after.roots(), noise));
    let secrets = Secrets::below(before.roots().chain(after.roots()));
    let code = if changes.is_empty() { DONE } else { FOUND };
    let rows = || rows_of(&changes, &secrets);
    let text = match args.format {
        DiffFormat::Json => {
            let sides = Sides { before: names[0], after: names[1], are_parts: true };
            report::diff_json(sides, &rows(), exports.sources())
        }
        DiffFormat::Unified => report::diff_unified(&changes, noise, &secrets),
        DiffFormat::Human | DiffFormat::Set => report::diff(&rows(), args.all, exports.sources()),
    };
    Some((text, code))
}

fn set(difference: Option<&Difference<'_, '_>>, sink: &mut Sink) -> Option<String> {
    let commands = match difference.map(merge::commands).transpose() {
        Ok(commands) => commands.unwrap_or_default(),
        Err(problem) => return refused(sink, problem),
    };
    Some(commands.iter().map(|command| format!("{command}\n")).collect())
}

fn noise(count: &[CountArg]) -> Noise {
    count.iter().fold(Noise::default(), |noise, count| match count {
        CountArg::All => Noise::none(),
        CountArg::Kind(kind) => noise.without(*kind),
    })
}

fn scope(args: &DiffArgs) -> Scope {
    let whole = |paths: &[ConfigPath]| paths.iter().map(whole_path).collect();
    Scope { include: whole(&args.include), exclude: whole(&args.exclude) }
}

/// With a mistyped path nothing would differ, and nobody would know why.
fn tell_dead_ends(args: &DiffArgs, tops: &[Node<'_>], names: [&str; 2], sink: &mut Sink) {
    for path in args.include.iter().chain(&args.exclude) {
        let Some(end) = DeadEnd::of(&whole_path(path), tops.to_vec()) else { continue };
        let message = format!("`{path}` is neither in {} nor in {}", names[0], names[1]);
        let otherwise = format!("nothing there is called `{}`", end.name);
        // A path may begin in the device entry.
        let in_device = tops.iter().flat_map(|top| top.children()).flat_map(Node::children).map(Node::name);
        let in_device = in_device.filter(|_| path.steps().first().is_some_and(|step| step.name == end.name));
        let others = end.others.iter().map(String::as_str).chain(in_device);
        sink.report(Diagnostic::warning("path-of-nothing", message).guess(&end.name, others, otherwise));
    }
}

fn refused<T>(sink: &mut Sink, problem: Diagnostic) -> Option<T> {
    sink.report(problem);
    None
}

fn not_alike(root: Node<'_>, part: &str, whole: &str) -> Diagnostic {
    let message = format!("{whole} is a configuration, and {part} a part of one or something else");
    Diagnostic::error("diff-not-alike", message)
        .labelled(root.name_span(), "the root of what it holds")
        .help("compare two configurations, or two parts of the same kind")
}

fn is_firewall(export: Export<'_>) -> bool {
    matches!(export, Export::Firewall(_))
}

/// The whole configuration in a document, also one that tells nothing of a Panorama or a firewall.
fn config_in(document: &Document) -> Option<Node<'_>> {
    let root =
        || Some(document.root()).filter(|root| root.name() == "config" && document.roots().count() == 1);
    Export::of(document).map(Export::config).or_else(root)
}

fn panorama_and_firewall(before: Export<'_>, names: [&str; 2]) -> Diagnostic {
    let [panorama, firewall] = if is_firewall(before) { [names[1], names[0]] } else { names };
    let message = format!("{panorama} is a Panorama's configuration, and {firewall} a firewall's");
    Diagnostic::error("diff-not-alike", message).help(
        "compare two of one kind; `panha effective EXPORT SERIAL` makes what a firewall gets from a Panorama",
    )
}

fn no_panorama(names: [&str; 2]) -> Diagnostic {
    let message = format!("{} and {} are no configurations of a Panorama", names[0], names[1]);
    Diagnostic::error("no-panorama", message)
        .help("what firewalls get is resolved from the Panorama's exports; without --effective the files are compared")
}
