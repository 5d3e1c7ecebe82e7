//! What stands behind the paper: every duty, the instruments, the evidence by number, what was read.

use super::super::phrases::{self, code, count};
use super::super::view::View;
use super::part::{Grid, Line, Part};
use super::references::References;
use super::wording;

/// The appendices.
pub(super) fn appendix(view: View<'_>, references: &References<'_>) -> Vec<Part> {
    let mut all = vec![Part::NewPage, Part::Heading(1, "Appendix A: every duty".into()), Part::Grid(duties(view))];
    all.extend([Part::Heading(1, "Appendix B: instruments".into()), Part::Grid(instruments(view))]);
    all.push(Part::Heading(1, "References: the evidence".into()));
    all.extend(match references.table() {
        Some(grid) => vec![
            Part::Plain(Line::of(
                "The numbers in square brackets in the text refer to this list. What counts as the force's own account shows nothing by itself.",
            )),
            Part::References(grid),
        ],
        None => vec![Part::Plain(Line::of("The profile describes no evidence."))],
    });
    all.push(Part::Heading(1, "How this paper was made".into()));
    all.extend(made(view).into_iter().map(Part::Plain));
    all
}

fn duties(view: View<'_>) -> Grid {
    let columns = [("Duty", 52), ("Standing", 24), ("Binding", 22), ("Owed by", 32)];
    let mut grid = Grid::new("Every duty: where it stands, how it binds, who owes it", &columns);
    for duty in view.duties() {
        let stands = if duty.context { "· owed by others".to_owned() } else { wording::stands(duty) };
        let unverified = phrases::unverified(duty);
        grid.row(vec![
            Line::of(format!("{} ({}){unverified}", duty.title, code(&duty.id))),
            Line::of(stands),
            Line::of(phrases::word(duty.binding.as_str())),
            Line::of(phrases::owed_by(duty)),
        ]);
    }
    grid
}

fn instruments(view: View<'_>) -> Grid {
    let columns = [("Instrument", 66), ("In force", 34), ("On the date", 20), ("Read in", 30)];
    let mut grid = Grid::new("The instruments, when each is in force, and how far its text was read", &columns);
    let it = view.assessment;
    let used = |id: &str| {
        it.duties.iter().any(|duty| duty.source.instrument.as_ref().is_some_and(|other| other.as_str() == id))
    };
    for one in it.instruments.iter().filter(|one| one.applied != Some(false) && used(one.id.as_str())) {
        let applied = match one.applied {
            Some(true) => "in force",
            Some(false) => "not in force",
            None => "cannot be told",
        };
        grid.row(vec![
            Line::of(&one.title),
            Line::of(phrases::in_force(one.in_force)),
            Line::of(applied),
            Line::of(phrases::verified(&one.source)),
        ]);
    }
    grid
}

fn made(view: View<'_>) -> Vec<Line> {
    let it = view.assessment;
    let sets = it.rule_sets.iter().map(|set| {
        let digest = if set.digest.is_empty() { String::new() } else { format!(" ({})", phrases::digest(&set.digest)) };
        format!("{} {}{digest}", set.name, set.version)
    });
    let files = it.inputs.iter().filter(|input| input.root == "profile");
    let files = files.map(|input| format!("{} ({})", code(&input.path), phrases::digest(&input.digest)));
    let files: Vec<String> = files.collect();
    let mut lines = vec![Line::of(format!(
        "Drafted by {} {} as of {} with the rule sets {}.",
        it.tool.name,
        it.tool.version,
        wording::day(it.as_of),
        phrases::list(&sets.collect::<Vec<_>>(), "and")
    ))];
    lines.push(Line::of(match files.as_slice() {
        [] => "Places and digests are withheld, so this paper cannot be replayed.".to_owned(),
        files => format!(
            "It was made from {}: {}.",
            count(files.len(), "file of the profile", "files of the profile"),
            files.join("; ")
        ),
    }));
    let problems = it.rule_sets.iter().flat_map(|set| {
        set.problems
            .iter()
            .map(move |problem| Line::of(format!("Rule set {}: {} {}", set.name, problem.code, problem.message)))
    });
    lines.extend(problems);
    lines.push(Line::of("Every fact with its file and line, and every requirement with its reason, stands in the full report and on the page."));
    lines.push(Line::of(phrases::CLOSING));
    lines
}
