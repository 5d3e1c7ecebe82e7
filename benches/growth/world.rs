//! What there is: records, collections, and duties that ask of them. Drawn once; the rules and the profile are written from it.

use super::chance::Chance;
use super::shapes::{OF_ALL, Question, RESTS, SHAPES, Shape, UNIT};

/// How large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// About how many facts the profile states.
    pub(crate) facts: usize,
    pub(crate) duties: usize,
    pub(crate) evidence: usize,
}

pub(crate) struct World {
    pub(crate) records: Vec<Record>,
    pub(crate) collections: Vec<Collection>,
    pub(crate) duties: Vec<Asking>,
}

/// Facts that are recorded together, and what is amiss with them.
pub(crate) struct Record {
    pub(crate) shape: &'static Shape,
    /// The last step of its path.
    pub(crate) name: String,
    pub(crate) flaw: Flaw,
}

/// What is amiss.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    Nothing,
    /// This field does not let a question be met.
    Wrong(&'static str),
    /// This field is not stated.
    Missing(&'static str),
    /// Only the body's own account is cited.
    OnlyTold,
    /// Nothing is cited.
    Uncited,
}

pub(crate) struct Collection {
    pub(crate) name: String,
    /// Whether its entries are events, each judged by the law of its day.
    pub(crate) events: bool,
    /// Whether the profile says that there are no others.
    pub(crate) closed: bool,
    pub(crate) entries: Vec<Record>,
}

/// A duty.
pub(crate) struct Asking {
    pub(crate) family: String,
    pub(crate) name: String,
    /// Whether its text could be read, so that it is judged.
    pub(crate) read: bool,
    pub(crate) requirements: Vec<Requirement>,
}

pub(crate) struct Requirement {
    pub(crate) id: String,
    pub(crate) question: &'static Question,
    pub(crate) of: Of,
}

/// Of what something is asked, by its number.
#[derive(Clone)]
pub(crate) enum Of {
    Record(usize),
    /// Of each entry.
    Each(usize),
    /// Of the collection as a whole.
    All(usize),
    /// Of a record, beside the duty of that id.
    Beside(usize, String),
}

impl World {
    pub(crate) fn draw(size: Size) -> Self {
        let mut chance = Chance::new(0x0005_0b1e);
        let (records, stated) = records(size.facts * 3 / 4, &mut chance);
        let collections = collections(size.facts.saturating_sub(stated), &mut chance);
        let mut world = Self { records, collections, duties: Vec::new() };
        for number in 0..size.duties {
            let duty = world.duty(number, &mut chance);
            world.duties.push(duty);
        }
        world
    }

    fn duty(&self, number: usize, chance: &mut Chance) -> Asking {
        let mut asked = self.special(chance);
        let several: &[usize] = if asked.is_empty() { &[1, 2, 3, 3, 4, 4] } else { &[0, 1, 1, 2] };
        let most = asked.len() + chance.one_of(several).copied().unwrap_or_default();
        // Records in turn, so that most are asked of; those that are drawn besides are shared.
        let main = number % self.records.len().max(1);
        let of_main = self.questions(main).iter().map(|question| (question, Of::Record(main)));
        asked.extend(of_main.take((most - asked.len()).min(chance.below(3) + 1)));
        while asked.len() < most {
            let other = chance.below(self.records.len());
            let Some(question) = chance.one_of(self.questions(other)) else { break };
            asked.push((question, Of::Record(other)));
        }
        Asking {
            family: format!("growth_{:02}", number % 20),
            name: format!("duty_{number:04}"),
            read: !chance.of_hundred(2),
            requirements: named(asked),
        }
    }

    /// What a few duties ask first: of each of many, of many together, or beside another duty.
    fn special(&self, chance: &mut Chance) -> Vec<(&'static Question, Of)> {
        let of = chance.below(self.collections.len());
        match chance.between(0, 99) {
            0..=11 => {
                let several = chance.between(1, 2);
                let asked = UNIT.questions.iter().take(usize::try_from(several).unwrap_or(1));
                asked.map(|question| (question, Of::Each(of))).collect()
            }
            12..=15 => chance.one_of(OF_ALL).map(|question| (question, Of::All(of))).into_iter().collect(),
            16..=19 => {
                let beside = self.beside(chance);
                beside.map(|(record, duty)| (&RESTS, Of::Beside(record, duty))).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn questions(&self, record: usize) -> &'static [Question] {
        self.records.get(record).map_or(&[], |record| record.shape.questions)
    }

    /// An arrangement, and a duty before this one to rest on.
    fn beside(&self, chance: &mut Chance) -> Option<(usize, String)> {
        let of_shape = |record: &Record| record.shape.name == "arrangement";
        let start = chance.below(self.records.len());
        let record = (start..self.records.len()).find(|number| self.records.get(*number).is_some_and(of_shape))?;
        let duty = chance.one_of(&self.duties).filter(|duty| duty.read)?;
        Some((record, duty.id()))
    }
}

impl Asking {
    pub(crate) fn id(&self) -> String {
        format!("{}.{}", self.family, self.name)
    }
}

/// Gives each requirement an id of its own.
fn named(asked: Vec<(&'static Question, Of)>) -> Vec<Requirement> {
    let mut named: Vec<Requirement> = Vec::new();
    for (question, of) in asked {
        let same = named.iter().filter(|other| other.question.id == question.id).count();
        let id = if same == 0 { question.id.to_owned() } else { format!("{}_{}", question.id, same + 1) };
        named.push(Requirement { id, question, of });
    }
    named
}

fn records(facts: usize, chance: &mut Chance) -> (Vec<Record>, usize) {
    let mut records = Vec::new();
    let mut stated = 0;
    for (number, shape) in SHAPES.iter().cycle().enumerate() {
        if stated >= facts {
            break;
        }
        let flaw = match chance.between(0, 99) {
            0..=11 => chance.one_of(shape.fields).map_or(Flaw::Nothing, |field| Flaw::Wrong(field.name)),
            12..=19 => chance.one_of(shape.fields).map_or(Flaw::Nothing, |field| Flaw::Missing(field.name)),
            20..=25 => Flaw::OnlyTold,
            26 => Flaw::Uncited,
            _ => Flaw::Nothing,
        };
        stated += shape.fields.len();
        records.push(Record { shape, name: format!("{}_{number}", shape.name), flaw });
    }
    (records, stated)
}

fn collections(facts: usize, chance: &mut Chance) -> Vec<Collection> {
    let mut collections = Vec::new();
    let mut stated = 0;
    while stated < facts || collections.is_empty() {
        let entries: Vec<Record> = (1..=chance.between(4, 12)).map(|number| entry(number, chance)).collect();
        stated += entries.len() * UNIT.fields.len() + 1;
        collections.push(Collection {
            name: format!("units_{}", collections.len()),
            events: collections.len() % 4 == 3,
            closed: chance.of_hundred(80),
            entries,
        });
    }
    collections
}

fn entry(number: i64, chance: &mut Chance) -> Record {
    let flaw = match chance.between(0, 199) {
        0..=2 => Flaw::Wrong("ready"),
        3 => Flaw::Wrong("checked_on"),
        4 => Flaw::Missing("checked_on"),
        5 | 6 => Flaw::OnlyTold,
        _ => Flaw::Nothing,
    };
    Record { shape: &UNIT, name: format!("unit-{number:02}"), flaw }
}
