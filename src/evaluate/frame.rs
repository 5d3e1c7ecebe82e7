//! What stands in the scope of a run: facts, and the data of law and host that are no facts.

use std::rc::Rc;

use rhai::{Dynamic, ImmutableString, Scope};

use crate::model::dates::Unit;
use crate::model::ids::SubjectId;
use crate::model::law::{Attribute, Duty, Law, ParameterValue};
use crate::model::profile::Profile;

use super::run::{Run, World};
use super::value::{Data, Kind, Plain, Value, When, absent, missing, when};

/// What the scope of a run holds, always in the same order: the engine finds names by their number.
pub(super) struct Frame {
    facts: Dynamic,
    force: Dynamic,
    as_of: Dynamic,
    subject: Dynamic,
    sets: Dynamic,
    params: Dynamic,
    duties: Dynamic,
    departures: Dynamic,
}

impl Frame {
    /// A frame that only serves to compile against.
    pub(super) fn outline() -> Self {
        let nothing = || missing(Kind::Any);
        Self {
            facts: nothing(),
            force: nothing(),
            as_of: nothing(),
            subject: nothing(),
            sets: nothing(),
            params: nothing(),
            duties: nothing(),
            departures: nothing(),
        }
    }

    /// The frame of a run of a duty's rule, for one subject or for none.
    pub(super) fn of(
        run: &Rc<Run>,
        profile: &Profile,
        duty: &Duty,
        subject: Option<&SubjectId>,
        sets: &Dynamic,
    ) -> Self {
        let facts = &profile.facts;
        let force = Data::from([
            ("id".to_owned(), text_of(&profile.force.id)),
            ("name".to_owned(), text_of(&profile.force.name)),
        ]);
        let params = duty.parameters.iter().map(|(name, parameter)| {
            let value = match &parameter.value {
                ParameterValue::Whole(whole) => Dynamic::from(*whole),
                ParameterValue::Period(period) => Dynamic::from(Value::Span(period.count, period.unit)),
                ParameterValue::Text(text) => text_of(text),
            };
            (name.clone(), value)
        });
        Self {
            facts: Dynamic::from(Value::Fact(Rc::clone(run), facts.root())),
            force: data_value(force),
            as_of: when(When::as_of(run.as_of())),
            subject: subject.map_or_else(|| missing(Kind::Text), |subject| text_of(subject.as_str())),
            sets: sets.clone(),
            params: data_value(params.collect()),
            duties: Dynamic::from(Value::Duties(Rc::clone(run))),
            departures: Dynamic::from(Value::Fact(Rc::clone(run), profile.departures_node)),
        }
    }

    pub(super) fn scope(self) -> Scope<'static> {
        let mut scope = Scope::new();
        scope
            .push_constant_dynamic("facts", self.facts)
            .push_constant_dynamic("force", self.force)
            .push_constant_dynamic("as_of", self.as_of)
            .push_constant_dynamic("subject", self.subject)
            .push_constant_dynamic("sets", self.sets)
            .push_constant_dynamic("params", self.params)
            .push_constant_dynamic("duties", self.duties)
            .push_constant_dynamic("departures", self.departures)
            .push_constant_dynamic("none", absent(Kind::Any));
        for (name, unit) in
            [("days", Unit::Days), ("weeks", Unit::Weeks), ("months", Unit::Months), ("years", Unit::Years)]
        {
            scope.push_constant_dynamic(name, Dynamic::from(Value::Span(1, unit)));
        }
        scope
    }
}

impl World {
    /// Which duty the rule in hand means by a name.
    pub(super) fn means(&self, name: ImmutableString) -> ImmutableString {
        match self.overlaid.borrow().as_ref().and_then(|overlaid| overlaid.names.get(name.as_str())) {
            Some(own) => own.as_str().into(),
            None => name,
        }
    }
}

/// The closed sets, as scripts see them: `sets.<set>["member"].<attribute>`.
pub(super) fn data_of_sets(law: &Law) -> Dynamic {
    let sets = law.sets.values().map(|set| {
        // What only other members have is missing: which member is asked may hang on a fact.
        let missing_of: Data = set
            .members
            .values()
            .flat_map(|member| &member.attributes)
            .map(|(name, attribute)| (name.clone(), missing(Plain::of(&value_of(attribute)).kind())))
            .collect();
        let members = set.members.iter().map(|(id, member)| {
            let mut data = missing_of.clone();
            data.extend(member.attributes.iter().map(|(name, attribute)| (name.clone(), value_of(attribute))));
            data.insert("title".into(), text_of(&member.title));
            (id.to_string(), data_value(data))
        });
        (set.id.to_string(), data_value(members.collect()))
    });
    data_value(sets.collect())
}

fn value_of(attribute: &Attribute) -> Dynamic {
    match attribute {
        Attribute::Dates(dates) => when(When::on(*dates)),
        Attribute::Whole(whole) => Dynamic::from(*whole),
        Attribute::Text(text) => text_of(text),
    }
}

fn data_value(data: Data) -> Dynamic {
    Dynamic::from(Value::Data(Rc::new(data)))
}

fn text_of(text: &str) -> Dynamic {
    Dynamic::from(ImmutableString::from(text))
}
