//! Makes the built-in rule set ready to travel inside the binary: the text of each file, its digest, and its YAML, scanned.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use saphyr_parser::{Event, Parser, ScalarStyle};
use sha2::{Digest as _, Sha256};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut paths = Vec::new();
    for folder in ["policies", "rules"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&root, &root.join(folder), &mut paths)?;
    }
    paths.sort();
    let mut list = String::from("static BUILTIN: &[(&str, &str, &str, &[u8])] = &[\n");
    for (number, path) in paths.iter().enumerate() {
        let text = fs::read_to_string(root.join(path))?;
        let scanned = if path.starts_with("policies/") { scan(&text).unwrap_or_default() } else { Vec::new() };
        let file = out.join(format!("{number}.events"));
        fs::write(&file, scanned)?;
        let (text_file, digest) = (root.join(path), digest(&text));
        let _ = writeln!(list, "    ({path:?}, include_str!({text_file:?}), {digest:?}, include_bytes!({file:?})),");
    }
    list.push_str("];\n");
    fs::write(out.join("builtin.rs"), list)
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

/// The digest of a file, as `src/load/sources.rs` writes it.
fn digest(text: &str) -> String {
    let mut written = String::from("sha256:");
    for byte in Sha256::digest(text) {
        let _ = write!(written, "{byte:02x}");
    }
    written
}

/// The events of a YAML file, as `src/load/yaml/prepared.rs` reads them back; `None` if they must be found when the program runs: the
/// file is broken, or has anchors, tags or a second document.
fn scan(text: &str) -> Option<Vec<u8>> {
    let mut scanned = Vec::new();
    let mut documents = 0;
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        let (kind, text) = match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => ("plain", Some(text)),
            Event::Scalar(text, _, 0, None) => ("quoted", Some(text)),
            Event::SequenceStart(0, None) => ("sequence", None),
            Event::MappingStart(0, None) => ("mapping", None),
            Event::SequenceEnd | Event::MappingEnd => ("end", None),
            Event::DocumentStart(_) => {
                documents += 1;
                continue;
            }
            Event::StreamStart | Event::StreamEnd | Event::DocumentEnd | Event::Nothing => continue,
            _ => return None,
        };
        scanned.push(*kind.as_bytes().first()?);
        let (start, end) = (span.start, span.end);
        let length = text.as_ref().map_or(0, |text| text.len());
        for number in [start.index(), start.line(), start.col(), end.line(), end.col(), length] {
            scanned.extend(u32::try_from(number).ok()?.to_le_bytes());
        }
        scanned.extend(text.iter().flat_map(|text| text.bytes()));
    }
    (documents <= 1).then_some(scanned)
}
