//! What a person takes into the room: an assessment with what lies around it in time. Every report for people is a projection of one of these.

use serde::{Serialize, Serializer};

use super::actions::Actions;
use super::assessment::{Assessment, DutyResult, StandingCounts};
use super::dates::Day;
use super::diff::Direction;
use super::forecast::Cause;
use super::ids::DutyId;
use super::words::{Binding, Marking, Standing, Verdict};

/// How many days ahead the first page looks.
pub const DAYS_AHEAD: i64 = 90;

/// How many gaps the first page names.
pub const HEAVIEST: usize = 5;

/// An assessment with what lies around it in time.
#[derive(Clone, Debug)]
pub struct Brief {
    /// What was found.
    pub assessment: Assessment,
    /// The duties with the gaps that weigh most, heaviest first, at most [`HEAVIEST`]; those that only follow from other gaps are left aside.
    pub heaviest: Vec<DutyId>,
    /// What lapses in the next [`DAYS_AHEAD`] days if nobody acts.
    pub ahead: Ahead,
    /// What became otherwise since the last recorded audit.
    pub since: Since,
    /// The recorded audits, earliest first, this one not among them unless it is recorded. None of them with a partial assessment, and
    /// none that is marked higher: they tell what may not be told.
    pub history: Vec<Recorded>,
    /// What to do first; absent where it was not asked for.
    pub actions: Option<Actions>,
}

/// What lapses from the day after the as-of date until a later day, that day included.
#[derive(Clone, Debug)]
pub struct Ahead {
    /// The last day that was looked at.
    pub until: Day,
    /// What lapses, by date, then by name. Found by judging again on each date.
    pub lapses: Vec<Lapse>,
}

/// Something that ceases to hold on a date if nobody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// The first day on which it does not hold any more.
    pub date: Day,
    /// What lapses, who is to see to it, and where it stands.
    pub cause: Cause,
    /// The duties that fall with it, or begin to be due and are not satisfied then; empty where nothing rests on it alone.
    pub duties: Vec<Falls>,
}

/// A duty that falls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Falls {
    /// The duty.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// Where it stood on the day before.
    pub from: Standing,
    /// Where it stands from that date on.
    pub to: Standing,
}

/// What became otherwise since the last recorded audit.
#[derive(Clone, Debug)]
pub enum Since {
    /// No history was given.
    NoHistory,
    /// There is no audit in it that is earlier.
    NoEarlier,
    /// The last one before this.
    Last(Box<Moves>),
    /// One of several last ones of a date that were recorded apart, none of which follows another, and the digests of the others.
    OneOf(Box<Moves>, Vec<String>),
    /// The assessment is partial, or the last record is marked higher: what moved would tell what may not be told.
    Withheld,
}

/// Two audits, held against each other by what was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moves {
    /// The earlier one.
    #[serde(skip)]
    pub last: Recorded,
    /// How many duties stand where they stood; those that only other bodies owe and those that could not be read are left aside.
    pub unchanged: usize,
    /// The duties that stand elsewhere, those that fell first, then by weight.
    pub moved: Vec<Moved>,
    /// Whether the rule sets were others, so that a move may be theirs.
    pub other_rules: bool,
}

/// A duty that stands elsewhere than it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The duty.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// Which way.
    pub way: Way,
    /// Where it stood; absent where it was not among the duties.
    pub from: Option<Standing>,
    /// Where it stands; absent where it is not among them any more.
    pub to: Option<Standing>,
}

/// Which way a duty moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// It fell.
    Worse,
    /// It could not be told and now shows as a gap.
    Revealed,
    /// It rose.
    Better,
    /// It came, went, or ceased to arise.
    Other,
}

impl From<Direction> for Way {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Worse => Self::Worse,
            Direction::Revealed => Self::Revealed,
            Direction::Better => Self::Better,
            Direction::Other => Self::Other,
        }
    }
}

fn by_name<S: Serializer>(rule_sets: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(rule_sets.iter().map(|(name, digest)| (name, digest)))
}

impl Recorded {
    /// A duty as it stood, if it counted: some office of the force owed it, and the report tells it.
    #[must_use]
    pub fn duty(&self, id: &DutyId) -> Option<&Stood> {
        let place = self.duties.binary_search_by(|duty| duty.id.cmp(id)).ok()?;
        self.duties.get(place).filter(|duty| !duty.context && duty.standing != Standing::Withheld)
    }
}

impl Stood {
    /// Whether its text could not be read, so that it was not judged.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        matches!(self.verdict, Verdict::Unpublished | Verdict::Unread)
    }
}

/// What was recorded of an audit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// The date that it was for.
    pub as_of: Day,
    /// `sha256:` and the digest of its report and of what it follows; empty where it is not recorded.
    pub digest: String,
    /// The digests of those that it follows: none of the first, several where branches came together.
    pub predecessors: Vec<String>,
    /// The id of the force.
    pub force: String,
    /// The name of the force.
    pub force_name: String,
    /// The marking of the report.
    pub marking: Marking,
    /// How many duties stood where.
    pub standings: StandingCounts,
    /// How many duties had an apparent breach.
    pub apparent_breaches: usize,
    /// The rule sets that judged: name and digest.
    #[serde(serialize_with = "by_name")]
    pub rule_sets: Vec<(String, String)>,
    /// Every duty, by id, as it stood.
    pub duties: Vec<Stood>,
}

/// How a duty stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stood {
    /// The duty.
    pub id: DutyId,
    /// Its title.
    pub title: String,
    /// How strongly it bound.
    pub binding: Binding,
    /// How much a gap weighed.
    pub weight: u8,
    /// Whether only other bodies owed it.
    pub context: bool,
    /// Whether it reached the force at all on that date, as far as the report tells.
    pub in_scope: bool,
    /// Its verdict.
    pub verdict: Verdict,
    /// Where it stood.
    pub standing: Standing,
}

impl Brief {
    /// The duty with that id.
    #[must_use]
    pub fn duty(&self, id: &DutyId) -> Option<&DutyResult> {
        self.assessment.duties.iter().find(|duty| duty.id == *id)
    }
}
