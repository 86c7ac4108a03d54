//! Texts out of what people export: plain, gzip, tar, and those in each other.
//!
//! What a file is, its content says: tech support files and device states hold configurations under
//! names that no vendor document lists. Only the peer's configuration is told by its name.

mod meter;

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

use meter::{Meter, Watched};

use crate::diag::{Diagnostic, Sink};

/// A text that may be a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportText {
    /// The file's name, and behind it the path in the bundle: `support.tgz/saved-configs/running-config.xml`.
    pub name: String,
    /// The text, a byte order mark included.
    pub text: String,
    /// The name of the tar around it, the innermost one.
    pub bundle: Option<String>,
    /// Is it the copy that a firewall keeps of its HA peer's configuration?
    pub is_peer: bool,
}

impl ExportText {
    /// How many of a file's first bytes [`ExportText::may_be_in`] looks at.
    pub const HEAD: usize = HEAD;

    /// Can a file that begins like this be a configuration, or a bundle that holds one?
    pub fn may_be_in(head: &[u8]) -> bool {
        !matches!(Content::of(head), Content::Other) || may_be_configuration(head)
    }
}

/// How a file came to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The user named it: it should be an export, and is read as one.
    Named,
    /// It lies in a folder that the user named, among other files: what cannot be a configuration is
    /// passed over in silence. The files of a bundle are found like that too.
    Among,
}

/// How much is unpacked of one file. Bundles in the field stay far below.
#[derive(Debug, Clone, Copy)]
struct Limits {
    bytes: u64,
    entries: usize,
    nesting: usize,
}

/// 4 GiB, all levels and texts counted together; the nesting is that of a bundle of bundles, twice.
const LIMITS: Limits = Limits { bytes: 4 << 30, entries: 100_000, nesting: 4 };

/// Where a firewall keeps the configuration of its HA peer, beside its own.
const PEER_FILES: &[&str] = &[".ha-remote-rc.xml", ".ha-remote2-rc.xml"];

/// Enough to tell what something is: a tar header, or the first tags of a text.
const HEAD: usize = 4096;

/// The texts in the bytes of a file: itself, or what is in it.
///
/// Whatever cannot be unpacked is reported once, and the rest goes on.
pub fn unpack(name: &str, bytes: Vec<u8>, found: Found, sink: &mut Sink) -> Vec<ExportText> {
    unpack_within(LIMITS, name, bytes, found, sink)
}

fn unpack_within(
    limits: Limits,
    name: &str,
    bytes: Vec<u8>,
    found: Found,
    sink: &mut Sink,
) -> Vec<ExportText> {
    let head = &bytes[..bytes.len().min(HEAD)];
    if matches!(Content::of(head), Content::Other) {
        let is_peer = found == Found::Among && is_peer_file(name);
        let is_wanted = found == Found::Named || may_be_configuration(head);
        let text = is_wanted.then(|| text_of(name, bytes, sink)).flatten();
        return text.into_iter().map(|text| ExportText { is_peer, ..text }).collect();
    }
    let meter = Meter::new(limits.bytes);
    let mut unpacking = Unpacking { limits, meter: &meter, entries: 0, texts: Vec::new(), sink };
    let given_up = unpacking.any(name, &mut bytes.as_slice(), Level::default()).is_err();
    if given_up && meter.is_exceeded() {
        unpacking.sink.report(
            Diagnostic::error(
                "bundle-too-large",
                format!("{name} unpacks to more than {} bytes or {} files", limits.bytes, limits.entries),
            )
            .help("unpack it yourself and name the configurations in it"),
        );
    }
    unpacking.texts
}

/// What some bytes are, by how they begin.
enum Content {
    Gzip,
    Tar,
    Other,
}

impl Content {
    fn of(head: &[u8]) -> Self {
        if head.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip
        } else if is_tar_header(head) {
            Self::Tar
        } else {
            Self::Other
        }
    }
}

/// A tar header holds the sum of its bytes, its own field taken for blanks: that tells every flavour.
fn is_tar_header(head: &[u8]) -> bool {
    const SUM: std::ops::Range<usize> = 148..156;
    let Some(header) = head.get(..512) else { return false };
    let digits: String = header[SUM].iter().map(|byte| *byte as char).collect();
    let Ok(stated) = u32::from_str_radix(digits.trim_matches([' ', '\0']), 8) else { return false };
    let sum =
        header.iter().enumerate().map(|(at, byte)| if SUM.contains(&at) { 32 } else { u32::from(*byte) });
    stated == sum.sum::<u32>()
}

/// Can a text that starts like this be a configuration? Tech support files are full of other XML.
fn may_be_configuration(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skipped = if rest.starts_with("<?") {
            rest.split_once("?>")
        } else if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else {
            break;
        };
        let Some((_, behind)) = skipped else { return true };
        rest = behind.trim_start();
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let tag = rest.strip_prefix("<!DOCTYPE ").or_else(|| rest.strip_prefix('<'));
    match tag.map(|tag| &tag[..tag.find(|c| !is_name(c)).unwrap_or(tag.len())]) {
        // No tag at all: a merge left its markers in a configuration, or this is something else.
        Some("") => rest.starts_with("<<<<<<<") && rest.contains("<config"),
        Some("config") => true,
        // The envelope of an API reply, also around much else.
        Some("response" | "result") => rest.contains("<config"),
        _ => false,
    }
}

fn is_peer_file(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    PEER_FILES.contains(&file.strip_suffix(".gz").unwrap_or(file))
}

fn text_of(name: &str, bytes: Vec<u8>, sink: &mut Sink) -> Option<ExportText> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(ExportText { name: name.to_owned(), text, bundle: None, is_peer: false }),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            sink.report(
                Diagnostic::error("not-utf8", format!("{name} is not UTF-8 from byte {valid} on"))
                    .help("an export is XML in UTF-8, or a gzip or tar file that holds such"),
            );
            None
        }
    }
}

/// Where in a bundle we are.
#[derive(Debug, Clone, Copy, Default)]
struct Level<'n> {
    /// Bundles around; a tgz is one.
    depth: usize,
    is_in_gzip: bool,
    /// The tar around.
    bundle: Option<&'n str>,
    /// How long the file should be, where a tar says so.
    size: Option<u64>,
}

/// One file being unpacked.
struct Unpacking<'u> {
    limits: Limits,
    meter: &'u Meter,
    entries: usize,
    texts: Vec<ExportText>,
    sink: &'u mut Sink,
}

impl Unpacking<'_> {
    /// Unpacks whatever this is.
    ///
    /// # Errors
    /// Only what `reader` itself failed with, and a limit: the one around knows what to say of it.
    fn any(&mut self, name: &str, reader: &mut dyn Read, level: Level<'_>) -> io::Result<()> {
        let mut head = Vec::new();
        reader.take(HEAD as u64).read_to_end(&mut head)?;
        let content = Content::of(&head);
        let is_wanted = may_be_configuration(&head);
        let is_of_tgz = level.is_in_gzip && matches!(content, Content::Tar);
        if !matches!(content, Content::Other) && !is_of_tgz && level.depth == self.limits.nesting {
            let message = format!("{name} lies in {} bundles, too many to look into it", level.depth);
            self.sink.report(Diagnostic::error("bundle-too-deep", message));
            return Ok(());
        }
        let depth = level.depth + usize::from(!is_of_tgz);
        let mut whole = Cursor::new(head).chain(reader);
        match content {
            Content::Gzip => {
                self.gzip(name, &mut whole, Level { depth, is_in_gzip: true, size: None, ..level })
            }
            Content::Tar => {
                self.tar(name, &mut whole, Level { depth, bundle: Some(name), ..Level::default() })
            }
            Content::Other if is_wanted => {
                let mut bytes = Vec::new();
                self.meter.of(&mut whole).read_to_end(&mut bytes)?;
                if level.size.is_some_and(|size| (bytes.len() as u64) < size) {
                    return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it ends inside a file"));
                }
                let text = text_of(name, bytes, self.sink);
                let bundle = level.bundle.map(str::to_owned);
                self.texts.extend(text.map(|text| ExportText {
                    bundle,
                    is_peer: is_peer_file(name),
                    ..text
                }));
                Ok(())
            }
            Content::Other => Ok(()),
        }
    }

    fn gzip(&mut self, name: &str, reader: &mut dyn Read, level: Level<'_>) -> io::Result<()> {
        let mut source = Watched::new(reader);
        let mut unpacked = self.meter.of(MultiGzDecoder::new(&mut source));
        let texts = self.texts.len();
        // Read to the end, also behind a tar: only there is the check sum.
        let done =
            self.any(name, &mut unpacked, level).and_then(|()| io::copy(&mut unpacked, &mut io::sink()));
        match done {
            Err(error) if source.has_failed() || self.meter.is_exceeded() => Err(error),
            Err(error) => {
                let what = if self.texts.len() == texts { "nothing in it" } else { "not all that is in it" };
                let message = format!("{name} is cut off or damaged, {what} can be read: {error}");
                self.sink.report(Diagnostic::error("gzip-damaged", message));
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }

    fn tar(&mut self, name: &str, reader: &mut dyn Read, level: Level<'_>) -> io::Result<()> {
        let mut source = Watched::new(reader);
        match self.entries(name, &mut source, level) {
            Err(error) if source.has_failed() || self.meter.is_exceeded() => Err(error),
            Err(error) => {
                let message = format!("{name} is cut off or damaged, not all of it can be read: {error}");
                self.sink.report(Diagnostic::error("tar-damaged", message));
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn entries(&mut self, name: &str, source: &mut Watched<'_>, level: Level<'_>) -> io::Result<()> {
        let mut archive = tar::Archive::new(source);
        for entry in archive.entries()? {
            let mut entry = entry?;
            self.entries += 1;
            if self.entries > self.limits.entries {
                return Err(self.meter.exceeded());
            }
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let name = format!("{name}/{}", path.trim_start_matches("./"));
            let level = Level { size: Some(entry.size()), ..level };
            self.any(&name, &mut entry, level)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("into memory");
        encoder.finish().expect("into memory")
    }

    fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, bytes) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            builder.append_data(&mut header, path, *bytes).expect("into memory");
        }
        builder.into_inner().expect("into memory")
    }

    fn codes(limits: Limits, bytes: Vec<u8>) -> (Vec<String>, Vec<&'static str>) {
        let mut sink = Sink::default();
        let texts = unpack_within(limits, "x", bytes, Found::Named, &mut sink);
        let names = texts.into_iter().map(|text| text.name).collect();
        (names, sink.into_sorted().into_iter().map(|diagnostic| diagnostic.code).collect())
    }

    const CONFIG: &[u8] = b"<config/>";

    #[test]
    fn a_bomb_is_a_diagnostic() {
        let limits = Limits { bytes: 100_000, ..LIMITS };
        let bomb = gzip(&gzip(&[b' '; 200_000]));
        assert_eq!(codes(limits, bomb), (vec![], vec!["bundle-too-large"]));
        let before = tar(&[("a.xml", CONFIG), ("bomb.gz", &gzip(&[b' '; 200_000])), ("b.xml", CONFIG)]);
        assert_eq!(codes(limits, before), (vec!["x/a.xml".into()], vec!["bundle-too-large"]));
    }

    #[test]
    fn too_many_entries_are_a_diagnostic() {
        let limits = Limits { entries: 2, ..LIMITS };
        let files = tar(&[("a", b""), ("b.xml", CONFIG), ("c.xml", CONFIG)]);
        assert_eq!(codes(limits, files), (vec!["x/b.xml".into()], vec!["bundle-too-large"]));
    }

    #[test]
    fn nesting_ends_somewhere_and_the_rest_goes_on() {
        let mut bundle = CONFIG.to_vec();
        for _ in 0..LIMITS.nesting {
            bundle = gzip(&tar(&[("in", &bundle)]));
        }
        assert_eq!(codes(LIMITS, bundle.clone()), (vec!["x/in/in/in/in".into()], vec![]));
        let deeper = tar(&[("deep", &bundle), ("flat", CONFIG)]);
        assert_eq!(codes(LIMITS, deeper), (vec!["x/flat".into()], vec!["bundle-too-deep"]));
    }

    #[test]
    fn what_may_be_a_configuration_is_told_by_its_root() {
        for text in [
            "<config/>",
            "\u{feff} \n<?xml version=\"1.0\"?><!-- saved --><config version='11.1.0'>",
            "<response status='success'><result><config>",
            "<<<<<<< ours\n<config>",
            "<!DOCTYPE config []><config/>",
            "<?xml version=\"1.0\" and no end",
        ] {
            assert!(may_be_configuration(text.as_bytes()), "{text}");
        }
        for text in
            ["", "log", "<html/>", "<response><result><system/>", "< 1", "<configuration/>", "<!--x--> y"]
        {
            assert!(!may_be_configuration(text.as_bytes()), "{text}");
        }
    }
}
