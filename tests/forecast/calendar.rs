//! A reader of iCalendar (RFC 5545) that takes nothing but what the standard allows.

use std::collections::{BTreeMap, BTreeSet};

/// A component: its name, its properties with their values as text, its parts.
#[derive(Debug, Default)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) parts: Vec<Component>,
}

impl Component {
    pub(crate) fn get(&self, name: &str) -> &str {
        self.properties.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }
}

const TEXTS: [&str; 3] = ["SUMMARY", "DESCRIPTION", "CATEGORIES"];

/// Reads a calendar; panics at whatever the standard does not allow.
pub(crate) fn read(text: &str) -> Component {
    let body = text.strip_suffix("\r\n").expect("the last line has a break");
    let mut lines: Vec<String> = Vec::new();
    for line in body.split("\r\n") {
        assert!(line.len() <= 75, "a line of {} octets: {line}", line.len());
        assert!(!line.contains(['\r', '\n']), "a break that is not CRLF: {line}");
        assert!(!line.chars().any(|character| character.is_control() && character != '\t'), "a control: {line:?}");
        match line.strip_prefix([' ', '\t']) {
            Some(rest) => lines.last_mut().expect("the first line is not a folded one").push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    let mut open: Vec<Component> = Vec::new();
    let mut whole = None;
    for line in lines {
        assert!(whole.is_none(), "something stands after the end: {line}");
        let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("no property: {line}"));
        let bare = name.split(';').next().unwrap();
        assert!(bare.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-'), "no name: {name}");
        match name {
            "BEGIN" => open.push(Component { name: value.into(), ..Component::default() }),
            "END" => {
                let done = open.pop().expect("something is open");
                assert_eq!(done.name, value);
                match open.last_mut() {
                    Some(outer) => outer.parts.push(done),
                    None => whole = Some(done),
                }
            }
            _ => {
                let value = if TEXTS.contains(&bare) { unescaped(value) } else { value.to_owned() };
                let own = open.last_mut().expect("a property stands in a component");
                assert!(own.properties.insert(name.into(), value).is_none(), "{name} stands twice");
            }
        }
    }
    whole.expect("the calendar ends")
}

fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' | ',' => panic!("`{character}` is not escaped: {value}"),
            '\\' => match characters.next() {
                Some('n' | 'N') => text.push('\n'),
                Some(escaped @ ('\\' | ';' | ',')) => text.push(escaped),
                other => panic!("`\\{other:?}` is no escape: {value}"),
            },
            plain => text.push(plain),
        }
    }
    text
}

/// Holds a calendar to what every event of a forecast must have; returns its events.
pub(crate) fn events(text: &str) -> Vec<Component> {
    let calendar = read(text);
    assert_eq!((calendar.name.as_str(), calendar.get("VERSION")), ("VCALENDAR", "2.0"));
    assert!(!calendar.get("PRODID").is_empty());
    let mut uids = BTreeSet::new();
    for event in &calendar.parts {
        assert_eq!(event.name, "VEVENT");
        assert!(uids.insert(event.get("UID").to_owned()), "two events are called {}", event.get("UID"));
        let begins = event.get("DTSTART;VALUE=DATE");
        assert!(begins.len() == 8 && begins.bytes().all(|byte| byte.is_ascii_digit()), "{begins}");
        assert!(event.get("DTEND;VALUE=DATE") > begins);
        assert!(!event.get("SUMMARY").is_empty() && !event.get("DESCRIPTION").is_empty());
        let [alarm] = event.parts.as_slice() else { panic!("not one alarm: {event:?}") };
        assert_eq!((alarm.name.as_str(), alarm.get("ACTION"), alarm.get("TRIGGER")), ("VALARM", "DISPLAY", "-P30D"));
        assert!(!alarm.get("DESCRIPTION").is_empty());
    }
    calendar.parts
}
