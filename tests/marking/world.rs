//! A sample profile, judged and shown up to a marking.

use std::path::Path;

use sprcheck::ask::inquiry::Inquiry;
use sprcheck::ask::partial;
use sprcheck::audit::{Case, Rules};
use sprcheck::graph::Links;
use sprcheck::load::files::{self, Held};
use sprcheck::load::{self, InputFile, InputTree, held_paths};
use sprcheck::model::assessment::Assessment;
use sprcheck::model::brief::Brief;
use sprcheck::model::dates::{Dates, Day};
use sprcheck::model::place::Origin;
use sprcheck::model::words::Marking;
use sprcheck::report::{self, Filter};

/// Every form of a report. A further one is one more line.
pub(crate) type Form = (&'static str, fn(&Brief, &Links) -> Vec<u8>);

pub(crate) const FORMS: &[Form] = &[
    ("text", |brief, _| report::text(brief, &all(), false, 80).into()),
    ("text, verbose", |brief, _| report::text(brief, &all(), true, 80).into()),
    ("markdown", |brief, _| report::markdown(brief, &all(), true).into()),
    ("markdown, only gaps", |brief, _| report::markdown(brief, &only("standing=gap"), true).into()),
    ("json", |brief, _| report::json(&brief.assessment, &all()).into()),
    ("html", |brief, links| report::page::page(brief, &all(), Some(links)).into()),
    ("statement", |brief, _| report::statement(brief, &all()).into()),
    ("statement, docx", |brief, _| report::statement_docx(brief, &all(), None).unwrap()),
    ("docx", |brief, _| report::board_paper(brief, &all(), None).unwrap()),
    ("xlsx", |brief, _| report::workbook::xlsx(brief).unwrap()),
    ("csv", |brief, _| report::workbook::csv(brief).into()),
    ("the brief itself", |brief, _| format!("{brief:#?}").into()),
    ("the links", |_, links| format!("{links:#?}").into()),
];

fn all() -> Filter {
    Filter::default()
}

fn only(text: &str) -> Filter {
    Filter::parse([text]).unwrap()
}

/// One of the sample profiles.
pub(crate) struct World {
    pub(crate) rules: Rules,
    pub(crate) text: String,
    pub(crate) as_of: Day,
    held: Held,
}

impl World {
    pub(crate) fn new(folder: &str, as_of: &str) -> Self {
        let folder = Path::new("seeds").join(folder);
        let tree = files::profile(&folder).unwrap();
        let held = files::held(&folder, &held_paths(&tree));
        let text = std::fs::read_to_string(folder.join("profile.yaml")).unwrap();
        Self { rules: Rules::load(&[load::builtin()], true), text, as_of: day(as_of), held }
    }

    /// No profile yet, with nothing beside it.
    pub(crate) fn of(rules: Rules, as_of: &str) -> Self {
        assert!(rules.loaded().problems.is_empty(), "{:?}", rules.loaded().problems);
        Self { rules, text: String::new(), as_of: day(as_of), held: Held::default() }
    }

    pub(crate) fn case(&self, text: &str) -> Result<Case<'_>, String> {
        let path = String::from("profile.yaml");
        let file = InputFile { shown: path.clone(), path, bytes: text.as_bytes().to_vec() };
        let tree = InputTree { origin: Origin::Profile, files: vec![file], faults: Vec::new() };
        self.rules.hold_with(&tree, &self.held).map_err(|refusal| format!("{:?}", refusal.problems))
    }

    pub(crate) fn whole(&self, text: &str) -> Assessment {
        self.case(text).unwrap().audit(self.as_of).assessment
    }

    /// What is told of a profile up to OFFICIAL, with what to do if that is asked for.
    pub(crate) fn told(&self, text: &str, to_do: bool) -> (Brief, Links) {
        let case = self.case(text).unwrap();
        let told = case.within(Marking::Official);
        let inquiry = Inquiry::open(told.case(), self.as_of);
        let assessment = partial::assessment(&inquiry, &told);
        let links = partial::links(&inquiry, &told, &assessment);
        (partial::brief(&inquiry, assessment, to_do), links)
    }

    /// Every report of a profile up to OFFICIAL.
    pub(crate) fn reports(&self, text: &str, to_do: bool) -> Vec<(&'static str, Vec<u8>)> {
        let (brief, links) = self.told(text, to_do);
        FORMS.iter().map(|(name, form)| (*name, form(&brief, &links))).collect()
    }
}

pub(crate) fn day(text: &str) -> Day {
    Dates::parse(text).unwrap().day().unwrap()
}

/// Fails with the first place at which two reports differ.
pub(crate) fn same(what: &str, a: &[(&'static str, Vec<u8>)], b: &[(&'static str, Vec<u8>)]) {
    for ((name, a), (_, b)) in a.iter().zip(b) {
        if a != b {
            let first = a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
            let near = |bytes: &[u8]| {
                String::from_utf8_lossy(&bytes[first.saturating_sub(200)..(first + 200).min(bytes.len())]).into_owned()
            };
            panic!("{what}: {name} differs at byte {first}\n--- one\n{}\n--- other\n{}", near(a), near(b));
        }
    }
}
