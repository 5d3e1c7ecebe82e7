//! `sprcheck.toml`: the profile, rule sets and `fail-on` for those who do not want to type them each time.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::exit::Stop;
use super::small_file;

const NAME: &str = "sprcheck.toml";

/// What `sprcheck.toml` in the current folder says; paths are relative to it. What the command line says goes first.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Settings {
    pub(super) profile: Option<PathBuf>,
    #[serde(default)]
    pub(super) rules: Vec<PathBuf>,
    pub(super) fail_on: Option<Vec<String>>,
}

impl Settings {
    pub(super) fn read() -> Result<Self, Stop> {
        let path = Path::new(NAME);
        if !path.exists() {
            return Ok(Self::default());
        }
        let text = small_file::read(path, small_file::SMALL)
            .map_err(|error| Stop::Message(format!("`{NAME}` cannot be read: {error}")))?;
        toml::from_str(&text)
            .map_err(|error| Stop::Message(format!("`{NAME}` is not understood\n{}", error.to_string().trim_end())))
    }
}
