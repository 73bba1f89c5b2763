//! Where the files of the project are.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the whole project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A text file of the project, named from its root.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below `folder` that belongs to the project, named from the root
/// with forward slashes, in name order. What version control leaves out is
/// left out here.
pub fn files(folder: &str) -> Vec<String> {
    let ignored = text(".gitignore");
    let ignored: Vec<&str> = ignored
        .lines()
        .map(|it| it.trim().trim_matches('/'))
        .filter(|it| !it.is_empty() && !it.starts_with('#'))
        .chain([".git"])
        .collect();
    let mut found = Vec::new();
    walk(&root(), folder, &ignored, &mut found);
    found.sort();
    found
}

/// Rust files whose code ends up in a product: no tests.
pub fn product_sources() -> Vec<String> {
    let crates = files("crates")
        .into_iter()
        .filter(|it| it.split('/').nth(2) == Some("src") || it.ends_with("/build.rs"));
    files("src")
        .into_iter()
        .chain(crates)
        .filter(|it| it.ends_with(".rs"))
        .filter(|it| !it.ends_with("/tests.rs") && !it.contains("/tests/"))
        .collect()
}

fn walk(root: &Path, folder: &str, ignored: &[&str], found: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(root.join(folder)) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() {
            name.clone()
        } else {
            format!("{folder}/{name}")
        };
        let left_out = ignored.iter().any(|it| match it.strip_prefix('*') {
            Some(ending) => name.ends_with(ending),
            None => *it == name || *it == path,
        });
        if left_out {
            continue;
        }
        if entry.path().is_dir() {
            walk(root, &path, ignored, found);
        } else {
            found.push(path);
        }
    }
}
