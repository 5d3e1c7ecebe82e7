//! Writes the list of the built-in rule set's files, so that they travel inside the binary.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut paths = Vec::new();
    for folder in ["policies", "rules"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&root, &root.join(folder), &mut paths)?;
    }
    paths.sort();
    let mut list = String::from("static BUILTIN: &[(&str, &str)] = &[\n");
    for path in &paths {
        let _ = writeln!(list, "    ({path:?}, include_str!({:?})),", root.join(path));
    }
    list.push_str("];\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("builtin.rs"), list)
}

/// Adds the paths, relative to the root and with `/`, of all files that belong to a rule set.
fn collect(root: &Path, folder: &Path, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "rhai")
            && let Ok(inner) = path.strip_prefix(root)
        {
            let steps: Vec<_> = inner.iter().map(|step| step.to_string_lossy()).collect();
            paths.push(steps.join("/"));
        }
    }
    Ok(())
}
