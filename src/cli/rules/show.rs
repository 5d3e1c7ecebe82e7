//! `sprcheck rules show <duty>`: one duty as the rule set has it.

use clap::Args;

use crate::load::{self, Loaded, cases};
use crate::model::nearest::nearest;
use crate::report::show::show;

use crate::cli::audit::WIDTH;
use crate::cli::exit::{Exit, Stop};
use crate::cli::inputs::RuleSets;
use crate::cli::output::deliver;
use crate::cli::settings::Settings;

#[derive(Debug, Args)]
pub(super) struct Show {
    /// The duty, by its id: `prevent.strategic_lead`
    duty: String,
    #[command(flatten)]
    rule_sets: RuleSets,
}

impl Show {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let settings = Settings::read()?;
        let rules = self.rule_sets.load(&settings)?;
        let loaded = rules.loaded();
        if !loaded.problems.is_empty() {
            return Err(Stop::Problems(loaded.problems.clone(), loaded.sources.clone()));
        }
        let law = rules.law();
        let Some(duty) = law.duty(&self.duty) else {
            let ids = law.duties().map(|duty| duty.id.as_str());
            let near = nearest(&self.duty, ids).map_or_else(
                || "; `sprcheck rules list --all` lists every duty".to_owned(),
                |near| format!("; did you mean `{near}`?"),
            );
            return Err(Stop::Message(format!("no duty is called `{}`{near}", self.duty)));
        };
        let path = duty.id.script_path().replace(".rhai", ".cases.yaml");
        let mut names = Vec::new();
        for tree in self.rule_sets.trees(&settings)?.iter().chain([&load::builtin()]) {
            let mut scratch = Loaded::default();
            for file in tree.case_files().filter(|file| file.path == path) {
                names.extend(cases(file, &tree.origin, law, &mut scratch).into_iter().map(|case| case.name));
            }
        }
        names.dedup();
        deliver(&show(law, duty, &loaded.sources, &names, WIDTH), None)?;
        Ok(Exit::Fine)
    }
}
