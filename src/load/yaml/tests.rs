use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde_yaml::Value;

use super::*;
use crate::model::place::{Origin, SourceFile, Sources};
use crate::model::problem::{Code, Problem};

fn read(text: &str) -> (Tree, Vec<Problem>) {
    let mut sources = Sources::default();
    let (path, shown, digest) = (String::new(), String::new(), String::new());
    let file = sources.add(SourceFile { origin: Origin::Profile, path, shown, text: "".into(), digest });
    let mut problems = Vec::new();
    let tree = parse(text, file, &mut problems);
    (tree, problems)
}

/// The codes of the problems of a text, which must be found at once.
fn codes(text: &str) -> Vec<Code> {
    let start = Instant::now();
    let (_, problems) = read(text);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    problems.into_iter().map(|problem| problem.code).collect()
}

fn spots(text: &str, path: &[&str]) -> (Spot, Spot) {
    let (tree, problems) = read(text);
    assert_eq!(problems, []);
    let node = path.iter().fold(tree.root().unwrap(), |node, key| tree.get(node, key).unwrap());
    (node.label, node.spot)
}

#[test]
fn columns_count_characters_and_not_bytes() {
    let (label, spot) = spots("é: { 𝄞ü: 'né e' }\n", &["é", "𝄞ü"]);
    assert_eq!((label.line, label.column, label.width), (1, 6, 2));
    assert_eq!((spot.line, spot.column, spot.width), (1, 10, 6));
}

#[test]
fn every_kind_of_line_end_ends_one_line() {
    for text in ["a: 1\nb: 22\n", "a: 1\r\nb: 22\r\n", "a: 1\r\n\r\nb: 22", "# c\na: 1\nb: 22"] {
        let (label, spot) = spots(text, &["b"]);
        let line = u32::try_from(text.split("b:").next().unwrap().matches('\n').count()).unwrap() + 1;
        assert_eq!((label.line, label.column, spot.column, spot.width), (line, 1, 4, 2), "{text:?}");
    }
}

#[test]
fn a_plain_scalar_has_its_own_width() {
    let (_, spot) = spots("a: one two   # why\n", &["a"]);
    assert_eq!((spot.column, spot.width), (4, 7));
    let (_, spot) = spots("a: { b: one }\n", &["a", "b"]);
    assert_eq!((spot.column, spot.width), (9, 3));
}

#[test]
fn words_stay_words_and_only_null_is_null() {
    let (tree, problems) =
        read("[no, yes, on, 010, 2020-11, ~, null, '', 'null', , NULL]".replace(", ,", ",").as_str());
    assert_eq!(problems, []);
    let Kind::Sequence(items) = &tree.root().unwrap().kind else { panic!() };
    let shown: Vec<_> = items.iter().map(|item| tree.node(*item).text().unwrap_or("-")).collect();
    assert_eq!(shown, ["no", "yes", "on", "010", "2020-11", "-", "-", "", "null", "NULL"]);
}

#[test]
fn an_empty_file_is_null() {
    for text in ["", "\n", "# nothing\n", "---\n"] {
        let (tree, problems) = read(text);
        assert_eq!(problems, []);
        assert!(matches!(tree.root().unwrap().kind, Kind::Null), "{text:?}");
    }
}

#[test]
fn every_duplicate_key_is_found_with_both_places() {
    let many: String = (0..40).map(|number| format!("k{number}: 0\n")).collect();
    let (tree, problems) = read(&format!("{many}k3: 1\nk39: 1\n'k3': {{ x: 1, x: 2 }}\n"));
    let found: Vec<_> =
        problems.iter().map(|problem| (problem.place.unwrap().line, problem.related[0].0.line)).collect();
    assert_eq!(found, [(41, 4), (42, 40), (43, 4), (43, 43)]);
    assert!(problems.iter().all(|problem| problem.code == Code::DuplicateKey));
    assert_eq!(tree.get(tree.root().unwrap(), "k3").unwrap().text(), Some("0"));
}

#[test]
fn what_is_not_used_of_yaml_is_refused() {
    assert_eq!(codes("a: 1\n---\nb: 2\n"), [Code::UnsupportedYaml]);
    assert_eq!(codes("a: !!str 1\nb: !own { c: 1 }\n"), [Code::UnsupportedYaml, Code::UnsupportedYaml]);
    for text in ["? [a]\n: 1\n", "? { a: b }\n: 1\n", ": 1\n", "~: 1\n", "&x a: 1\n", "a: &x 1\n*x : 2\n"] {
        assert_eq!(codes(text), [Code::UnsupportedYaml], "{text:?}");
    }
}

#[test]
fn broken_yaml_is_one_problem() {
    for text in ["a: [1, 2\n", "a: 'x\n", "a: b: c\n", "a: *nobody\n", "a: \"\\q\"\n", "%FOO\n"] {
        assert_eq!(codes(text), [Code::BrokenYaml], "{text:?}");
    }
}

#[test]
fn deep_nesting_is_refused_at_once() {
    for opener in ["[", "{a: ", "- ", "? ", "[{a: "] {
        let found = codes(&opener.repeat(100_000));
        assert!(
            found.len() == 1 && matches!(found[0], Code::TooDeep | Code::UnsupportedYaml | Code::BrokenYaml),
            "{opener} {found:?}"
        );
    }
    assert_eq!(codes(&format!("{}{}", "[".repeat(64), "]".repeat(64))), []);
    assert_eq!(codes(&format!("{}{}", "[".repeat(65), "]".repeat(65))), [Code::TooDeep]);
    let stairs: String = (0..100).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(codes(&stairs), [Code::TooDeep]);
}

#[test]
fn aliases_are_shared_and_bounded() {
    let (tree, problems) = read("a: &x { b: 1 }\nc: *x\n");
    assert_eq!(problems, []);
    let root = tree.root().unwrap();
    assert_eq!(tree.get(tree.get(root, "c").unwrap(), "b").unwrap().text(), Some("1"));

    let mut laughs = String::from("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        laughs.push_str(&format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", ")));
    }
    assert_eq!(codes(&laughs), [Code::AliasBomb]);

    let quadratic = format!("a: &a [{}]\nb: [{}]\n", vec!["x"; 10_000].join(", "), vec!["*a"; 10_000].join(", "));
    assert_eq!(codes(&quadratic), [Code::AliasBomb]);
    assert_eq!(codes("a: &a [1, *a]\n"), [Code::AliasBomb]);

    let mut tower = String::from("a0: &a0 [x]\n");
    for level in 1..70 {
        tower.push_str(&format!("a{level}: &a{level} [*a{}]\n", level - 1));
    }
    assert_eq!(codes(&tower), [Code::TooDeep]);
}

#[test]
fn the_number_of_nodes_and_bytes_is_limited() {
    assert_eq!(codes(&" ".repeat(MAX_BYTES + 1)), [Code::FileTooLarge]);
    let many = format!("[{}]", "x,".repeat(MAX_NODES));
    let (tree, problems) = read(&many);
    assert_eq!(problems[0].code, Code::TooManyNodes);
    assert!(tree.root().is_none());
}

/// A value as the arena has it, scalars as text.
fn of_arena(tree: &Tree, node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Scalar { text, style: Style::Plain } if &**text == "true" => Value::Bool(true),
        Kind::Scalar { text, style: Style::Plain } if &**text == "false" => Value::Bool(false),
        Kind::Scalar { text, style } => match text.parse::<i64>() {
            Ok(number) if *style == Style::Plain && number.to_string() == **text => Value::from(number),
            _ => Value::from(&**text),
        },
        Kind::Sequence(items) => items.iter().map(|item| of_arena(tree, tree.node(*item))).collect(),
        Kind::Mapping(entries) => Value::Mapping(
            entries.iter().map(|entry| (Value::from(&*entry.key), of_arena(tree, tree.node(entry.value)))).collect(),
        ),
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[ -~éß\n\t\u{1f600}]{0,12}".prop_map(Value::from),
        prop_oneof![
            "no",
            "yes",
            "on",
            "010",
            "2020-11-05",
            "null",
            "true",
            "~",
            "1.5",
            "0x1f",
            "- a",
            "a: b",
            "#c",
            ""
        ]
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Sequence),
            prop::collection::btree_map("[a-z#: -]{1,8}", inner, 0..6).prop_map(|map| Value::Mapping(
                map.into_iter().map(|(key, value)| (Value::from(key), value)).collect()
            )),
        ]
    })
}

#[test]
fn a_text_is_no_longer_than_its_bound() {
    let text = |length| format!("a: {}", "x".repeat(length));
    assert_eq!(codes(&text(MAX_TEXT)), []);
    assert_eq!(codes(&text(MAX_TEXT + 1)), [Code::OutOfBounds]);
}

#[test]
fn aliases_of_a_long_text_count_for_as_much_as_they_repeat() {
    let text = |times: usize| format!("a: &a {}\nb: [{}]", "x".repeat(6400), "*a, ".repeat(times));
    assert_eq!(codes(&text(900)), []);
    assert_eq!(codes(&text(1000)), [Code::AliasBomb]);
}

proptest! {
    #[test]
    fn the_arena_and_serde_yaml_agree(value in value()) {
        let text = serde_yaml::to_string(&value).unwrap();
        let (tree, problems) = read(&text);
        prop_assert_eq!(problems, vec![], "{}", text);
        let other: Value = serde_yaml::from_str(&text).unwrap();
        let mine = of_arena(&tree, tree.root().unwrap());
        prop_assert_eq!(mine, other, "{}", text);
    }

    #[test]
    fn no_text_makes_the_arena_fall_over(text in "[\\[\\]{}:,?&*!|>'\"%@`#a-c \n\r\t~é-]{0,60}") {
        let (tree, problems) = read(&text);
        prop_assert!(tree.root().is_some() || !problems.is_empty());
    }

    #[test]
    fn every_spot_points_at_its_scalar(words in prop::collection::vec("[a-zé]{1,6}", 1..6)) {
        let text: String = words.iter().enumerate().map(|(index, word)| format!("{}k{index}: [ü, {word}]\n", if index % 2 == 0 { "" } else { "# ß\n" })).collect();
        let (tree, problems) = read(&text);
        prop_assert_eq!(problems, vec![]);
        let lines: Vec<&str> = text.lines().collect();
        for entry in tree.root().unwrap().entries() {
            let Kind::Sequence(items) = &tree.node(entry.value).kind else { panic!() };
            let node = tree.node(items[1]);
            let found: String = lines[node.spot.line as usize - 1].chars().skip(node.spot.column as usize - 1).take(node.spot.width as usize).collect();
            prop_assert_eq!(Some(found.as_str()), node.text());
        }
    }
}
