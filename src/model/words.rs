//! The closed vocabularies: binding, outcome, verdict, support, standing, assurance. Each word is spelt here and nowhere else.

use std::fmt;

use serde::Serialize;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every one of these words, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as files and reports spell it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The word with that spelling.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.as_str() == text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    )+};
}

words! {
    /// How strongly a duty binds, strongest first. Only a failed `must` may be called an apparent breach.
    Binding {
        /// A mandatory duty of statute.
        Must = "must",
        /// Due regard is to be had.
        DueRegard = "due-regard",
        /// Regard is to be had.
        HaveRegard = "have-regard",
        /// The SPR's or guidance's "should".
        Expected = "expected",
        /// One of a published set of standards.
        Standard = "standard",
        /// An inspectorate's recommendation.
        Recommendation = "recommendation",
    }

    /// How far a source was checked.
    Verified {
        /// Read in the instrument itself.
        Primary = "primary",
        /// Read in a text that restates it.
        Secondary = "secondary",
        /// Not checked: every report says so.
        Unverified = "false",
    }

    /// What a duty's catalogue entry allows.
    DutyStatus {
        /// It has requirements and a rule.
        Judged = "judged",
        /// Its text is not public.
        Unpublished = "unpublished",
        /// Its text exists but could not be read.
        Unread = "unread",
    }

    /// What came of one pair of requirement and subject.
    Outcome {
        /// Shown to be so.
        Met = "met",
        /// Shown not to be so.
        NotMet = "not-met",
        /// The facts do not tell.
        Unknown = "unknown",
        /// It does not arise.
        NotApplicable = "not-applicable",
        /// Its time has not come.
        NotYetDue = "not-yet-due",
        /// The rule failed.
        Error = "error",
    }

    /// What the outcomes of a duty come to.
    Verdict {
        /// Every pair that arises is met.
        Met = "met",
        /// Some pairs are met and some are not.
        PartlyMet = "partly-met",
        /// None is met and at least one is not.
        NotMet = "not-met",
        /// Some are met, the rest cannot be told.
        InsufficientDetail = "insufficient-detail",
        /// Nothing can be told.
        NotStated = "not-stated",
        /// It does not arise.
        NotApplicable = "not-applicable",
        /// Its time has not come.
        NotYetDue = "not-yet-due",
        /// The standard's text is not public, so it was not judged.
        Unpublished = "unpublished",
        /// The instrument's text could not be read, so it was not judged.
        Unread = "unread",
        /// The rule failed.
        Error = "error",
        /// It rests on something above the report's marking: whatever came of it is not told.
        Withheld = "withheld",
    }

    /// What a verdict rests on, strongest first.
    Support {
        /// It would stand with every unsupported fact taken away.
        Evidenced = "evidenced",
        /// It would stand if evidence whose text changed since its review still holds.
        Suspect = "suspect",
        /// It would stand if lapsed evidence and facts still hold.
        Stale = "stale",
        /// It rests on what the body says of itself.
        Asserted = "asserted",
    }

    /// Where a duty stands. Only `satisfied` counts as compliance.
    Standing {
        /// Met, and evidenced.
        Satisfied = "satisfied",
        /// Not followed, by a recorded decision that the law admits.
        Departed = "departed",
        /// Met, on weaker support.
        Unproven = "unproven",
        /// Partly met or not met.
        Gap = "gap",
        /// Could not be judged.
        Unassessed = "unassessed",
        /// It does not arise.
        NotApplicable = "not-applicable",
        /// Its time has not come.
        NotYetDue = "not-yet-due",
        /// It rests on something above the report's marking: where it stands is not told.
        Withheld = "withheld",
    }

    /// The scale that commissioners use.
    Assurance {
        /// Every duty is satisfied or departed.
        Assured = "assured",
        /// Some are, and no `must` failed.
        PartlyAssured = "partly-assured",
        /// A `must` failed, or there are gaps and nothing satisfied.
        NotAssured = "not-assured",
        /// Too little could be assessed.
        CannotSay = "cannot-say",
        /// No duty applies.
        NoneGiven = "none-given",
        /// A duty in it is withheld from this report.
        Withheld = "withheld",
    }

    /// A protective marking, least first. Anything above OFFICIAL-SENSITIVE is refused.
    Marking {
        /// Routine business.
        Official = "OFFICIAL",
        /// Need to know, within OFFICIAL.
        OfficialSensitive = "OFFICIAL-SENSITIVE",
    }
}

impl Binding {
    /// Whether regard is what is owed.
    #[must_use]
    pub fn is_regard(self) -> bool {
        matches!(self, Self::DueRegard | Self::HaveRegard)
    }

    /// Whether a recorded departure can explain a gap: the law lets it for what is expected, not for what is owed.
    #[must_use]
    pub fn admits_departure(self) -> bool {
        matches!(self, Self::Expected | Self::Standard | Self::Recommendation)
    }
}

impl Verdict {
    /// Whether the rule came to a verdict of its own, so that support has a meaning.
    #[must_use]
    pub fn is_gap(self) -> bool {
        matches!(self, Self::NotMet | Self::PartlyMet)
    }
}
