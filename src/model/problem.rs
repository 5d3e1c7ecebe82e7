//! Problems: mistakes in an input file, each with its code, its place, what was expected and the nearest known name.

use super::place::{Origin, Place, Sources};

/// One mistake in an input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which kind; has a page in `docs/problems/`.
    pub code: Code,
    /// Where; `None` only for a file or folder that is not there.
    pub place: Option<Place>,
    /// How many characters are at fault, from the place on; at least 1.
    pub width: u32,
    /// The fact first, then the bound: lower case, no full stop, input in backticks.
    pub message: String,
    /// A way out: `did you mean …`, what was expected.
    pub help: Option<String>,
    /// Other places that matter, each with what it is.
    pub related: Vec<(Place, String)>,
}

impl Problem {
    /// A problem at a place, with a message.
    #[must_use]
    pub fn at(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self { code, place: Some(place), width: 1, message: message.into(), help: None, related: Vec::new() }
    }

    /// A problem of a file or folder as a whole.
    #[must_use]
    pub fn of_a_file(code: Code, message: impl Into<String>) -> Self {
        Self { code, place: None, width: 1, message: message.into(), help: None, related: Vec::new() }
    }

    /// The same, over as many characters.
    #[must_use]
    pub fn wide(mut self, width: usize) -> Self {
        self.width = u32::try_from(width).unwrap_or(1).max(1);
        self
    }

    /// The same, with a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Whose file it is in, if it is in one.
    #[must_use]
    pub fn origin<'s>(&self, sources: &'s Sources) -> Option<&'s Origin> {
        self.place.and_then(|place| sources.get(place.file)).map(|file| &file.origin)
    }
}

/// How many problems of one rule set are listed: nobody reads on.
pub const MOST_LISTED: usize = 300;

/// Says that there are more problems in a rule set than are listed; the place is that of the first which is not.
#[must_use]
pub fn not_listed(place: Place, count: usize) -> Problem {
    let message = format!("the rule set has {count} problems or more from here on that are not listed");
    Problem::at(Code::OutOfBounds, place, message).help("mend those that are listed, and look again")
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal),+ $(,)?) => {
        /// The kinds of problem. A code, once given, never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as it is printed.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// Its page, as Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../docs/problems/", $code, ".md")),)+ }
            }

            /// What the code means, in a line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

codes! {
    /// A file or folder is not there or cannot be read.
    FileUnreadable = "P001",
    /// A file is not UTF-8.
    NotUtf8 = "P002",
    /// A file is larger than the limit.
    FileTooLarge = "P003",
    /// The YAML cannot be parsed.
    BrokenYaml = "P010",
    /// A key stands twice in one mapping, or a name twice in one list.
    DuplicateKey = "P011",
    /// The YAML is nested deeper than the limit.
    TooDeep = "P012",
    /// The YAML has aliases that would unfold beyond the limit.
    AliasBomb = "P013",
    /// The file holds more nodes than the limit.
    TooManyNodes = "P014",
    /// A feature of YAML that is not used here: tags, several documents, a key that is not text.
    UnsupportedYaml = "P015",
    /// A key that means nothing here.
    UnknownKey = "P020",
    /// A key that must be there is not.
    MissingKey = "P021",
    /// A value is not of the type that is asked for.
    WrongType = "P022",
    /// A date that is none.
    BadDate = "P023",
    /// A word that is not one of those that may stand here.
    UnknownWord = "P024",
    /// A name that does not follow the convention.
    BadName = "P025",
    /// A number out of its bounds.
    OutOfBounds = "P026",
    /// A fact that no dictionary knows.
    UnknownFact = "P030",
    /// An entry whose key is not a member of its set.
    UnknownMember = "P031",
    /// Evidence is cited that the profile does not describe.
    UnknownEvidence = "P032",
    /// A kind of evidence that no rule set knows.
    UnknownKind = "P033",
    /// A departure names a duty, requirement or subject that does not exist.
    UnknownDeparture = "P034",
    /// The profile is marked higher than may be processed here.
    MarkingTooHigh = "P035",
    /// The profile uses no rule set that is loaded.
    NoRuleSet = "P036",
    /// A rule without a duty.
    RuleWithoutDuty = "P040",
    /// A duty without a rule.
    DutyWithoutRule = "P041",
    /// A requirement that the script judges and the duty lacks.
    RequirementNotInDuty = "P042",
    /// A requirement that the duty has and the script never judges.
    RequirementNotInScript = "P043",
    /// A requirement judged twice.
    JudgedTwice = "P044",
    /// A `require` where it may not stand.
    RequireMisplaced = "P045",
    /// A script that does not compile.
    ScriptDoesNotCompile = "P046",
    /// A script that re-defines what the host gives.
    Shadowed = "P047",
    /// A property that no dictionary knows, read by a script.
    UnknownProperty = "P048",
    /// A requirement with `by` and no look-back, or a look-back and no `by`.
    LookBackMismatch = "P049",
    /// Two dictionaries that differ on the same fact.
    DictionariesAtOdds = "P050",
    /// Two rule sets, duties, instruments, sets or kinds of the same name.
    DefinedTwice = "P051",
    /// A name that nothing defines: an instrument, set, kind, threat.
    UnknownReference = "P052",
    /// A rule set defines a fact outside its own namespace.
    OutsideNamespace = "P053",
    /// Duties that rest on each other in a circle.
    CycleOfDuties = "P054",
    /// A rule set extends one that is not there, extends itself, or the same one twice.
    BadExtension = "P055",
    /// A rule set that needs another version of sprcheck, or of what it extends.
    VersionNotSatisfied = "P056",
    /// An overlay that tailors what may not be tailored.
    BadOverlay = "P057",
    /// An archive that is no rule set, or an entry that may not stand in one.
    BadArchive = "P058",
    /// A case file that cannot be run.
    BadCase = "P060",
    /// A citation of a section that its document does not have.
    UnknownSection = "P061",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
