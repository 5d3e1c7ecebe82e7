//! Runs the program `git`: which repository, which commit, which files, which bytes. Nothing is written, fetched, filtered or hooked.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};

use crate::load::shelf::Unread;

/// What would lead `git` to another repository, another index or another text than that of the commit.
const MISLEADING: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_QUARANTINE_PATH",
    "GIT_ATTR_SOURCE",
    "GIT_EXTERNAL_DIFF",
    "GIT_DIFF_OPTS",
    "GIT_PAGER",
    "GIT_TRACE",
    "GIT_TRACE2",
    "GIT_TRACE2_EVENT",
    "GIT_TRACE2_PERF",
    "GIT_TRACE_SETUP",
    "GIT_CONFIG_PARAMETERS",
];

/// How many files may be compared with each other to find out which was renamed.
const RENAMES: &str = "diff.renameLimit=4000";

/// The way out where a clone lacks what was left out when it was made.
pub(crate) const FETCH_ALL: &str = "fetch them:\n  git fetch --refetch --no-filter";

/// Why the repository gives no answer: the fact first, then the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(String);

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A repository with a working tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    root: PathBuf,
}

/// What a commit holds at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: EntryKind,
    pub(super) object: String,
}

/// The kinds of what a commit holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Link,
    /// Another repository, of which only the commit is named.
    Module,
}

impl Repository {
    /// The repository in whose working tree a path lies, whether or not anything is there; `None` if there is none.
    ///
    /// # Errors
    /// `git` is not at hand, or refuses the repository.
    pub fn of(path: &Path) -> Result<Option<Self>, Fault> {
        let full = std::path::absolute(path).map_err(|error| Fault(format!("the path cannot be told: {error}")))?;
        let Some(folder) = full.ancestors().find(|folder| folder.is_dir()) else { return Ok(None) };
        let output = run(folder, &["rev-parse", "--show-toplevel"])?;
        if output.status.success() {
            let root = PathBuf::from(line(&output.stdout)?);
            let root = root.canonicalize().map_err(|error| Fault(format!("the repository cannot be read: {error}")))?;
            return Ok(Some(Self { root }));
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if said.contains("dubious ownership") {
            return Err(Fault(format!(
                "git does not trust the repository at `{0}`, since it belongs to another user; if you do, run\n  git config --global \
                 --add safe.directory {0}",
                shell_word(&owned_by_another(&said).unwrap_or_else(|| folder.display().to_string()))
            )));
        }
        if said.contains("not a git repository") {
            return Ok(None);
        }
        if said.contains("must be run in a work tree") {
            return Err(Fault("the repository has no working tree; clone it and run the gate in the clone".into()));
        }
        Err(refused(&said))
    }

    /// The folder of the working tree, links resolved.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file within the working tree, with `/`.
    #[must_use]
    pub fn within(&self, path: &Path) -> Option<String> {
        super::within(&self.root, path)
    }

    /// The commit that a name stands for, in full.
    ///
    /// # Errors
    /// The name is none, or the clone has no such commit; the message gives the command that fetches it.
    pub fn commit(&self, name: &str) -> Result<String, Fault> {
        if name.is_empty() || name.starts_with('-') || name.chars().any(char::is_control) {
            return Err(Fault(format!("`{}` is no name of a commit", name.escape_debug())));
        }
        self.one_meaning(name)?;
        let asked = format!("{name}^{{commit}}");
        let output = run(&self.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &asked])?;
        if output.status.success() {
            return line(&output.stdout);
        }
        if self.ask(&["for-each-ref", "--count=1"])?.is_some_and(|refs| refs.is_empty()) && self.head()?.is_none() {
            return Err(Fault(format!("`{name}` is no commit: the repository has none yet")));
        }
        Err(Fault(format!("`{name}` is no commit of this {}; {}", self.clone_kind()?, self.way_to(name)?)))
    }

    /// Refuses a name that stands for several things: git would choose one, and whoever makes a tag could choose the base.
    fn one_meaning(&self, name: &str) -> Result<(), Fault> {
        let plain = name.split(['^', '~', ':', '@']).next().unwrap_or_default();
        if plain.is_empty() || plain == "HEAD" {
            return Ok(());
        }
        let places = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"].map(|place| format!("{place}{plain}"));
        let asked: Vec<&str> =
            ["for-each-ref", "--format=%(refname)"].into_iter().chain(places.iter().map(String::as_str)).collect();
        let output = run(&self.root, &asked)?;
        let listed = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut found: Vec<&str> = listed.lines().filter(|found| places.iter().any(|place| place == found)).collect();
        let is_start = (4..40).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hashes = format!("--disambiguate={plain}");
        let start = if is_start && !found.is_empty() { self.ask(&["rev-parse", &hashes])? } else { None };
        let start = start.map(|hashes| String::from_utf8_lossy(&hashes).into_owned()).unwrap_or_default();
        found.extend(start.lines());
        if found.len() < 2 {
            return Ok(());
        }
        let all: Vec<String> = found.iter().map(|one| format!("`{one}`")).collect();
        Err(Fault(format!(
            "`{plain}` stands for several things: {}; name the one that is meant in full",
            all.join(" and ")
        )))
    }

    /// The commit that is checked out; `None` before the first one.
    fn head(&self) -> Result<Option<Vec<u8>>, Fault> {
        self.ask(&["rev-parse", "--verify", "--quiet", "HEAD"])
    }

    fn clone_kind(&self) -> Result<&'static str, Fault> {
        Ok(if self.is_shallow()? { "shallow clone" } else { "repository" })
    }

    fn is_shallow(&self) -> Result<bool, Fault> {
        Ok(run(&self.root, &["rev-parse", "--is-shallow-repository"])?.stdout.starts_with(b"true"))
    }

    /// The command that fetches a commit.
    fn way_to(&self, name: &str) -> Result<String, Fault> {
        let output = run(&self.root, &["remote"])?;
        let listed = String::from_utf8_lossy(&output.stdout).into_owned();
        let remotes: Vec<&str> = listed.lines().collect();
        let Some(first) = remotes.iter().find(|remote| **remote == "origin").or(remotes.first()) else {
            return Ok("the repository has no remote from which it could be fetched; check the name".into());
        };
        if name.contains(['~', '^', '@', ':']) {
            return Ok(if self.is_shallow()? {
                format!("fetch what came before:\n  git fetch --deepen=100 {}", shell_word(first))
            } else {
                format!("check the name, or fetch what is new:\n  git fetch {}", shell_word(first))
            });
        }
        // A depth would make a clone shallow that is whole.
        let depth = if self.is_shallow()? { "--depth=1 " } else { "" };
        let of_remote =
            remotes.iter().find_map(|remote| Some((*remote, name.strip_prefix(remote)?.strip_prefix('/')?)));
        Ok(match of_remote {
            Some((remote, branch)) => {
                let refs = format!("+refs/heads/{branch}:refs/remotes/{remote}/{branch}");
                format!("fetch it:\n  git fetch {depth}{} {}", shell_word(remote), shell_word(&refs))
            }
            None => {
                let is_hash = name.len() >= 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
                let then = if is_hash { "" } else { "\nand name it FETCH_HEAD" };
                format!("fetch it:\n  git fetch {depth}{} {}{then}", shell_word(first), shell_word(name))
            }
        })
    }

    /// Everything that a commit holds, by path.
    pub(super) fn entries(&self, commit: &str) -> Result<Vec<(String, Entry)>, Fault> {
        let output = run(&self.root, &["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit])?;
        if !output.status.success() {
            return Err(self.refuses(&output));
        }
        let lines = output.stdout.split(|byte| *byte == 0).filter(|line| !line.is_empty());
        Ok(lines.filter_map(|line| entry(&String::from_utf8_lossy(line))).collect())
    }

    /// What a file of the head was called in the base, if it was renamed; without a head, in what is staged.
    ///
    /// # Errors
    /// `git` refuses.
    pub fn former_name(&self, base: &str, head: Option<&str>, path: &str) -> Result<Option<String>, Fault> {
        let mut arguments = vec![
            "-c",
            RENAMES,
            "diff",
            "-M",
            "--name-status",
            "-z",
            "--diff-filter=R",
            "--no-ext-diff",
            "--no-textconv",
        ];
        // What is staged is compared, not the working tree: to read that, git would run the filters that its settings name.
        arguments.extend(if head.is_none() { vec!["--cached"] } else { Vec::new() });
        arguments.extend(["--end-of-options", base]);
        arguments.extend(head);
        arguments.push("--");
        let output = run(&self.root, &arguments)?;
        if !output.status.success() {
            return Err(self.refuses(&output));
        }
        let fields: Vec<String> =
            output.stdout.split(|byte| *byte == 0).map(|field| String::from_utf8_lossy(field).into_owned()).collect();
        Ok(fields.chunks(3).find_map(|renamed| match renamed {
            [_, old, new] if new == path => Some(old.clone()),
            _ => None,
        }))
    }

    /// Why git refused; what a partial clone lacks is never fetched, so there that is the likely reason.
    fn refuses(&self, output: &Output) -> Fault {
        let partial =
            run(&self.root, &["config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"]);
        let Fault(said) = refused(&String::from_utf8_lossy(&output.stderr));
        if partial.is_ok_and(|partial| partial.status.success()) {
            Fault(format!("{said}\nthe clone is partial and may lack some of its files; {FETCH_ALL}"))
        } else {
            Fault(said)
        }
    }

    /// What `git` answers; `None` where it has no answer.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Option<Vec<u8>>, Fault> {
        let output = run(&self.root, arguments)?;
        Ok(output.status.success().then_some(output.stdout))
    }

    /// Opens the way to the bytes of objects.
    pub(super) fn objects(&self) -> Result<Objects, Fault> {
        let mut child = command(&self.root)
            .args(["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        let ends = child.stdin.take().zip(child.stdout.take());
        let (ask, answer) = ends.ok_or_else(|| Fault("git cannot be spoken to".into()))?;
        Ok(Objects { child, ask, answer: BufReader::new(answer) })
    }
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
pub(super) struct Objects {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

impl Objects {
    /// The bytes of an object, if they are within a limit.
    pub(super) fn read(&mut self, object: &str, limit: usize) -> Result<Vec<u8>, Unread> {
        let (size, bytes) = self.ask(object, limit).map_err(Unread::Io)?;
        bytes.ok_or(Unread::TooLarge { size, limit })
    }

    fn ask(&mut self, object: &str, limit: usize) -> io::Result<(u64, Option<Vec<u8>>)> {
        self.ask.write_all(format!("{object}\n").as_bytes())?;
        self.ask.flush()?;
        let mut head = String::new();
        self.answer.read_line(&mut head)?;
        let size =
            head.trim_end().strip_prefix(object).and_then(|rest| rest.strip_prefix(" blob ")?.parse::<u64>().ok());
        let Some(size) = size else { return Err(io::Error::from(io::ErrorKind::NotFound)) };
        let within = usize::try_from(size).is_ok_and(|size| size <= limit);
        let mut bytes = Vec::new();
        let mut body = (&mut self.answer).take(size);
        if within {
            body.read_to_end(&mut bytes)?;
        } else {
            io::copy(&mut body, &mut io::sink())?;
        }
        if within && bytes.len() as u64 != size {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        let mut end = [0];
        self.answer.read_exact(&mut end)?;
        Ok((size, within.then_some(bytes)))
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `git` in a folder, with nothing around it that would mislead it, run a program, or go to the network.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).stdin(Stdio::null());
    for name in MISLEADING {
        command.env_remove(name);
    }
    command
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"])
        .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"]);
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Output, Fault> {
    command(folder).args(arguments).output().map_err(|error| not_run(&error))
}

fn not_run(error: &io::Error) -> Fault {
    Fault(match error.kind() {
        io::ErrorKind::NotFound => "the program `git` is not at hand; install it, or give folders to compare".into(),
        _ => format!("the program `git` cannot be run: {error}"),
    })
}

fn refused(said: &str) -> Fault {
    let first = said.lines().next().unwrap_or("no reason given").trim();
    Fault(format!("git refuses: {}", first.trim_start_matches("fatal: ")))
}

/// The folder that git names when it does not trust one.
fn owned_by_another(said: &str) -> Option<String> {
    said.split_once("repository at '")?.1.split_once('\'').map(|(folder, _)| folder.to_owned())
}

fn line(bytes: &[u8]) -> Result<String, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault("the path of the repository is not UTF-8".into()))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}

/// `100644 blob 5f3a…<tab>path`.
fn entry(line: &str) -> Option<(String, Entry)> {
    let (head, path) = line.split_once('\t')?;
    let mut fields = head.split(' ');
    let (mode, _, object) = (fields.next()?, fields.next()?, fields.next()?);
    let kind = match mode {
        "120000" => EntryKind::Link,
        "160000" => EntryKind::Module,
        _ => EntryKind::File,
    };
    Some((path.to_owned(), Entry { kind, object: object.to_owned() }))
}

/// A word as a shell takes it.
fn shell_word(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-+:".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_an_option_is_refused_before_git_sees_it() {
        let repository = Repository { root: PathBuf::from("/nowhere/at/all") };
        for name in ["", "-h", "--upload-pack=x", "a\nb"] {
            let fault = repository.commit(name).unwrap_err();
            assert!(fault.to_string().ends_with("is no name of a commit"), "{fault}");
        }
    }

    #[test]
    fn a_line_of_a_tree_is_read_with_its_kind() {
        let (path, entry) = entry("120000 blob 5f3a\ta folder/a link").unwrap();
        assert_eq!((path.as_str(), entry.kind, entry.object.as_str()), ("a folder/a link", EntryKind::Link, "5f3a"));
    }

    #[test]
    fn what_a_shell_would_take_for_more_than_a_word_is_quoted() {
        assert_eq!(shell_word("feature/plan-2"), "feature/plan-2");
        assert_eq!(shell_word("a;rm 'b'"), r"'a;rm '\''b'\'''");
    }
}
