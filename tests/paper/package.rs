//! Word documents taken apart and put together again.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The namespace of what Word writes.
pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The parts of a package by name.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            (entry.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// The text of a part.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    String::from_utf8(parts(bytes).remove(name).unwrap_or_else(|| panic!("there is no part {name}"))).unwrap()
}

/// A package of these parts.
pub(crate) fn pack(parts: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The built-in template with some parts in another text: each replaces what the first text of a pair is in it.
pub(crate) fn template(changes: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut parts = parts(&sprcheck::report::built_in_template().unwrap());
    for (name, old, new) in changes {
        let text = String::from_utf8(parts[*name].clone()).unwrap();
        assert!(text.contains(old), "`{name}` of the built-in template has no `{old}`");
        parts.insert((*name).to_owned(), text.replace(old, new).into_bytes());
    }
    pack(&parts)
}

/// The same with further parts.
pub(crate) fn with_part(template: &[u8], name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut parts = parts(template);
    parts.insert(name.to_owned(), bytes.to_vec());
    pack(&parts)
}

/// Every text that a part shows, paragraph by paragraph.
pub(crate) fn shown(xml: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(xml).unwrap();
    let paragraphs = document.descendants().filter(|node| node.has_tag_name((W, "p")));
    paragraphs
        .map(|paragraph| {
            let texts = paragraph.descendants().filter(|node| node.has_tag_name((W, "t")));
            texts.filter_map(|node| node.text()).collect()
        })
        .collect()
}
