//! How an attack is written: a file of the corpus.
//!
//! ```text
//! # What it tries, in a sentence or more.
//! expect: error
//! -- rules/evil/d.rhai --
//! require a: {{4000 * "facts.evil.n + "}} 1 == 1;
//! ```
//!
//! `expect:` takes `error` (a rule or a rule set erred: exit 3), `refused` (nothing was assessed: exit 2), `unmet` (the attack is no
//! mistake, and its duty is not met) or `inert because …` (its duty may be met, and why that is no harm). Further lines:
//! `formats: text, markdown` (the report is looked at in these forms too), `hides: TEXT` (what may stand in no output), `says: TEXT` (what
//! must stand in some output), `without: FILE` (a file that the default would have).
//!
//! `{{3 * "text {i}\n"}}` is repeated, `{i}` counting from 0; the text takes `\n \t \r \" \\ \u{202e} \xff`. A section
//! `-- rules/evil/d{f}.rhai * 20 --` is written twenty times, `{f}` counting.

use std::fs;
use std::path::Path;

/// What should become of an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    Error,
    Refused,
    Unmet,
    Inert,
}

impl Expect {
    pub(crate) fn code(self) -> i32 {
        match self {
            Self::Error => 3,
            Self::Refused => 2,
            Self::Unmet | Self::Inert => 0,
        }
    }
}

/// One attack.
#[derive(Clone, Debug)]
pub(crate) struct Attack {
    pub(crate) name: String,
    pub(crate) why: String,
    pub(crate) expect: Expect,
    pub(crate) formats: Vec<String>,
    pub(crate) hides: Vec<String>,
    pub(crate) says: Vec<String>,
    pub(crate) without: Vec<String>,
    /// Path and bytes of each file that takes the place of, or joins, the default ones.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

/// Every attack of the corpus, sorted by name.
pub(crate) fn corpus() -> Vec<Attack> {
    let mut attacks: Vec<Attack> = fs::read_dir("tests/hostile/corpus")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .map(|path| read(&path))
        .collect();
    attacks.sort_by(|a, b| a.name.cmp(&b.name));
    attacks
}

fn read(path: &Path) -> Attack {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let text = fs::read_to_string(path).unwrap();
    parse(&name, &text)
}

/// Reads an attack; a line of its head that means nothing fails the test.
pub(crate) fn parse(name: &str, text: &str) -> Attack {
    let mut attack = Attack {
        name: name.into(),
        why: String::new(),
        expect: Expect::Error,
        formats: Vec::new(),
        hides: Vec::new(),
        says: Vec::new(),
        without: Vec::new(),
        files: Vec::new(),
    };
    let mut expected = false;
    let mut section: Option<(String, String)> = None;
    for line in text.split_inclusive('\n') {
        if let Some(head) = line.strip_prefix("-- ").and_then(|line| line.trim_end().strip_suffix(" --")) {
            attack.close(section.take());
            section = Some((head.to_owned(), String::new()));
        } else if let Some((_, body)) = &mut section {
            body.push_str(line);
        } else {
            expected |= line.starts_with("expect:");
            attack.head(line.trim());
        }
    }
    attack.close(section);
    assert!(expected, "{name} says nothing of what to expect");
    attack
}

impl Attack {
    fn head(&mut self, line: &str) {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match key {
            "" => {}
            _ if line.starts_with('#') => self.why.push_str(line.trim_start_matches(['#', ' '])),
            "expect" => {
                self.expect = match value.split_whitespace().next() {
                    Some("error") => Expect::Error,
                    Some("refused") => Expect::Refused,
                    Some("unmet") => Expect::Unmet,
                    Some("inert") => {
                        assert!(value.contains("because "), "{}: an inert attack says why it is", self.name);
                        Expect::Inert
                    }
                    _ => panic!("{}: `{line}` is no expectation", self.name),
                }
            }
            "formats" => self.formats = value.split(", ").map(str::to_owned).collect(),
            "hides" => self.hides.push(text(value)),
            "says" => self.says.push(value.into()),
            "without" => self.without.push(value.into()),
            _ => panic!("{}: `{line}` means nothing", self.name),
        }
    }

    fn close(&mut self, section: Option<(String, String)>) {
        let Some((head, body)) = section else { return };
        let (path, times) = match head.rsplit_once(" * ") {
            Some((path, times)) => (path.to_owned(), times.parse().unwrap()),
            None => (head, 1),
        };
        for index in 0..times {
            let index: usize = index;
            let count = |text: &str| text.replace("{f}", &index.to_string());
            self.files.push((String::from_utf8(expand(&count(&path))).unwrap(), expand(&count(&body))));
        }
    }
}

fn text(value: &str) -> String {
    String::from_utf8(expand(value)).unwrap()
}

/// The bytes that a text stands for, its repetitions written out.
fn expand(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let repetition = after.split_once(" * \"").and_then(|(times, after)| {
            let (repeated, after) = after.split_once("\"}}")?;
            Some((times.trim().parse::<usize>().ok()?, repeated, after))
        });
        bytes.extend(before.as_bytes());
        let Some((times, repeated, after)) = repetition else {
            bytes.extend(b"{{");
            rest = after;
            continue;
        };
        if repeated.contains("{i}") {
            for index in 0..times {
                bytes.extend(unescape(&repeated.replace("{i}", &index.to_string())));
            }
        } else {
            bytes.extend(unescape(repeated).repeat(times));
        }
        rest = after;
    }
    bytes.extend(rest.as_bytes());
    bytes
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.as_bytes());
        let mut letters = after.chars();
        let letter = letters.next().unwrap();
        rest = letters.as_str();
        match letter {
            'n' => bytes.push(b'\n'),
            't' => bytes.push(b'\t'),
            'r' => bytes.push(b'\r'),
            'u' => {
                let (number, after) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).unwrap();
                let letter = u32::from_str_radix(number, 16).ok().and_then(char::from_u32).unwrap();
                bytes.extend(letter.to_string().as_bytes());
                rest = after;
            }
            'x' => {
                let (number, after) = rest.split_at(2);
                bytes.push(u8::from_str_radix(number, 16).unwrap());
                rest = after;
            }
            plain => bytes.extend(plain.to_string().as_bytes()),
        }
    }
    bytes.extend(rest.as_bytes());
    bytes
}

#[test]
fn an_attack_is_read_as_it_is_written() {
    let attack = parse(
        "x",
        "# Tries.\nexpect: inert because so\nwithout: a\n-- b{f}.rhai * 2 --\nlet {f}{{2 * \"[{i}]\\u{41}\\n\"}};\n-- c --\n{{1 * \"\\xff\"}}",
    );
    assert_eq!((attack.expect, attack.why.as_str()), (Expect::Inert, "Tries."));
    assert_eq!(attack.files[1], ("b1.rhai".into(), b"let 1[0]A\n[1]A\n;\n".to_vec()));
    assert_eq!(attack.files[2], ("c".into(), vec![0xff]));
}
