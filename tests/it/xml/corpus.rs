//! Real exports, where they are at hand. They are not ours to ship, so the test passes without.

use super::same_tree::{ours, theirs};
use super::{folder, parse, read, xml_files};

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn each_real_export_is_read_like_roxmltree_reads_it() {
    let corpus = folder("../shared/corpus/panorama");
    let files = xml_files(&corpus);
    if files.is_empty() {
        eprintln!("skipped: no files in {}", corpus.display());
    }
    for file in files {
        let text = read(&file);
        let document = parse(&text).unwrap_or_else(|facts| panic!("{}: {facts}", file.display()));
        assert_eq!(document.text(), text);
        assert_eq!(Ok(ours(document.root())), theirs(&text), "{}", file.display());
    }
}
