use super::*;

const OLD: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000000";
const NEW: &str = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

fn acceptance(section: Option<&str>) -> Acceptance {
    Acceptance {
        evidence: "plan".into(),
        section: section.map(str::to_owned),
        digest: NEW.into(),
        by: "head of policy".into(),
        on: "2021-03-01".into(),
        because: "it says what was decided: no more".into(),
    }
}

fn head(evidence: &str) -> String {
    format!(
        "# A comment at the top\nuses: [sprcheck]   # and one beside\n\nevidence:\n{evidence}# A comment at the end\n"
    )
}

const BECAUSE: &str = "because: \"it says what was decided: no more\"";

/// What was added, which is all that may differ: the first text with one stretch taken in.
fn added(before: &str, after: &str) -> String {
    let start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let most = before.len() - start;
    let end = before.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count().min(most);
    assert_eq!(start + end, before.len(), "something was taken out of\n{before}\nwhich became\n{after}");
    after[start..after.len() - end].to_owned()
}

#[test]
fn the_first_review_is_added_below_its_evidence_in_block_and_flow_style() {
    let fields = format!("section: soc, digest: \"{NEW}\", by: head of policy, on: 2021-03-01, {BECAUSE}");
    let block = head(
        "  plan:\n    title: Plan\n    held_at: { path: plan.md }   # here\n\n  # The other\n  other: { title: O }\n",
    );
    let after = accept(&block, &[acceptance(Some("soc"))]).unwrap();
    assert!(after.contains(&format!("# here\n    reviewed:\n      - {{ {fields} }}\n\n  # The other\n")), "{after}");
    added(&block, &after);
    let flow = head("  plan: { title: Plan, held_at: { path: \"plan }.md\" } }   # flow\n");
    let after = accept(&flow, &[acceptance(Some("soc"))]).unwrap();
    assert!(after.contains(&format!("\"plan }}.md\" }}, reviewed: [{{ {fields} }}] }}   # flow\n")), "{after}");
    added(&flow, &after);
}

#[test]
fn one_more_section_is_written_as_those_before_it() {
    let first = |style: &str| head(&format!("  plan:\n    title: Plan\n    reviewed:\n{style}    note: the last\n"));
    let flow = first(&format!("      - {{ section: a, digest: \"{OLD}\", by: x, on: 2020, because: why not }} # a\n"));
    let after = accept(&flow, &[acceptance(Some("soc"))]).unwrap();
    assert!(after.contains("# a\n      - { section: soc, digest: "), "{after}");
    added(&flow, &after);
    let block = first(&format!(
        "    - section: a\n      digest: {OLD}\n      by: x\n      on: 2020\n      because: >-\n        so\n        it is\n"
    ));
    let after = accept(&block, &[acceptance(Some("soc"))]).unwrap();
    assert!(after.contains("it is\n    - section: soc\n      digest: "), "{after}");
    added(&block, &after);
}

#[test]
fn an_acceptance_replaces_the_values_of_the_one_before_it_and_keeps_comments() {
    let block = head(&format!(
        "  plan:\n    reviewed:\n      # the first\n      - section: soc   # this\n        digest: '{OLD}' # that\n        by: x\n        on: 2020-01-01\n        because: |\n          so it\n          was\n        # after it\n      - {{ section: b, digest: \"{OLD}\", by: y, on: 2020, because: why not }}\n    title: Plan\n"
    ));
    let after = accept(&block, &[acceptance(Some("soc"))]).unwrap();
    let wanted = block
        .replace(&format!("'{OLD}' # that"), &format!("\"{NEW}\" # that"))
        .replace("by: x", "by: head of policy")
        .replace("on: 2020-01-01", "on: 2021-03-01")
        .replace("because: |\n          so it\n          was\n", &format!("{BECAUSE}\n"));
    assert_eq!(after, wanted);
}

#[test]
fn a_whole_review_keeps_its_form_and_takes_the_reason() {
    let flow = head(&format!("  plan: {{ title: P, reviewed: {{ on: 2020, by: x, digest: \"{OLD}\" }} }}\n"));
    let after = accept(&flow, &[acceptance(None)]).unwrap();
    let wanted = format!("reviewed: {{ on: 2021-03-01, by: head of policy, digest: \"{NEW}\", {BECAUSE} }} }}");
    assert!(after.contains(&wanted), "{after}");
    let fault = accept(&flow, &[acceptance(Some("soc"))]).unwrap_err();
    assert!(matches!(fault, CannotEdit::OtherForm(..)), "{fault}");
}

#[test]
fn line_endings_a_byte_order_mark_and_a_missing_last_line_break_are_kept() {
    let text = "\u{feff}evidence:\r\n  plan:\r\n    title: Pl\u{e4}n";
    let after = accept(text, &[acceptance(Some("soc"))]).unwrap();
    assert!(after.starts_with(&format!("{text}\r\n    reviewed:\r\n      - {{ section: soc")), "{after:?}");
    assert!(!after.ends_with('\n'));
}

#[test]
fn several_are_recorded_one_after_the_other() {
    let text = head("  plan:\n    title: Plan\n");
    let after = accept(&text, &[acceptance(Some("a")), acceptance(Some("b")), acceptance(Some("a"))]).unwrap();
    assert_eq!(after.matches("section: ").count(), 2, "{after}");
}

#[test]
fn what_anchors_and_aliases_share_is_refused() {
    for evidence in [
        "  plan: &p\n    title: Plan\n  other: *p\n",
        "  first: &p { title: Plan }\n  plan: *p\n",
        "  plan: &p { title: Plan }\n",
    ] {
        let fault = accept(&head(evidence), &[acceptance(Some("soc"))]).unwrap_err();
        assert!(fault.to_string().contains("by hand"), "{fault}");
    }
}

#[test]
fn hostile_text_stays_one_text() {
    let text = head("  plan:\n    title: Plan\n");
    let mut hostile = acceptance(Some("a: b # [\"]"));
    hostile.because = "x\"\n      - { section: other }\u{1b}[31m\u{202e}".into();
    let after = accept(&text, &[hostile]).unwrap();
    assert!(after.chars().all(|letter| letter == '\n' || !letter.is_control()), "{after:?}");
    assert_eq!(after.lines().count(), text.lines().count() + 2, "{after}");
}
