//! The walls of `docs/architecture.md`: which module may use which, which foreign crate has which door, who may touch the world.
//!
//! Each failure says where, what, and what to do about it. A wall may be moved; that takes a change here and a page in `docs/decisions/`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may fail by panicking")]

mod doors;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use doors::DOORS;
use syn::visit::{self, Visit};

/// The modules in the order of the pipeline, each with those that it may use.
const MODULES: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("load", &["model"]),
    ("store", &["model", "load"]),
    ("evaluate", &["model"]),
    ("graph", &["model"]),
    ("assess", &["model", "evaluate", "graph"]),
    ("audit", &["model", "load", "evaluate", "assess"]),
    ("ask", &["model", "load", "evaluate", "graph", "assess", "audit"]),
    ("author", &["model", "load", "evaluate"]),
    ("report", &["model", "graph", "ask", "author"]),
    ("cli", &["model", "load", "evaluate", "graph", "assess", "audit", "ask", "report", "author", "store"]),
];

/// What reaches out of the program, or makes two runs differ, with the files or folders that may use it and why.
const WORLD: &[(&str, &[&str], &str)] = &[
    ("std::fs", &["load/shelf.rs", "store/edit.rs", "cli/"], "the core takes bytes; `load/shelf.rs` reads them"),
    // An archive is read from memory.
    (
        "std::io",
        &["load/files.rs", "load/shelf.rs", "load/archive/", "report/docx/package.rs", "store/", "cli/"],
        "the core does none",
    ),
    ("std::env", &["cli/"], "the environment is the shell's business"),
    ("std::process", &["cli/", "main.rs", "store/git.rs"], "the shell ends the program; `store/git.rs` runs git"),
    ("std::time", &["cli/clock.rs", "cli/progress.rs"], "the as-of date is given; only the shell knows the time"),
    ("jiff::Timestamp", &["cli/clock.rs"], "the as-of date is given; only `cli/clock.rs` knows what day it is"),
    ("jiff::Zoned", &["cli/clock.rs"], "the as-of date is given; only `cli/clock.rs` knows what day it is"),
    ("std::thread", &["cli/progress.rs"], "the core starts no thread; the shell has one to show that work goes on"),
    ("std::net", &[], "the tool never goes to the network"),
    (
        "std::collections::HashMap",
        &["load/yaml/build.rs"],
        "an order that can be seen must not depend on chance; use `BTreeMap`",
    ),
    ("std::collections::HashSet", &[], "an order that can be seen must not depend on chance; use `BTreeSet`"),
];

/// Macros that print, with where they may stand: nowhere, since the shell writes through `cli/output.rs`.
const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// How many lines a file may have.
const LINES: usize = 500;

/// Files that may be longer, each with the reason. Take one off once it is short enough.
const LONG: &[(&str, &str)] = &[
    ("src/model/assessment.rs", "the published contract, one type after the other, each field with its documentation"),
    (
        "src/evaluate/compile.rs",
        "what may not stand in a script: one walk over the tree, each finding beside its message",
    ),
    ("tests/semantics/three_values.rs", "a table: one operation after another, each against what is missing"),
    (
        "tests/promise/script.rs",
        "one writer of made-up rules: each kind of expression beside the others it may stand in",
    ),
    ("tests/promise/facts.rs", "one generator for each type of fact, all drawing from the same chance"),
];

#[test]
fn a_module_uses_only_those_that_the_pipeline_lets_it_use() {
    let mut faults = String::new();
    for file in sources() {
        let Some((_, allowed)) = MODULES.iter().find(|(module, _)| *module == file.module) else { continue };
        for path in &file.paths {
            let Some(other) = file.crate_module(path) else { continue };
            let is_module = MODULES.iter().any(|(module, _)| *module == other);
            if is_module && other != file.module && !allowed.contains(&other.as_str()) {
                let _ = writeln!(
                    faults,
                    "src/{}: `{}` may use {}, and names `{path}`\n    move what it needs into a module below both, or hand it in from above",
                    file.path,
                    file.module,
                    spelt(allowed),
                );
            }
        }
    }
    assert!(faults.is_empty(), "the pipeline runs one way (docs/architecture.md):\n{faults}");
}

#[test]
fn every_module_has_its_place_in_the_pipeline() {
    let text = fs::read_to_string("src/lib.rs").unwrap();
    let file = syn::parse_file(&text).unwrap();
    let declared: Vec<String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Mod(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .collect();
    let known: Vec<&str> = MODULES.iter().map(|(module, _)| *module).collect();
    assert_eq!(
        declared, known,
        "src/lib.rs declares the modules in the order of the pipeline; MODULES in tests/architecture/main.rs must say the same"
    );
}

#[test]
fn each_foreign_crate_has_one_door() {
    let mut faults = String::new();
    for file in sources() {
        for path in &file.paths {
            let first = path.split("::").next().unwrap();
            if let Some((name, doors)) = DOORS.iter().find(|(name, _)| *name == first)
                && !file.is_in(doors)
            {
                let _ = writeln!(
                    faults,
                    "src/{}: names `{path}`; `{name}` may be named in {} only\n    ask that module for what you need, in words of our own",
                    file.path,
                    spelt(doors),
                );
            }
        }
    }
    assert!(faults.is_empty(), "a foreign crate stays behind its door:\n{faults}");
}

#[test]
fn every_dependency_has_a_door() {
    let manifest: toml::Table = fs::read_to_string("Cargo.toml").unwrap().parse().unwrap();
    let named: BTreeSet<String> =
        manifest["dependencies"].as_table().unwrap().keys().map(|name| name.replace('-', "_")).collect();
    let doors: BTreeSet<String> = DOORS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(
        named, doors,
        "DOORS in tests/architecture/doors.rs names every dependency of Cargo.toml once, and no other"
    );
}

#[test]
fn only_the_shell_touches_the_world() {
    let mut faults = String::new();
    for file in sources() {
        for path in &file.paths {
            for (banned, doors, why) in WORLD {
                let named = path == banned || path.strip_prefix(banned).is_some_and(|rest| rest.starts_with("::"));
                if named && !file.is_in(doors) {
                    let _ = writeln!(
                        faults,
                        "src/{}: names `{path}`; it may be named in {}\n    {why}",
                        file.path,
                        spelt(doors)
                    );
                }
            }
        }
        for name in file.macros.iter().filter(|name| PRINTING.contains(&name.as_str())) {
            let _ = writeln!(
                faults,
                "src/{}: calls `{name}!`\n    return the text; the shell delivers it through `cli/output.rs`",
                file.path
            );
        }
    }
    assert!(faults.is_empty(), "only the shell prints, exits, and asks the clock or the environment:\n{faults}");
}

#[test]
fn every_file_says_at_its_top_what_it_is_for() {
    let bare: Vec<String> = rust_files()
        .into_iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! "))
        .map(|path| path.display().to_string())
        .collect();
    assert!(
        bare.is_empty(),
        "begin with `//!`: the one job of the file, and what it leaves to others:\n{}",
        bare.join("\n")
    );
}

#[test]
fn files_stay_short_enough_to_be_read() {
    let mut faults = String::new();
    let mut lengths = BTreeMap::new();
    for path in rust_files() {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        lengths.insert(path.display().to_string(), lines);
    }
    for (path, lines) in lengths.iter().filter(|(_, lines)| **lines > LINES) {
        if !LONG.iter().any(|(long, _)| long == path) {
            let _ = writeln!(
                faults,
                "{path} has {lines} lines; divide it by what its parts are about, or name it in LONG with a reason"
            );
        }
    }
    for (path, _) in LONG {
        if lengths.get(*path).is_none_or(|lines| *lines <= LINES) {
            let _ = writeln!(
                faults,
                "{path} is not longer than {LINES} lines any more; take it off LONG in tests/architecture/main.rs"
            );
        }
    }
    assert!(faults.is_empty(), "files stay within {LINES} lines:\n{faults}");
}

/// One file of `src/`, as far as it is not test code.
struct Source {
    /// The path below `src/`, with `/`.
    path: String,
    /// The module of the pipeline that it belongs to; empty for `lib.rs` and `main.rs`.
    module: String,
    /// How many modules lie between the file and the root of the crate.
    depth: usize,
    paths: BTreeSet<String>,
    macros: BTreeSet<String>,
}

impl Source {
    fn is_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| if place.ends_with('/') { self.path.starts_with(place) } else { self.path == *place })
    }

    /// The module of the crate that a path leads to, if it leads from the root of the crate.
    fn crate_module(&self, path: &str) -> Option<String> {
        let mut steps = path.split("::");
        let first = steps.next()?;
        if first == "crate" || first == "sprcheck" {
            return steps.next().map(str::to_owned);
        }
        let up = path.split("::").take_while(|step| *step == "super").count();
        (up > 0 && up >= self.depth).then(|| path.split("::").nth(up).map(str::to_owned)).flatten()
    }
}

fn sources() -> Vec<Source> {
    let found: Vec<Source> = rust_files().iter().filter_map(|path| source(path)).collect();
    assert!(found.len() > 50, "only {} source files were found", found.len());
    found
}

fn source(path: &Path) -> Option<Source> {
    let inner = path.strip_prefix("src").ok()?;
    let steps: Vec<String> = inner.iter().map(|step| step.to_string_lossy().into_owned()).collect();
    let path_within = steps.join("/");
    // `mod tests;` stands under `cfg(test)`.
    if path_within.ends_with("/tests.rs") || path_within.contains("/tests/") {
        return None;
    }
    let names: Vec<&str> = steps
        .iter()
        .map(|step| step.trim_end_matches(".rs"))
        .filter(|step| !matches!(*step, "mod" | "lib" | "main"))
        .collect();
    let text = fs::read_to_string(path).unwrap();
    let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut reader = Reader::default();
    reader.visit_file(&file);
    Some(Source {
        module: names.first().map(|name| (*name).to_owned()).unwrap_or_default(),
        depth: names.len(),
        path: path_within,
        paths: reader.paths,
        macros: reader.macros,
    })
}

fn rust_files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches"] {
        collect(Path::new(folder), &mut found);
    }
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Collects every path and macro of a file that is compiled when nothing is tested.
#[derive(Default)]
struct Reader {
    paths: BTreeSet<String>,
    macros: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            syn::Item::Struct(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.follow(String::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let steps: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.paths.insert(steps.join("::"));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        if let Some(name) = call.path.segments.last() {
            self.macros.insert(name.ident.to_string());
        }
        self.read_tokens(&call.tokens.to_string());
        visit::visit_macro(self, call);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.read_tokens(&list.tokens.to_string());
        }
        visit::visit_attribute(self, attribute);
    }
}

impl Reader {
    fn follow(&mut self, before: String, tree: &syn::UseTree) {
        let join = |name: &syn::Ident| if before.is_empty() { name.to_string() } else { format!("{before}::{name}") };
        match tree {
            syn::UseTree::Path(path) => self.follow(join(&path.ident), &path.tree),
            syn::UseTree::Name(name) if name.ident == "self" => {
                self.paths.insert(before);
            }
            syn::UseTree::Name(name) => {
                self.paths.insert(join(&name.ident));
            }
            syn::UseTree::Rename(rename) => {
                self.paths.insert(join(&rename.ident));
            }
            syn::UseTree::Glob(_) => {
                self.paths.insert(before);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.follow(before.clone(), tree);
                }
            }
        }
    }

    /// Reads the paths and macro calls within tokens that the parser leaves alone: the arguments of a macro or an attribute.
    fn read_tokens(&mut self, tokens: &str) {
        let mut path: Vec<&str> = Vec::new();
        let mut open = false;
        for word in tokens.split_whitespace().flat_map(pieces) {
            let is_name = word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
            match word {
                "::" => open = true,
                _ if is_name && open => {
                    path.push(word);
                    open = false;
                }
                _ => {
                    if path.len() > 1 {
                        self.paths.insert(path.join("::"));
                    }
                    if let ("!", [name]) = (word, path.as_slice()) {
                        self.macros.insert((*name).to_owned());
                    }
                    path = if is_name { vec![word] } else { Vec::new() };
                    open = false;
                }
            }
        }
        if path.len() > 1 {
            self.paths.insert(path.join("::"));
        }
    }
}

/// Names, `::` and single marks.
fn pieces(word: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
        let length = if rest.starts_with("::") {
            2
        } else if is_name(first) {
            rest.find(|letter| !is_name(letter)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(length);
        found.push(piece);
        rest = after;
    }
    found
}

fn is_for_tests(attribute: &syn::Attribute) -> bool {
    match &attribute.meta {
        syn::Meta::Path(path) => path.is_ident("test"),
        syn::Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        syn::Meta::NameValue(_) => false,
    }
}

fn spelt(names: &[&str]) -> String {
    match names {
        [] => "nothing of this crate".into(),
        names => names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    }
}

#[test]
fn the_reader_of_this_test_sees_every_way_to_name_something() {
    let text = r#"
        use rhai::{Dynamic, Engine as E};
        #[derive(thiserror::Error)]
        enum Fault {}
        fn f() -> saphyr_parser::Span { format!("{}", petgraph::Direction::Incoming); println!("x"); vec![crate::cli::Cli]; super::super::load::x() }
        #[cfg(test)]
        mod tests { use clap::Parser; }
        #[test]
        fn t() { toml::from_str("") }
    "#;
    let mut reader = Reader::default();
    reader.visit_file(&syn::parse_file(text).unwrap());
    for seen in [
        "rhai::Dynamic",
        "rhai::Engine",
        "thiserror::Error",
        "saphyr_parser::Span",
        "petgraph::Direction::Incoming",
        "crate::cli::Cli",
        "super::super::load::x",
    ] {
        assert!(reader.paths.contains(seen), "{seen} is not seen: {:?}", reader.paths);
    }
    assert!(reader.macros.contains("println"), "{:?}", reader.macros);
    for unseen in ["clap::Parser", "toml::from_str"] {
        assert!(!reader.paths.contains(unseen), "{unseen} is test code");
    }
    let source = Source {
        path: "assess/support.rs".into(),
        module: "assess".into(),
        depth: 2,
        paths: BTreeSet::new(),
        macros: BTreeSet::new(),
    };
    assert_eq!(source.crate_module("super::super::load::x"), Some("load".into()));
    assert_eq!(source.crate_module("crate::cli::Cli"), Some("cli".into()));
    assert_eq!(source.crate_module("super::evidence::Shown"), None);
}
