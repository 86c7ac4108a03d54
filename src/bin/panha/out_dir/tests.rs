use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use panha::generate::{Artifact, FileState, FolderPlan, MadeBy, SpecRecord};
use tempfile::TempDir;

use super::{OutDir, Refusal};

/// Path, time and content of everything in a folder.
type Snapshot = Vec<(String, SystemTime, Option<String>)>;

const TWO: &[(&str, &str)] = &[("core/panorama.xml", "<config/>\n"), ("core/set.txt", "set\n")];

fn write(root: &Path, files: &[(&str, &str)], is_forced: bool) -> anyhow::Result<FolderPlan> {
    let artifact = |(path, text): &(&str, &str)| Artifact {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
        touches: vec!["template T-core".to_owned()],
    };
    let artifacts: Vec<_> = files.iter().map(artifact).collect();
    let out = OutDir::open(root, MadeBy::Generate)?;
    out.write(&artifacts, SpecRecord::new("core.yaml", "core"), &[], is_forced)
}

fn out_with(files: &[(&str, &str)]) -> anyhow::Result<TempDir> {
    let out = tempfile::tempdir()?;
    write(out.path(), files, false)?;
    Ok(out)
}

fn snapshot(root: &Path) -> Snapshot {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    entries
        .map(|entry| {
            let entry = entry.expect("readable");
            let text = entry.file_type().is_file().then(|| fs::read_to_string(entry.path()));
            let modified = entry.metadata().expect("readable").modified().expect("has a time");
            (entry.path().display().to_string(), modified, text.transpose().expect("readable"))
        })
        .collect()
}

/// The same without the times of folders, which staging and taking back do change.
fn files_and_folders(root: &Path) -> Snapshot {
    let mut snapshot = snapshot(root);
    for (_, modified, _) in snapshot.iter_mut().filter(|(.., text)| text.is_none()) {
        *modified = SystemTime::UNIX_EPOCH;
    }
    snapshot
}

/// Makes everything an hour old, so that a write shows however coarse the clock is.
fn age(root: &Path) -> anyhow::Result<()> {
    let hour_ago = SystemTime::now() - Duration::from_secs(3600);
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry?;
        if entry.file_type().is_file() || cfg!(unix) {
            fs::File::open(entry.path())?.set_modified(hour_ago)?;
        }
    }
    Ok(())
}

fn states(plan: &FolderPlan) -> Vec<(&str, FileState)> {
    plan.files().map(|(path, state)| (path.as_str(), state)).collect()
}

fn left_behind(plan: &FolderPlan) -> Vec<(&str, bool)> {
    plan.left_behind().iter().map(|file| (file.path.as_str(), file.is_edited)).collect()
}

/// Writes, expects a refusal that leaves all as it was, and returns its text without the folder.
fn refused(root: &Path, files: &[(&str, &str)], is_forced: bool) -> String {
    let before = snapshot(root);
    let error = write(root, files, is_forced).expect_err("something is in the way");
    assert_eq!(snapshot(root), before);
    assert!(error.is::<Refusal>(), "{error:#}");
    error.to_string().replace(&root.display().to_string(), "OUT")
}

#[test]
fn a_new_folder_gets_all_files_and_the_manifest() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let root = scratch.path().join("new/out");
    let plan = write(&root, TWO, false)?;
    assert_eq!(states(&plan), [("core/panorama.xml", FileState::New), ("core/set.txt", FileState::New)]);
    assert_eq!(fs::read_to_string(root.join("core/set.txt"))?, "set\n");
    assert_eq!(fs::read_to_string(root.join("manifest.json"))?, plan.manifest().to_json());
    assert_eq!(fs::read_dir(&root)?.count(), 2, "core, manifest.json and no staging folder");
    Ok(())
}

#[test]
fn a_second_run_touches_nothing() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    age(out.path())?;
    let before = snapshot(out.path());
    let plan = write(out.path(), TWO, false)?;
    assert!(plan.files().all(|(_, state)| state == FileState::Unchanged));
    assert_eq!(snapshot(out.path()), before);
    Ok(())
}

#[test]
fn only_what_changed_is_written() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    age(out.path())?;
    let before = files_and_folders(out.path());
    let plan = write(out.path(), &[TWO[0], ("core/set.txt", "set more\n")], false)?;
    assert_eq!(plan.state("core/set.txt"), Some(FileState::Changed));
    let touched: Vec<_> = files_and_folders(out.path())
        .into_iter()
        .filter(|entry| !before.contains(entry))
        .map(|(path, ..)| path.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(touched, ["set.txt", "manifest.json"]);
    Ok(())
}

#[test]
fn a_file_edited_by_hand_is_refused_and_overwritten_by_force() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    fs::write(out.path().join("core/set.txt"), "mine\n")?;
    let wanted = [("core/panorama.xml", "<new/>\n"), TWO[1]];
    assert_eq!(
        refused(out.path(), &wanted, false),
        "nothing was written to `OUT`, because of what is there:\n  \
           core/set.txt was edited since panha wrote it\n\
         help: give `--force` to overwrite, or choose another folder",
    );
    let plan = write(out.path(), &wanted, true)?;
    assert_eq!(plan.state("core/set.txt"), Some(FileState::EditedByHand));
    assert_eq!(fs::read_to_string(out.path().join("core/set.txt"))?, "set\n");
    assert_eq!(fs::read_to_string(out.path().join("core/panorama.xml"))?, "<new/>\n");
    assert!(write(out.path(), &wanted, false)?.files().all(|(_, state)| state == FileState::Unchanged));
    Ok(())
}

#[test]
fn a_foreign_file_is_refused_and_overwritten_by_force() -> anyhow::Result<()> {
    let out = tempfile::tempdir()?;
    fs::create_dir(out.path().join("core"))?;
    fs::write(out.path().join("core/set.txt"), "theirs\n")?;
    assert_eq!(
        refused(out.path(), TWO, false),
        "nothing was written to `OUT`, because of what is there:\n  \
           core/set.txt was not written by panha\n\
         help: give `--force` to overwrite, or choose another folder",
    );
    let plan = write(out.path(), TWO, true)?;
    assert_eq!(plan.state("core/set.txt"), Some(FileState::Foreign));
    assert_eq!(fs::read_to_string(out.path().join("core/set.txt"))?, "set\n");
    Ok(())
}

#[test]
fn everything_in_the_way_is_listed_at_once() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    fs::write(out.path().join("core/set.txt"), "mine\n")?;
    fs::create_dir(out.path().join("folder.xml"))?;
    fs::write(out.path().join("file"), "")?;
    let wanted = [TWO[0], TWO[1], ("file/a.xml", ""), ("file/b.xml", ""), ("folder.xml", "")];
    assert_eq!(
        refused(out.path(), &wanted, false),
        "nothing was written to `OUT`, because of what is there:\n  \
           core/set.txt was edited since panha wrote it\n  \
           file is a file where a folder has to be\n  \
           folder.xml is not a file, and a file has to be there\n\
         help: give `--force` to overwrite files; links, what is read, and what is no file, move away yourself",
    );
    assert_eq!(
        refused(out.path(), &wanted, true),
        "nothing was written to `OUT`, because of what is there:\n  \
           file is a file where a folder has to be\n  \
           folder.xml is not a file, and a file has to be there\n\
         help: move it away (`--force` does not), or choose another folder",
    );
    Ok(())
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_never_written_through() -> anyhow::Result<()> {
    let elsewhere = out_with(TWO)?;
    let out = tempfile::tempdir()?;
    std::os::unix::fs::symlink(elsewhere.path().join("core"), out.path().join("core"))?;
    std::os::unix::fs::symlink("nowhere", out.path().join("edge"))?;
    let before = snapshot(elsewhere.path());
    let wanted = [("core/set.txt", "new\n"), ("edge", "")];
    for is_forced in [false, true] {
        assert_eq!(
            refused(out.path(), &wanted, is_forced),
            "nothing was written to `OUT`, because of what is there:\n  \
               core is a symbolic link, and panha does not write through one\n  \
               edge is a symbolic link, and panha does not write through one\n\
             help: move it away (`--force` does not), or choose another folder",
        );
    }
    fs::remove_file(out.path().join("core"))?;
    std::os::unix::fs::symlink(elsewhere.path().join("manifest.json"), out.path().join("manifest.json"))?;
    assert!(refused(out.path(), &[("a", "")], true).contains("manifest.json is a symbolic link"));
    assert_eq!(snapshot(elsewhere.path()), before);
    Ok(())
}

#[cfg(unix)]
#[test]
fn the_folder_itself_may_be_a_symbolic_link() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    fs::create_dir(scratch.path().join("out"))?;
    std::os::unix::fs::symlink("out", scratch.path().join("link"))?;
    write(&scratch.path().join("link"), TWO, false)?;
    assert!(scratch.path().join("out/core/set.txt").is_file());
    Ok(())
}

#[cfg(unix)]
#[test]
fn permissions_of_a_replaced_file_stay() -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let out = out_with(TWO)?;
    let file = out.path().join("core/set.txt");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600))?;
    write(out.path(), &[TWO[0], ("core/set.txt", "new\n")], false)?;
    assert_eq!(fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_to_string(file)?, "new\n");
    Ok(())
}

#[test]
fn a_failure_of_the_disk_leaves_everything_as_it_was() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    age(out.path())?;
    let before = files_and_folders(out.path());
    // A folder name of 300 bytes is more than any disk takes, and shows only when it is made: the
    // folder above it is not there to look into.
    let too_long = format!("edge/{}/z.xml", "z".repeat(300));
    let wanted = [("core/panorama.xml", "<new/>\n"), ("aa/new.xml", ""), TWO[1], (&*too_long, "")];
    let error = write(out.path(), &wanted, false).expect_err("the name is too long");
    assert!(format!("{error:#}").contains("cannot make the folder"), "{error:#}");
    assert_eq!(files_and_folders(out.path()), before);
    Ok(())
}

#[test]
fn an_output_path_that_cannot_be_a_folder_is_named() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let file = scratch.path().join("file");
    fs::write(&file, "")?;
    let error = OutDir::open(&file, MadeBy::Generate).expect_err("a file").to_string();
    assert_eq!(error, format!("`{}` is a file, and the artifacts need a folder", file.display()));
    let inside = file.join("out");
    let error = write(&inside, TWO, false).expect_err("inside a file").to_string();
    assert!(error.contains(&inside.display().to_string()), "{error}");
    Ok(())
}

#[test]
fn paths_that_lead_out_are_refused() -> anyhow::Result<()> {
    let scratch = tempfile::tempdir()?;
    let root = scratch.path().join("out");
    for path in ["../a", "/tmp/a", "core/../../a"] {
        let error = write(&root, &[(path, "")], true).expect_err(path).to_string();
        assert!(error.contains(path), "{error}");
    }
    assert!(!root.exists());
    Ok(())
}

#[test]
fn left_behind_is_reported_until_it_is_gone() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    let one = &TWO[..1];
    for _ in 0..2 {
        assert_eq!(left_behind(&write(out.path(), one, false)?), [("core/set.txt", false)]);
    }
    fs::write(out.path().join("core/set.txt"), "mine\n")?;
    assert_eq!(left_behind(&write(out.path(), one, true)?), [("core/set.txt", true)]);
    assert_eq!(fs::read_to_string(out.path().join("core/set.txt"))?, "mine\n");
    fs::remove_file(out.path().join("core/set.txt"))?;
    let plan = write(out.path(), one, false)?;
    assert_eq!(left_behind(&plan), []);
    assert!(!fs::read_to_string(out.path().join("manifest.json"))?.contains("set.txt"));
    Ok(())
}

#[test]
fn a_file_deleted_by_hand_is_written_again() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    age(out.path())?;
    let before = files_and_folders(out.path());
    fs::remove_dir_all(out.path().join("core"))?;
    let plan = write(out.path(), TWO, false)?;
    assert!(plan.files().all(|(_, state)| state == FileState::New));
    let after = files_and_folders(out.path());
    let texts = |snapshot: &Snapshot| -> Vec<_> {
        snapshot.iter().map(|(path, _, text)| (path.clone(), text.clone())).collect()
    };
    assert_eq!(texts(&after), texts(&before));
    assert_eq!(after.last(), before.last(), "the manifest says the same and is not touched");
    Ok(())
}

#[test]
fn without_a_manifest_equal_files_are_adopted_and_others_are_foreign() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    let manifest = fs::read_to_string(out.path().join("manifest.json"))?;
    age(out.path())?;
    let before = snapshot(&out.path().join("core"));

    fs::remove_file(out.path().join("manifest.json"))?;
    let plan = write(out.path(), TWO, false)?;
    assert!(plan.files().all(|(_, state)| state == FileState::Unchanged));
    assert_eq!(snapshot(&out.path().join("core")), before);
    assert_eq!(fs::read_to_string(out.path().join("manifest.json"))?, manifest);

    fs::remove_file(out.path().join("manifest.json"))?;
    let message = refused(out.path(), &[TWO[0], ("core/set.txt", "new\n")], false);
    assert!(message.contains("\n  core/set.txt was not written by panha\nhelp: "), "{message}");
    Ok(())
}

#[test]
fn a_manifest_that_makes_no_sense_stops_all_but_force() -> anyhow::Result<()> {
    for text in ["{", "[]", "{}", r#"{"schema": "panha.manifest/2"}"#, r#"{"name": "a web application"}"#] {
        let out = out_with(TWO)?;
        fs::write(out.path().join("core/set.txt"), "mine\n")?;
        fs::write(out.path().join("manifest.json"), text)?;
        let before = snapshot(out.path());
        let error = write(out.path(), TWO, false).expect_err(text).to_string();
        assert_eq!(snapshot(out.path()), before);
        assert!(error.contains("manifest.json` does not tell which files are panha's own: "), "{error}");
        assert!(error.contains("\nhelp: delete it, choose another folder, or give `--force`"), "{error}");

        let plan = write(out.path(), TWO, true)?;
        assert_eq!(fs::read_to_string(out.path().join("core/set.txt"))?, "set\n");
        assert_eq!(fs::read_to_string(out.path().join("manifest.json"))?, plan.manifest().to_json());
    }
    Ok(())
}

#[test]
fn a_manifest_cannot_make_us_look_elsewhere() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    let manifest = out.path().join("manifest.json");
    fs::write(&manifest, fs::read_to_string(&manifest)?.replace("core/set.txt", "../../etc/passwd"))?;
    let error = write(out.path(), TWO, false).expect_err("a way out").to_string();
    assert!(error.contains("artifact path `../../etc/passwd`"), "{error}");
    Ok(())
}

#[test]
fn the_folder_of_one_command_is_not_for_another() -> anyhow::Result<()> {
    let out = out_with(TWO)?;
    let before = snapshot(out.path());
    let error = OutDir::open(out.path(), MadeBy::Plan).expect_err("it is of generate").to_string();
    assert_eq!(
        error.replace(&out.path().display().to_string(), "OUT"),
        "nothing was written to `OUT`: it is the output folder of `panha generate`, whose record `panha plan` would \
         replace\nhelp: choose another folder"
    );
    assert_eq!(snapshot(out.path()), before);
    let plans = tempfile::tempdir()?;
    let record = || SpecRecord::new("core.yaml", "core");
    OutDir::open(plans.path(), MadeBy::Plan)?.write(&[], record(), &[], false)?;
    assert!(OutDir::open(plans.path(), MadeBy::Plan)?.has_record());
    let error = write(plans.path(), TWO, true).expect_err("it is of plan").to_string();
    assert!(error.contains("output folder of `panha plan`"), "{error}");
    Ok(())
}

#[test]
fn what_was_read_is_not_overwritten_by_force_either() -> anyhow::Result<()> {
    let out = tempfile::tempdir()?;
    let read = out.path().join("set.txt");
    fs::write(&read, "read\n")?;
    let artifact = Artifact { path: "set.txt".to_owned(), text: "new\n".to_owned(), touches: Vec::new() };
    let folder = OutDir::open(out.path(), MadeBy::Plan)?;
    let written =
        folder.write(&[artifact], SpecRecord::new("core.yaml", "core"), std::slice::from_ref(&read), true);
    let error = written.expect_err("it was read").to_string();
    assert!(error.contains("set.txt is read in this run, and is never overwritten"), "{error}");
    assert_eq!(fs::read_to_string(read)?, "read\n");
    Ok(())
}
