use std::path::PathBuf;

use super::*;

/// A folder of its own for one test, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let folder = format!("fabcast-xtask-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&path).expect("the temporary folder can be made");
        Self(path)
    }

    fn write(&self, path: &str, text: &str) {
        let full = self.0.join(path);
        let folder = full.parent().expect("a file has a folder");
        std::fs::create_dir_all(folder).expect("the folder can be made");
        std::fs::write(full, text).expect("the file can be written");
    }

    fn git(&self, arguments: &[&str]) {
        process::output(process::command("git", &self.0).args(arguments)).expect("git works");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed stays in the temporary folder; no test depends on it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn paths(scratch: &Scratch) -> Vec<String> {
    let tree = Tree::load(&scratch.0).expect("the tree can be read");
    tree.paths().map(str::to_owned).collect()
}

#[test]
fn a_checkout_has_new_files_but_neither_ignored_nor_deleted_ones() {
    let scratch = Scratch::new("checkout");
    scratch.write(".gitignore", "/target\n");
    scratch.write("gone.md", "gone\n");
    scratch.write("target/debug/built", "built\n");
    scratch.git(&["init", "--quiet"]);
    scratch.git(&["add", "."]);
    std::fs::remove_file(scratch.0.join("gone.md")).expect("the file can be removed");
    scratch.write("docs/new.md", "new\n");
    assert_eq!(paths(&scratch), [".gitignore", "docs/new.md"]);
}

#[test]
fn a_folder_without_git_is_walked() {
    let scratch = Scratch::new("folder");
    scratch.write("a/b/c.rs", "\n");
    scratch.write("target/debug/built", "built\n");
    assert_eq!(paths(&scratch), ["a/b/c.rs"]);
}

#[test]
fn folders_exist_but_not_prefixes_of_names() {
    let tree = Tree::from([("docs/model.md", "")]);
    for path in ["", "docs", "docs/", "docs/model.md"] {
        assert!(tree.exists(path), "{path}");
    }
    for path in ["doc", "docs/model", "model.md"] {
        assert!(!tree.exists(path), "{path}");
    }
}
