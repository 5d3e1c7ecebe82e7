//! A force, its rules and its evidence, made up and as large as one likes; the same every time.

mod cases;
mod chance;
mod page;
mod profile;
mod rules;
mod shapes;
mod world;

use std::path::Path;
use std::{fs, io};

use sprcheck::load::{InputFile, InputTree};
use sprcheck::model::dates::Day;
use sprcheck::model::ids::RuleSetName;
use sprcheck::model::place::Origin;

pub(crate) use world::Size;

use world::World;

/// The rule set and the profile, as if they had been read from folders.
pub(crate) struct Growth {
    pub(crate) rules: InputTree,
    pub(crate) profile: InputTree,
}

impl Growth {
    /// As large as that; the profile describes the force on that day.
    pub(crate) fn of(size: Size, as_of: Day) -> Self {
        let world = World::draw(size);
        let name = RuleSetName::from(rules::NAME);
        let files = rules::files(&world).into_iter().map(|(path, text)| file("rules", path, text)).collect();
        let rules = InputTree { origin: Origin::RuleSet(name), files, faults: Vec::new() };
        let text = profile::text(&world, size.evidence, as_of);
        let files = vec![file("profile", "profile.yaml".into(), text)];
        Self { rules, profile: InputTree { origin: Origin::Profile, files, faults: Vec::new() } }
    }

    /// Writes both below a folder: `rules/` and `profile/`.
    pub(crate) fn write(&self, folder: &Path) -> io::Result<()> {
        for file in self.rules.files.iter().chain(&self.profile.files) {
            let path = folder.join(&file.shown);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, &file.bytes)?;
        }
        Ok(())
    }
}

fn file(folder: &str, path: String, text: String) -> InputFile {
    InputFile { shown: format!("{folder}/{path}"), path, bytes: text.into_bytes() }
}
