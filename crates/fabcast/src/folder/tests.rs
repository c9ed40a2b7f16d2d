use std::fs;
use std::path::PathBuf;

use super::*;

/// A place for a test, and nothing there.
fn place(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("fabcast-folder-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&path);
    path
}

fn open(path: &Path, names: &[&str]) -> Folder {
    Folder::of_files(path, &Claim::default(), names).unwrap_or_else(|error| panic!("{error}"))
}

fn strangers(path: &Path, names: &[&str]) -> Vec<String> {
    match Folder::of_files(path, &Claim::default(), names) {
        Err(FolderError::Strangers(_, names)) => names,
        other => panic!("{other:?}"),
    }
}

fn text(path: &Path, name: &str) -> String {
    fs::read_to_string(path.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn what_was_written_is_replaced_and_what_was_changed_is_kept() {
    let path = place("kept");
    open(&path, &["a.json"])
        .write("a.json", b"1")
        .expect("written");
    let folder = open(&path, &["a.json"]);
    folder.write("a.json", b"2").expect("written");
    assert_eq!(folder.take_notes(), Vec::<String>::new());
    for (times, kept) in [(1, "a.kept.json"), (2, "a.kept-2.json")] {
        fs::write(path.join("a.json"), format!("mine {times}")).expect("written");
        folder.write("a.json", b"3").expect("written");
        let notes = folder.take_notes();
        assert!(notes.len() == 1 && notes[0].contains(kept), "{notes:?}");
        assert_eq!(text(&path, kept), format!("mine {times}"));
        assert_eq!(text(&path, "a.json"), "3");
    }
    fs::write(path.join("a.json"), "mine again").expect("written");
    folder.remove("a.json").expect("removed");
    assert_eq!(text(&path, "a.kept-3.json"), "mine again");
    drop(folder);
    fs::remove_dir_all(&path).expect("removed");
}

#[test]
fn what_is_not_ours_is_refused() {
    let path = place("strangers");
    fs::create_dir_all(&path).expect("made");
    fs::write(path.join("thesis.docx"), "words").expect("written");
    assert_eq!(strangers(&path, &["a.json"]), ["thesis.docx"]);
    assert_eq!(fs::read_dir(&path).expect("there").count(), 1);
    // In a folder that we write into only the names that are needed matter.
    fs::remove_file(path.join("thesis.docx")).expect("removed");
    open(&path, &["a.json"])
        .write("a.json", b"1")
        .expect("written");
    fs::write(path.join("thesis.docx"), "words").expect("written");
    fs::write(path.join("b.json"), "mine").expect("written");
    drop(open(&path, &["a.json"]));
    assert_eq!(strangers(&path, &["a.json", "b.json"]), ["b.json"]);
    let claim = Claim {
        force: true,
        ..Claim::default()
    };
    let folder = Folder::of_files(&path, &claim, &["b.json"]).expect("forced");
    folder.write("b.json", b"ours").expect("written");
    assert_eq!(text(&path, "b.kept.json"), "mine");
    drop(folder);
    fs::remove_dir_all(&path).expect("removed");
}

#[test]
fn a_folder_has_one_writer() {
    let path = place("writer");
    let claim = Claim {
        who: "fabcast gap",
        ..Claim::default()
    };
    let first = Folder::of_files(&path, &claim, &[]).expect("opened");
    let busy = |result: Result<Folder, FolderError>| match result {
        Err(FolderError::Busy(_, who)) => who,
        other => panic!("{other:?}"),
    };
    let who = busy(Folder::of_run(&path, &Claim::default(), ""));
    assert!(
        who.starts_with(&format!("fabcast gap (process {}", std::process::id())),
        "{who}"
    );
    busy(Folder::to_go_on(&path, &Claim::default()));
    assert!(hold_for_reading(&path).is_err());
    drop(first);
    assert!(!path.exists(), "nothing was written");
    open(&path, &[]).write("a.json", b"1").expect("written");
    let held = hold_for_reading(&path).expect("free");
    busy(Folder::of_files(&path, &Claim::default(), &[]));
    drop(held);
    drop(open(&path, &[]));
    fs::remove_dir_all(&path).expect("removed");
}

#[test]
fn what_a_killed_process_left_goes_and_what_lies_there_stays() {
    let path = place("left");
    let folder = open(&path, &[]);
    // Begun and never finished.
    std::mem::forget(folder.create("a.json").expect("begun"));
    assert!(path.join("a.json.part").exists());
    drop(folder);
    // A line that was torn counts as none.
    let journal = fs::read_to_string(path.join(JOURNAL)).expect("there");
    fs::write(path.join(JOURNAL), format!("{journal}file 0123")).expect("written");
    let folder = open(&path, &["a.json"]);
    fs::write(path.join("b.json.part"), "mine").expect("written");
    for name in ["a.json", "b.json"] {
        folder.write(name, b"1").expect("written");
        assert_eq!(text(&path, name), "1");
    }
    assert!(!path.join("a.json.part").exists());
    assert_eq!(text(&path, "b.json.kept.part"), "mine");
    drop(folder);
    fs::remove_dir_all(&path).expect("removed");
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let path = place("links");
    fs::create_dir_all(&path).expect("made");
    fs::write(path.join("victim"), "mine").expect("written");
    let out = path.join("out");
    let folder = open(&out, &[]);
    folder.write("a.json", b"1").expect("written");
    fs::remove_file(out.join("a.json")).expect("removed");
    for name in ["a.json", "a.json.part", "b.json.part"] {
        symlink(path.join("victim"), out.join(name)).expect("linked");
    }
    for name in ["a.json", "b.json"] {
        folder.write(name, b"2").expect("written");
        let found = fs::symlink_metadata(out.join(name)).expect("there");
        assert!(found.is_file() && text(&out, name) == "2", "{name}");
    }
    assert_eq!(text(&path, "victim"), "mine");
    drop(folder);
    fs::remove_dir_all(&path).expect("removed");
}

#[test]
fn parts_go_by_their_names() {
    let path = place("parts");
    let folder = Folder::of_run(&path, &Claim::default(), "").expect("opened");
    let parts = folder.new_parts().expect("made");
    for name in [
        "run.json",
        "state.bin.part",
        "draws-00000003.parquet",
        "trace-0000000600.parquet",
    ] {
        fs::write(parts.join(name), "").expect("written");
    }
    folder.remove_parts().expect("removed");
    assert!(!parts.exists());
    let parts = folder.new_parts().expect("made");
    fs::write(parts.join("state.bin"), "").expect("written");
    fs::write(parts.join("notes.txt"), "mine").expect("written");
    folder.remove_parts().expect("removed");
    assert_eq!(text(&path, "parts.kept/notes.txt"), "mine");
    assert!(!path.join("parts.kept/state.bin").exists() && !parts.exists());
    drop(folder);
    fs::remove_dir_all(&path).expect("removed");
}

#[test]
fn what_is_read_is_not_written_over() {
    let path = place("inputs");
    open(&path, &[])
        .write("draws.parquet", b"1")
        .expect("written");
    let refused = |inputs: &[PathBuf], names: &[&str]| {
        let claim = Claim {
            force: true,
            inputs,
            who: "",
        };
        let opened = Folder::of_files(&path, &claim, names);
        matches!(opened, Err(FolderError::Input(..)))
    };
    let detour = path
        .join("../")
        .join(path.file_name().expect("a name"))
        .join("draws.parquet");
    assert!(refused(std::slice::from_ref(&detour), &["draws.parquet"]));
    assert!(!refused(&[detour], &["gap.json"]));
    assert!(refused(std::slice::from_ref(&path), &[]), "a shard");
    assert!(!refused(&[path.join("absent")], &["absent"]));
    fs::remove_dir_all(&path).expect("removed");
}

#[test]
fn names_of_parts() {
    for name in [
        "run.json",
        "state.bin",
        "state.durable.bin.part",
        "draws-00000001.parquet",
        "draws-00000001-0000005000.parquet",
        "trace-0000000600.parquet.part",
    ] {
        assert!(names::is_part(name), "{name}");
    }
    for name in [
        "run.json~",
        "draws-.parquet",
        "draws-mine.parquet",
        "notes.txt",
        "state",
    ] {
        assert!(!names::is_part(name), "{name}");
    }
}
