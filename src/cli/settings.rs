//! `sprcheck.toml`: the profile, rule sets and `fail-on` for those who do not want to type them each time.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::load::shelf::{Disk, Shelf};

use super::exit::Stop;
use super::small_file;

/// The file, in the current folder.
pub(super) const NAME: &str = "sprcheck.toml";

/// What `sprcheck.toml` in the current folder says; paths are relative to it. What the command line says goes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) profile: Option<PathBuf>,
    pub(super) rules: Vec<PathBuf>,
    pub(super) fail_on: Option<Vec<String>>,
    /// Each key that is there, in the order of [`KEYS`].
    pub(super) stated: Vec<Stated>,
}

/// A key of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) key: &'static str,
    /// What it says, for a reader.
    pub(super) says: String,
    /// Where what it says begins: line and column, from 1.
    pub(super) at: (u32, u32),
}

/// The keys.
pub(super) const KEYS: [&str; 3] = ["profile", "rules", "fail-on"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    profile: Option<Spanned<PathBuf>>,
    rules: Option<Spanned<Vec<PathBuf>>>,
    fail_on: Option<Spanned<Vec<String>>>,
}

impl Settings {
    pub(super) fn read() -> Result<Self, Stop> {
        Self::read_from(&Disk)
    }

    /// The same from somewhere else.
    pub(super) fn read_from(shelf: &dyn Shelf) -> Result<Self, Stop> {
        let path = Path::new(NAME);
        if shelf.real(path).is_err() {
            return Ok(Self::default());
        }
        let unread = |why: String| Stop::Message(format!("`{NAME}` cannot be read: {why}"));
        let most = usize::try_from(small_file::SMALL).unwrap_or(usize::MAX);
        let bytes = shelf.read(path, most).map_err(|error| unread(error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| unread("it is not UTF-8".into()))?;
        Self::parse(&text).map_err(|why| Stop::Message(format!("`{NAME}` is not understood\n{why}")))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
        let shown = |path: &PathBuf| path.display().to_string();
        let [profile, rules, fail_on] = KEYS;
        let stated = [
            file.profile.as_ref().map(|one| (profile, shown(one.get_ref()), one.span().start)),
            file.rules.as_ref().map(|one| (rules, listed(one.get_ref().iter().map(shown)), one.span().start)),
            file.fail_on.as_ref().map(|one| (fail_on, listed(one.get_ref().iter().cloned()), one.span().start)),
        ];
        let stated = stated.into_iter().flatten();
        Ok(Self {
            stated: stated.map(|(key, says, start)| Stated { key, says, at: place(text, start) }).collect(),
            profile: file.profile.map(Spanned::into_inner),
            rules: file.rules.map(Spanned::into_inner).unwrap_or_default(),
            fail_on: file.fail_on.map(Spanned::into_inner),
        })
    }

    /// What a key says, if it is there.
    pub(super) fn stated(&self, key: &str) -> Option<&Stated> {
        self.stated.iter().find(|stated| stated.key == key)
    }
}

fn listed(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// The line and column of a byte.
fn place(text: &str, start: usize) -> (u32, u32) {
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count().saturating_add(1);
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count().saturating_add(1);
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_the_place_of_what_it_says() {
        let settings = Settings::parse("# é\nprofile = \"plan\"\nrules = [\n  \"a\", \"b\",\n]\n").unwrap();
        let stated = |key, says: &str, at| Stated { key, says: says.into(), at };
        assert_eq!(settings.stated, [stated("profile", "plan", (2, 11)), stated("rules", "a, b", (3, 9))]);
        assert_eq!(settings.stated("fail-on"), None);
        assert_eq!(Settings::parse("").unwrap(), Settings::default());
    }
}
