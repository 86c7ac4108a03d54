//! `panha effective`

use panha::diag::{Diagnostic, Sink, near_matches};
use panha::effective::{Effective, Resolver};
use panha::panos::Export;
use panha::report;
use panha::source::Sources;

use crate::args::{EffectiveArgs, EffectiveFormat};
use crate::exports::Exports;
use crate::tell::{self, Invalid};
use crate::{DONE, FOUND};

/// How many serial numbers a message names.
const MOST_NAMED: usize = 5;

pub(crate) fn run(args: &EffectiveArgs) -> anyhow::Result<u8> {
    let is_whole = matches!(args.format, Some(EffectiveFormat::Xml | EffectiveFormat::Set));
    anyhow::ensure!(args.why.is_none() || !is_whole, "--why is answered in words, or with --format json");
    let mut sink = Sink::default();
    let exports = Exports::read(std::slice::from_ref(&args.export), &mut sink);
    let resolvers: Vec<(&str, Resolver<'_>)> = exports
        .used()
        .filter_map(|(name, export)| match export {
            Export::Panorama(panorama) => Some((name, Resolver::new(panorama))),
            Export::Firewall(_) => None,
        })
        .collect();
    let mut known =
        resolvers.iter().filter_map(|(name, resolver)| Some((*name, resolver.effective(&args.serial)?)));
    let effective = known.next();
    match &effective {
        Some((name, effective)) => {
            let others: Vec<&str> = known.map(|(name, _)| name).collect();
            if !others.is_empty() {
                let message = format!("several Panoramas have firewall {}; {name} is used", args.serial);
                let help = format!("to use another one, name it by itself: {}", others.join(", "));
                sink.report(Diagnostic::warning("several-panoramas", message).help(help));
            }
            effective.doubts().into_iter().for_each(|doubt| sink.report(doubt));
            sink.report(super::cannot_show());
        }
        // What could not be read at all was told already.
        None if exports.used().next().is_none() => {}
        None => sink.report(unknown_serial(args, &resolvers)),
    }
    exports.tell(sink);
    let (_, effective) = effective.ok_or(Invalid)?;
    let (text, code) = shown(args, &effective, exports.sources());
    tell::result(&text)?;
    Ok(code)
}

fn shown(args: &EffectiveArgs, effective: &Effective<'_>, sources: &Sources) -> (String, u8) {
    let Some(path) = &args.why else {
        let text = match args.format {
            None | Some(EffectiveFormat::Xml) => report::effective_xml(effective),
            Some(EffectiveFormat::Set) => report::effective_set(effective),
            Some(EffectiveFormat::Json) => report::effective_json(effective, None, sources),
        };
        return (text, DONE);
    };
    let why = report::why(effective, path, sources);
    let code = if why.is_empty() { FOUND } else { DONE };
    let text = match args.format {
        Some(_) => report::effective_json(effective, Some(path), sources),
        None if why.is_empty() => report::nothing_at(effective, path, sources),
        None => why,
    };
    (text, code)
}

fn unknown_serial(args: &EffectiveArgs, resolvers: &[(&str, Resolver<'_>)]) -> Diagnostic {
    let (export, serial) = (args.export.display(), &args.serial);
    if resolvers.is_empty() {
        let message = format!("{export} is a firewall's own configuration, not a Panorama's");
        return Diagnostic::error("no-panorama", message)
            .help("what a firewall gets is resolved from the Panorama's export");
    }
    let serials = || resolvers.iter().flat_map(|(_, resolver)| resolver.serials());
    let near = near_matches(serial, serials());
    let help = match (near.is_empty(), serials().count()) {
        (false, _) => format!("did you mean {}?", named(near.into_iter())),
        (true, 0) => "it has none".to_owned(),
        (true, count) => format!("it has {count}: {}", named(serials())),
    };
    Diagnostic::error("unknown-firewall", format!("{export} has no firewall `{serial}`")).help(help)
}

/// The first few of them.
fn named<'s>(serials: impl Iterator<Item = &'s str>) -> String {
    let mut serials: Vec<_> = serials.take(MOST_NAMED + 1).collect();
    if serials.len() > MOST_NAMED {
        serials[MOST_NAMED] = "…";
    }
    serials.join(", ")
}
