//! The names of things, each a type of its own, so that a duty can never stand where evidence is meant.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;

macro_rules! name {
    ($($(#[$doc:meta])* $id:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $id(Arc<str>);

        impl $id {
            /// The name as it is written in the files.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $id {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl Borrow<str> for $id {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }
    )+};
}

name! {
    /// A rule set, by the `name` in its `ruleset.yaml`.
    RuleSetName,
    /// An instrument: an Act, an SPR edition, guidance, a set of standards.
    InstrumentId,
    /// A duty, `family.name`; its rule is `rules/family/name.rhai`.
    DutyId,
    /// A requirement within its duty.
    RequirementId,
    /// A closed set of subjects, a collection of facts, or `departures`.
    SetId,
    /// A member of a set: one threat, one local authority, one inspection report.
    SubjectId,
    /// A piece of evidence in the profile.
    EvidenceId,
    /// A kind of evidence that a rule set knows.
    KindId,
    /// A departure recorded in the profile.
    DepartureId,
    /// Who may owe a duty: `chief-officer`, `pcc`, `mayor`, `mopac`, `common-council`, or another body.
    Holder,
}

impl RuleSetName {
    /// The first step of every fact path that this rule set may define: its name, with `_` for `-`.
    #[must_use]
    pub fn namespace(&self) -> String {
        self.0.replace('-', "_")
    }
}

impl DutyId {
    /// The path of the duty's script within its rule set: `rules/family/name.rhai`.
    #[must_use]
    pub fn script_path(&self) -> String {
        format!("rules/{}.rhai", self.0.replace('.', "/"))
    }
}

impl Holder {
    /// The office that every force has.
    pub const CHIEF_OFFICER: &'static str = "chief-officer";
    /// The kinds of local policing body that a force may have.
    pub const POLICING_BODIES: [&'static str; 4] = ["pcc", "mayor", "mopac", "common-council"];

    /// Whether this holder is the force's own chief officer or one of the kinds of policing body, so that a duty of
    /// theirs enters the roll-ups; any other holder makes a duty context.
    #[must_use]
    pub fn is_of_the_force(&self) -> bool {
        self.as_str() == Self::CHIEF_OFFICER || Self::POLICING_BODIES.contains(&self.as_str())
    }

    /// The holder as a reader knows it.
    #[must_use]
    pub fn title(&self) -> String {
        match self.as_str() {
            Self::CHIEF_OFFICER => "Chief officer".into(),
            "pcc" => "Police and crime commissioner".into(),
            "mayor" => "Mayor with police functions".into(),
            "mopac" => "Mayor's Office for Policing and Crime".into(),
            "common-council" => "Common Council of the City of London".into(),
            other => other.replace('-', " "),
        }
    }
}
