//! `panha import`

use panha::diag::{Diagnostic, Sink};
use panha::panos::{Export, Panorama};
use panha::pipeline;

use crate::args::ImportArgs;
use crate::exports::Exports;
use crate::out_file::OutFile;
use crate::tell;

pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<()> {
    let mut sink = Sink::default();
    let exports = Exports::read(std::slice::from_ref(&args.export), &mut sink);
    let output = args.output.as_ref().map(|path| OutFile::open(path, exports.files())).transpose()?;
    let used: Vec<(&str, Export<'_>)> = exports.used().collect();
    let spec = panorama(args, &used, &mut sink)
        .and_then(|(name, panorama)| pipeline::import(name, panorama, args.cluster.as_deref(), &mut sink));
    let spec = exports.tell(sink).unless_errors(spec)?;
    match output {
        Some(output) => output.write(&spec),
        None => tell::result(&spec),
    }
}

/// The one Panorama among what was read.
fn panorama<'e, 'd>(
    args: &ImportArgs,
    used: &[(&'e str, Export<'d>)],
    sink: &mut Sink,
) -> Option<(&'e str, Panorama<'d>)> {
    let panoramas = used.iter().filter_map(|(name, export)| match export {
        Export::Panorama(panorama) => Some((*name, *panorama)),
        Export::Firewall(_) => None,
    });
    let panoramas: Vec<_> = panoramas.collect();
    let export = args.export.display();
    match panoramas[..] {
        [only] => return Some(only),
        // That nothing could be read was told already.
        [] if used.is_empty() => {}
        [] => {
            let message = format!("{export} is the configuration of a firewall, not of a Panorama");
            let help = "a spec describes what Panorama has: name the export of the Panorama that manages it";
            sink.report(Diagnostic::error("import-not-panorama", message).help(help));
        }
        _ => {
            let names: Vec<&str> = panoramas.iter().map(|(name, _)| *name).collect();
            let message = format!("{export} holds {} Panoramas, and one is imported", names.len());
            let help = format!("name one of them by itself: {}", names.join(", "));
            sink.report(Diagnostic::error("import-several-panoramas", message).help(help));
        }
    }
    None
}
