//! Bundles as Panorama and firewalls export them, built in memory.

use std::io::Write as _;

use panha::diag::Sink;
use panha::panos::{Export, ExportText, Found, unpack};
use panha::source::Sources;
use panha::xml::Document;

const FIREWALL: &str = "<?xml version=\"1.0\"?>\n<config version='11.1.0'><devices>\
    <entry name='localhost.localdomain'><deviceconfig/></entry></devices></config>";

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

fn read(name: &str, bytes: Vec<u8>, found: Found) -> (Vec<ExportText>, Vec<String>) {
    let mut sink = Sink::default();
    let texts = unpack(name, bytes, found, &mut sink);
    let problems = sink.into_sorted().into_iter();
    (texts, problems.map(|problem| format!("{}: {}", problem.code, problem.message)).collect())
}

fn names(texts: &[ExportText]) -> Vec<&str> {
    texts.iter().map(|text| text.name.as_str()).collect()
}

#[test]
fn content_tells_what_a_file_is_whatever_its_name() {
    for bytes in [FIREWALL.into(), gzip(FIREWALL.as_bytes()), gzip(&gzip(FIREWALL.as_bytes()))] {
        let (texts, problems) = read("export.tar", bytes, Found::Named);
        let expected = ExportText {
            name: "export.tar".to_owned(),
            text: FIREWALL.to_owned(),
            bundle: None,
            is_peer: false,
        };
        assert_eq!((texts, problems), (vec![expected], vec![]));
    }
    let archive = tar(&[("./a.bin", FIREWALL.as_bytes())]);
    for bytes in [archive.clone(), gzip(&archive)] {
        let (texts, problems) = read("export.xml", bytes, Found::Named);
        assert_eq!((names(&texts), problems), (vec!["export.xml/a.bin"], vec![]));
        assert_eq!(texts[0].bundle.as_deref(), Some("export.xml"));
    }
}

#[test]
fn a_byte_order_mark_stays_in_the_text_and_the_reader_knows_it() {
    let marked = format!("\u{feff}{FIREWALL}");
    let (texts, problems) = read("x", gzip(marked.as_bytes()), Found::Among);
    assert_eq!((texts[0].text.as_str(), problems), (marked.as_str(), vec![]));
    let mut sources = Sources::default();
    let id = sources.add("x", marked);
    let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
    assert!(matches!(Export::of(&document), Some(Export::Firewall(_))));
}

#[test]
fn the_peers_copy_is_marked() {
    let support = gzip(&tar(&[
        ("opt/pancfg/mgmt/saved-configs/running-config.xml", FIREWALL.as_bytes()),
        ("opt/pancfg/mgmt/saved-configs/.ha-remote-rc.xml", FIREWALL.as_bytes()),
        ("opt/pancfg/mgmt/saved-configs/.ha-remote2-rc.xml", &gzip(FIREWALL.as_bytes())),
    ]));
    let (texts, problems) = read("support.tgz", support, Found::Named);
    let peers: Vec<bool> = texts.iter().map(|text| text.is_peer).collect();
    assert_eq!((peers, problems), (vec![false, true, true], vec![]));
    let name = ".ha-remote-rc.xml";
    assert!(read(name, FIREWALL.into(), Found::Among).0[0].is_peer);
    let (texts, _) = read(name, FIREWALL.into(), Found::Named);
    assert!(!texts[0].is_peer, "who names it means it");
}

#[test]
fn what_is_no_configuration_is_passed_over() {
    let bundle = tar(&[
        ("var/log/messages", b"<not xml"),
        ("empty", b""),
        ("binary", &[0x1f, 0, 255, 254]),
        ("latin1.xml", b"<?xml version='1.0' encoding='iso-8859-1'?><system>\xe9</system>"),
        ("system.xml", b"<response status='success'><result><system/></result></response>"),
        ("index.html", b"<!DOCTYPE html><html></html>"),
    ]);
    assert_eq!(read("x.tar", bundle, Found::Named), (vec![], vec![]));
    assert_eq!(read("notes.txt", b"hello".to_vec(), Found::Among), (vec![], vec![]));
    let (texts, _) = read("notes.txt", b"hello".to_vec(), Found::Named);
    assert_eq!(names(&texts), ["notes.txt"], "the XML reader says what is wrong with it");
}

#[test]
fn a_configuration_that_is_not_utf8_is_told() {
    let bundle = tar(&[("a.xml", b"<config>\xff</config>"), ("b.xml", FIREWALL.as_bytes())]);
    let (texts, problems) = read("x.tar", bundle, Found::Named);
    assert_eq!(names(&texts), ["x.tar/b.xml"]);
    assert_eq!(problems, ["not-utf8: x.tar/a.xml is not UTF-8 from byte 8 on"]);
}

#[test]
fn bundles_in_a_bundle_are_unpacked() {
    let device = gzip(&tar(&[("running-config.xml", FIREWALL.as_bytes())]));
    let bundle =
        gzip(&tar(&[("panorama/fw1.tgz", &device), ("panorama/fw2.gz", &gzip(FIREWALL.as_bytes()))]));
    let (texts, problems) = read("bundle.tgz", bundle, Found::Named);
    assert_eq!(
        names(&texts),
        ["bundle.tgz/panorama/fw1.tgz/running-config.xml", "bundle.tgz/panorama/fw2.gz"]
    );
    let bundles: Vec<_> = texts.iter().filter_map(|text| text.bundle.as_deref()).collect();
    assert_eq!((bundles, problems), (vec!["bundle.tgz/panorama/fw1.tgz", "bundle.tgz"], vec![]));
}

#[test]
fn a_damaged_gzip_is_told_once_and_the_rest_goes_on() {
    let whole = gzip(FIREWALL.as_bytes());
    let cut = &whole[..whole.len() / 2];
    let (texts, problems) = read("x.gz", cut.to_vec(), Found::Named);
    assert_eq!((texts, problems.len()), (vec![], 1));
    assert!(problems[0].starts_with("gzip-damaged: x.gz is cut off or damaged"), "{problems:?}");

    let bundle = tar(&[("a.gz", cut), ("b.gz", &whole)]);
    let (texts, problems) = read("x.tar", bundle, Found::Named);
    assert_eq!((names(&texts), problems.len()), (vec!["x.tar/b.gz"], 1));

    let mut wrong = whole.clone();
    let sum = wrong.len() - 8;
    wrong[sum] ^= 1;
    let (texts, problems) = read("x.gz", wrong, Found::Named);
    assert_eq!((texts, problems.len()), (vec![], 1));
}

#[test]
fn a_bundle_that_is_cut_off_gives_what_came_before() {
    let long = format!("{FIREWALL}<!--{}-->", "x".repeat(5000));
    let files = [("a.xml", long.as_bytes()), ("b.xml", long.as_bytes())];
    let archive = tar(&files);
    let (texts, problems) = read("x.tar", archive[..10_000].to_vec(), Found::Named);
    assert_eq!((names(&texts), problems.len()), (vec!["x.tar/a.xml"], 1));
    assert!(problems[0].starts_with("tar-damaged: x.tar is cut off"), "{problems:?}");

    // The gzip around is what is cut: that alone is told, not the tar in it as well.
    let stored = {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        encoder.write_all(&archive).expect("into memory");
        encoder.finish().expect("into memory")
    };
    let (texts, problems) = read("x.tgz", stored[..10_000].to_vec(), Found::Named);
    assert_eq!((names(&texts), problems.len()), (vec!["x.tgz/a.xml"], 1), "{problems:?}");
    assert!(problems[0].starts_with("gzip-damaged: x.tgz is cut off"), "{problems:?}");
}

#[test]
fn the_head_tells_what_is_worth_reading() {
    for head in [FIREWALL.as_bytes(), &gzip(b"anything"), &tar(&[("a", b"")]), b"<response><result><config>"]
    {
        assert!(ExportText::may_be_in(head));
    }
    for head in [&b""[..], b"hello", &[0; 4096], b"<html/>"] {
        assert!(!ExportText::may_be_in(head));
    }
}

fn panha(folder: &std::path::Path, export: &str) -> (Option<i32>, String) {
    let told = std::process::Command::new(env!("CARGO_BIN_EXE_panha"))
        .args(["inventory", export, "--format", "csv"])
        .current_dir(folder)
        .output()
        .expect("a run");
    (told.status.code(), String::from_utf8_lossy(&told.stderr).into_owned())
}

#[test]
#[cfg(unix)]
fn other_files_in_a_folder_are_no_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let inside = folder.path().join("in");
    std::fs::create_dir(&inside).expect("a folder");
    std::fs::write(inside.join("fw.xml"), FIREWALL).expect("a file to write");
    let disk = std::fs::File::create(inside.join("disk.img")).expect("a file to write");
    disk.set_len(5 << 30).expect("a sparse file");
    assert_eq!(panha(folder.path(), "in"), (Some(0), String::new()));

    std::os::unix::fs::symlink("nowhere", inside.join("link")).expect("a link");
    let (status, problems) = panha(folder.path(), "in");
    assert!(problems.starts_with("warning[unreadable]: cannot read in/link, and passed"), "{problems}");
    assert_eq!((status, problems.contains("error[")), (Some(0), false), "{problems}");
    let (status, problems) = panha(folder.path(), "in/link");
    assert!(problems.starts_with("error[unreadable]: cannot read in/link: "), "{problems}");
    assert_eq!(status, Some(2));
}

#[test]
fn only_the_configuration_that_is_used_is_announced() {
    let named = FIREWALL
        .replace("<deviceconfig/>", "<deviceconfig><system><hostname>fw1</hostname></system></deviceconfig>");
    let support = tar(&[
        ("saved-configs/candidate.xml", FIREWALL.as_bytes()),
        ("saved-configs/running-config.xml", FIREWALL.as_bytes()),
        ("saved-configs/.merged-running-config.xml", named.as_bytes()),
    ]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("ts"), support).expect("a file to write");
    let (_, problems) = panha(folder.path(), "ts");
    assert_eq!(problems.matches("note[other-versions]").count(), 1, "{problems}");
    assert!(problems.contains("fw1, ts/saved-configs/.merged-running-config.xml is used"), "{problems}");
}

#[test]
fn the_command_reads_bundles_from_files_and_standard_input() {
    let panha = || std::process::Command::new(env!("CARGO_BIN_EXE_panha"));
    let named = |hostname: &str| {
        let system = format!("<deviceconfig><system><hostname>{hostname}</hostname></system></deviceconfig>");
        FIREWALL.replace("<deviceconfig/>", &system)
    };
    let support = gzip(&tar(&[
        ("saved-configs/running-config.xml", named("fw1").as_bytes()),
        ("saved-configs/.merged-running-config.xml", named("fw1").as_bytes()),
        ("saved-configs/.ha-remote-rc.xml", named("fw2").as_bytes()),
        ("devices/candidatecfg.xml", named("fw1").as_bytes()),
        ("var/log/messages", b"nothing to see"),
    ]));
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("support"), &support).expect("a file to write");
    let told = panha()
        .args(["inventory", "support", "--format", "csv"])
        .current_dir(&folder)
        .output()
        .expect("a run");
    let out = String::from_utf8(told.stdout).expect("UTF-8");
    let rows: Vec<&str> = out.lines().skip(1).collect();
    assert_eq!(rows.len(), 1, "{out}");
    assert!(rows[0].starts_with(",fw1,"), "{out}");
    assert!(rows[0].ends_with(",support/saved-configs/.merged-running-config.xml"), "{out}");
    let problems = String::from_utf8(told.stderr).expect("UTF-8");
    assert!(problems.contains("note[other-versions]") && problems.contains("note[peer-copy]"), "{problems}");

    let mut child = panha()
        .args(["inventory", "-"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("a run");
    child.stdin.take().expect("a pipe").write_all(&gzip(named("fw3").as_bytes())).expect("room in the pipe");
    let told = child.wait_with_output().expect("an end");
    assert!(told.status.success());
    assert!(String::from_utf8_lossy(&told.stdout).contains("\n<stdin>  fw3 "), "{told:?}");
}
