//! Reading: the spec, the files it names, and a user's Tera files. Writing: a single file.

use std::cell::RefCell;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use panha::generate::PackFile;
use panha::source::{FileText, Files, SourceId, Sources};
use walkdir::WalkDir;

/// What a spec may hold at most; a larger file is no spec.
const MAX_BYTES: u64 = 64 << 20;

/// Reads the spec into `sources`.
///
/// # Errors
/// A file that cannot be read, is too large, or is not UTF-8.
pub(crate) fn read_spec(path: &Path, sources: &mut Sources) -> anyhow::Result<SourceId> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().take(MAX_BYTES + 1).read_to_end(&mut bytes).context("cannot read standard input")?;
        let text = utf8(bytes).context("cannot read standard input")?;
        return Ok(sources.add("<stdin>", text));
    }
    let text = read_text(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(sources.add(shown(path), text))
}

/// Files beside the spec, with a record of what was read there.
pub(crate) struct BesideSpec {
    folder: PathBuf,
    read: RefCell<Vec<PathBuf>>,
}

impl BesideSpec {
    pub(crate) fn of(spec: &Path) -> Self {
        let folder = spec.parent().map(Path::to_owned).unwrap_or_default();
        Self { folder, read: RefCell::default() }
    }

    /// The files that were asked for, so that none of them is written to.
    pub(crate) fn into_read(self) -> Vec<PathBuf> {
        self.read.into_inner()
    }
}

impl Files for BesideSpec {
    fn read(&self, path: &str) -> io::Result<FileText> {
        let path = self.folder.join(path);
        self.read.borrow_mut().push(path.clone());
        Ok(FileText { text: read_text(&path)?, name: shown(&path) })
    }
}

/// Every `.xml` file of a pack, by its path in there.
///
/// # Errors
/// A folder or file that cannot be read, and a pack without any such file.
pub(crate) fn read_pack(folder: &Path) -> anyhow::Result<Vec<PackFile>> {
    if !folder.is_dir() {
        bail!("{} is no folder of Tera files", folder.display());
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read {}", folder.display()))?;
        let path = entry.path();
        if !entry.file_type().is_file() || path.extension().is_none_or(|extension| extension != "xml") {
            continue;
        }
        let text = read_text(path).with_context(|| format!("cannot read {}", path.display()))?;
        let parts = path.strip_prefix(folder).unwrap_or(path).components();
        let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        files.push(PackFile { path: parts.join("/"), name: shown(path), text });
    }
    if files.is_empty() {
        bail!("{} holds no .xml file; `panha templates export` makes a pack to start from", folder.display());
    }
    Ok(files)
}

/// Writes a file, whole or not at all; one that is there is replaced and keeps its permissions.
///
/// # Errors
/// The disk refuses, or what is there is no file.
pub(crate) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let replaced = fs::metadata(path).ok();
    if replaced.as_ref().is_some_and(|found| !found.is_file()) {
        bail!("cannot write {}: it is there, and is no file", path.display());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        bail!("cannot write {}: there is no folder {}", path.display(), folder.display());
    }
    let write = || {
        // Written beside its place, and then renamed: nobody meets half a file.
        let staging = tempfile::Builder::new().prefix(".panha-").tempdir_in(folder)?;
        let new = staging.path().join("new");
        fs::write(&new, text)?;
        if let Some(replaced) = &replaced {
            fs::set_permissions(&new, replaced.permissions())?;
        }
        fs::rename(&new, path)
    };
    write().with_context(|| format!("cannot write {}", path.display()))
}

/// The name of a file without its folder, so that what we write does not depend on where we ran.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| "-".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// A path as messages show it, with `/` on every system.
pub(crate) fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Reads a file that is small, and text.
///
/// # Errors
/// A file that cannot be read, is too large, or is not UTF-8.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let file = fs::File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    utf8(bytes)
}

fn utf8(bytes: Vec<u8>) -> io::Result<String> {
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("it has more than {} MiB", MAX_BYTES >> 20);
        return Err(io::Error::new(io::ErrorKind::InvalidData, message));
    }
    String::from_utf8(bytes).map_err(|error| {
        let message = format!("it is not UTF-8 from byte {} on", error.utf8_error().valid_up_to());
        io::Error::new(io::ErrorKind::InvalidData, message)
    })
}
