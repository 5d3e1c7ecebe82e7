//! The templates of GitLab and Azure DevOps and the hook of pre-commit, their scripts run in the demonstration repository.

use std::fs;
use std::process::Output;

use serde_yaml::Value;

use super::demo::{DAY, Demo, shell};
use super::yaml;

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs the script of the GitLab job in a checkout of a branch, with the variables that the job declares.
fn gitlab(demo: &Demo, folder: &std::path::Path) -> Output {
    let template = yaml("docs/ci/gitlab.yml");
    let job = &template["sprcheck-gate"];
    let script: Vec<&str> = job["script"].as_sequence().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
    let mut command = shell("sh", folder);
    command.args(["-e", "-c", &script.join("\n")]);
    for (name, value) in job["variables"].as_mapping().unwrap() {
        command.env(name.as_str().unwrap(), value.as_str().unwrap());
    }
    command.env("CI_MERGE_REQUEST_DIFF_BASE_SHA", demo.commit("main")).env("SPRCHECK_AS_OF", DAY);
    command.output().unwrap()
}

#[test]
fn the_gitlab_job_fails_with_the_reports_that_it_names() {
    let demo = Demo::new("drops-a-threat");
    let output = gitlab(&demo, &demo.path());
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let template = yaml("docs/ci/gitlab.yml");
    let reports = &template["sprcheck-gate"]["artifacts"]["reports"];
    let read = |name: &str| fs::read_to_string(demo.path().join(reports[name].as_str().unwrap())).unwrap();
    let issues: serde_json::Value = serde_json::from_str(&read("codequality")).unwrap();
    assert_eq!(issues[0]["location"]["path"], "profile.yaml");
    assert_eq!(issues[0]["location"]["lines"]["begin"], 17);
    assert!(read("junit").contains("<failure "));
}

#[test]
fn the_gitlab_job_passes_where_nothing_changes_and_fetches_a_base_that_is_not_there() {
    let demo = Demo::new("main");
    let clone = demo.shallow("mends-a-comment");
    let output = gitlab(&demo, &clone);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
}

#[test]
fn the_azure_step_logs_errors_with_their_lines_and_fails() {
    let template = yaml("docs/ci/azure.yml");
    let step = &template["steps"][0];
    let script = step["bash"].as_str().unwrap();
    assert!(!script.contains("${{"), "a parameter is put into the script before the shell reads it: {script}");
    assert!(!script.contains("$(System."), "a variable is put into the script before the shell reads it: {script}");
    let parameters = template["parameters"].as_sequence().unwrap();
    let demo = Demo::new("main");
    let clone = demo.shallow("drops-a-threat");
    let mut command = shell("bash", &clone);
    command.args(["--noprofile", "--norc", "-c", script]).env("AGENT_TEMPDIRECTORY", demo.aside());
    for (name, value) in step["env"].as_mapping().unwrap() {
        let value = value.as_str().unwrap();
        let parameter = value.strip_prefix("${{ parameters.").and_then(|rest| rest.strip_suffix(" }}"));
        let value = match parameter {
            Some("asOf") => DAY,
            Some(name) => {
                let declared: &Value = parameters.iter().find(|one| one["name"] == name).unwrap();
                declared["default"].as_str().unwrap()
            }
            None => "refs/heads/main",
        };
        command.env(name.as_str().unwrap(), value);
    }
    let output = command.output().unwrap();
    let all = told(&output);
    assert_eq!(output.status.code(), Some(1), "{all}");
    let start = "##vso[task.logissue type=error;sourcepath=profile.yaml;linenumber=17;columnnumber=5;code=";
    assert!(all.lines().any(|line| line.starts_with(start)), "{all}");
    assert!(demo.aside().join("sprcheck-junit.xml").exists());
}

/// Runs the hook as pre-commit does: its entry, then the arguments.
fn hook(demo: &Demo) -> Output {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    for key in ["id", "name", "entry", "language"] {
        assert!(hook[key].is_string(), "a hook has `{key}`");
    }
    let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
    shell(entry[0], &demo.path()).args(&entry[1..]).args(["--as-of", DAY, "profile.yaml"]).output().unwrap()
}

#[test]
fn the_hook_compares_what_is_about_to_be_committed_with_the_last_commit() {
    let demo = Demo::new("main");
    let before = hook(&demo);
    assert_eq!(before.status.code(), Some(0), "{}", told(&before));
    let profile = demo.path().join("profile.yaml");
    let text = fs::read_to_string(&profile).unwrap();
    let changed = text.replace("review_due: 2022-03-31", "review_due: 2021-05-31");
    assert_ne!(changed, text);
    fs::write(&profile, changed).unwrap();
    let after = hook(&demo);
    assert_eq!(after.status.code(), Some(1), "{}", told(&after));
    assert!(told(&after).contains("profile.yaml:"), "{}", told(&after));
}
