//! The lints by name: level, and one line on what each is about. Their pages stand in `docs/lints/`.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// It may be as it is; a reader should know.
    Advice,
    /// It is likely a mistake, or leaves a reader without help.
    Warning,
    /// It makes a rule say something else than it seems to.
    Error,
}

impl Level {
    /// The levels, the least first.
    pub const ALL: &'static [Self] = &[Self::Advice, Self::Warning, Self::Error];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! lints {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal, $level:ident;)+) => {
        /// The lints. An id, once given, never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Lint { $($(#[doc = $doc])+ $name,)+ }

        impl Lint {
            /// Every lint, in the order of its page's index.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The id.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }

            /// How much its findings matter.
            #[must_use]
            pub fn level(self) -> Level {
                match self { $(Self::$name => Level::$level,)+ }
            }

            /// What it is about, in a line.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// Its page, as Markdown.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("../../../docs/lints/", $id, ".md")),)+ }
            }
        }
    };
}

lints! {
    /// A rule reads a fact that no dictionary knows.
    UnknownFact = "unknown-fact", Error;
    /// A rule compares, reckons with or decides by values whose types do not go together.
    TypesDiffer = "types-differ", Error;
    /// A rule compares a choice or a member of a set with a word that it can never be.
    UnknownWord = "unknown-word", Error;
    /// A rule names an entry of a collection as if it were a fact.
    DottedEntry = "dotted-entry", Warning;
    /// An operator has the same on both sides.
    SameOnBothSides = "same-on-both-sides", Warning;
    /// A requirement rests on no fact and on no other duty.
    RestsOnNothing = "rests-on-nothing", Error;
    /// A requirement's condition can never be true.
    NeverApplies = "never-applies", Error;
    /// A requirement's condition is always true.
    AlwaysApplies = "always-applies", Warning;
    /// A requirement contradicts itself or its condition, so that it can never be met.
    NeverMet = "never-met", Error;
    /// A requirement that is judged once reads `subject`.
    SubjectWithoutSet = "subject-without-set", Error;
    /// A requirement is judged for each subject and judges each alike.
    SubjectNotRead = "subject-not-read", Warning;
    /// A rule gives a name that it never uses.
    UnusedName = "unused-name", Warning;
    /// A rule holds a threshold that the source does not state and no parameter gives.
    BareThreshold = "bare-threshold", Warning;
    /// Two requirements of a duty judge the same, or state the same.
    DuplicateRequirement = "duplicate-requirement", Warning;
    /// A rule does not open by saying what it judges.
    NoOpeningComment = "no-opening-comment", Advice;
    /// A rule reads none of the duty's parameters of that name.
    UnusedParameter = "unused-parameter", Warning;
    /// A duty does not say where in its instrument it stands.
    NoSection = "no-section", Error;
    /// A source is called verified and does not say when, or in what.
    UncheckedSource = "unchecked-source", Warning;
    /// A source has not been verified.
    UnverifiedSource = "unverified-source", Advice;
    /// A requirement is judged for each subject and does not name it.
    SubjectNotNamed = "subject-not-named", Warning;
    /// No kind of evidence that a requirement names can ever prove it.
    NeverProven = "never-proven", Error;
    /// A reason says too little to be one.
    ThinReason = "thin-reason", Warning;
    /// A duty stands in a family of another rule set.
    BorrowedFamily = "borrowed-family", Warning;
    /// A text has still to be written.
    Placeholder = "placeholder", Error;
    /// A text that completes a sentence is written as one.
    ClauseForm = "clause-form", Warning;
    /// What the law says is not written as a sentence.
    SentenceForm = "sentence-form", Warning;
    /// A title is not written as one.
    TitleForm = "title-form", Warning;
    /// A requirement has no case in which it is met, not met, or unknown.
    MissingCase = "missing-case", Error;
    /// A requirement with a condition has no case in which it does not apply.
    MissingConditionCase = "missing-condition-case", Warning;
    /// A requirement with a deadline has no case on the last day, or none on the day after.
    MissingDeadlineCase = "missing-deadline-case", Warning;
    /// A requirement that holds a date against the as-of date has no case at the bound, or none just beyond it.
    MissingBoundCase = "missing-bound-case", Advice;
    /// Two cases of a rule have the same name.
    DuplicateCase = "duplicate-case", Warning;
    /// No rule reads a fact of the dictionary.
    UnusedFact = "unused-fact", Advice;
    /// Nothing uses an instrument, a set or a kind of evidence.
    UnusedEntry = "unused-entry", Advice;
    /// A state never lapses.
    NeverLapses = "never-lapses", Advice;
    /// A fact anticipates the verdict.
    VerdictAsFact = "verdict-as-fact", Warning;
    /// A rule set does not say under which licence it may be used.
    NoLicence = "no-licence", Advice;
    /// An allowance matches no finding.
    UnusedAllowance = "unused-allowance", Warning;
    /// An allowance gives no reason.
    AllowanceWithoutReason = "allowance-without-reason", Error;
}

impl Lint {
    /// The lint with that id.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lint| lint.as_str() == id)
    }
}
