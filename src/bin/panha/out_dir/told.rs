//! What the user is told of an output folder.

use panha::generate::{FileState, FolderPlan, MadeBy, Manifest};

/// What was done with every file.
pub(crate) fn told(plan: &FolderPlan, folder: &str) -> String {
    let mut text = String::new();
    for (path, state) in plan.files() {
        let word = match state {
            FileState::New => "new",
            FileState::Changed => "changed",
            FileState::Unchanged => "unchanged",
            FileState::EditedByHand | FileState::Foreign => "overwritten",
        };
        text.push_str(&format!("{word:11} {folder}/{path}\n"));
    }
    text.push_str(&left_behind(plan, folder));
    let count = |of: fn(FileState) -> bool| plan.files().filter(|(_, state)| of(*state)).count();
    let written = count(FileState::is_to_write);
    let unchanged = count(|state| state == FileState::Unchanged);
    text.push_str(&format!(
        "{written} written, {unchanged} unchanged; {folder}/{} lists them\n",
        Manifest::FILE_NAME
    ));
    text
}

/// The files of earlier runs that are still there.
pub(crate) fn left_behind(plan: &FolderPlan, folder: &str) -> String {
    let why = match plan.manifest().made_by() {
        MadeBy::Generate => "no longer in the spec",
        MadeBy::Plan => "of an earlier plan",
    };
    let line =
        |path: &dyn std::fmt::Display, edited| format!("left behind {folder}/{path} ({why}{edited})\n");
    let files = plan.left_behind().iter();
    files.map(|file| line(&file.path, if file.is_edited { ", and edited since" } else { "" })).collect()
}
