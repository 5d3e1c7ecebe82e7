//! The sides of a gate: what a name of git or a folder stands for, where its files are read from, and what its places are called.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::audit::{Case, Rules};
use crate::cli::exit::Stop;
use crate::cli::output::complain;
use crate::cli::settings::{NAME as SETTINGS, Settings};
use crate::load::shelf::{Disk, Shelf};
use crate::load::{files, held_paths};
use crate::model::forecast::JudgedBy;
use crate::model::gate::{GateSide, InRepository};
use crate::model::place::Sources;
use crate::model::problem::Problem;
use crate::report::gate::mistakes::Mistake;
use crate::report::sanitize::sanitize;
use crate::store::commit::Commit;
use crate::store::git::{FETCH_ALL, Fault, Repository};
use crate::store::mirror::Mirror;
use crate::store::within;

/// The file of a profile that is a folder.
const PROFILE: &str = "profile.yaml";
/// How many digits of a commit are told.
const SHORT: usize = 12;

/// One side: where its files are read from, and where its profile lies.
#[derive(Clone)]
pub(super) struct Revision {
    name: String,
    commit: Option<String>,
    shelf: Rc<dyn Shelf>,
    profile: PathBuf,
    repository: Option<Repository>,
    /// Why it is not known whether there is one.
    no_git: Option<Fault>,
    /// The folder to which paths are relative: the root of the repository, else the folder of the profile.
    root: PathBuf,
    /// The shelf, where it is a commit.
    commit_shelf: Option<Rc<Commit>>,
    /// Whether another folder stands in the place of the root.
    mirrored: bool,
    /// What its `sprcheck.toml` says.
    settings: Settings,
    head: bool,
}

/// What is there of a base.
pub(super) enum Base {
    There(Box<Revision>),
    /// And why not.
    NotThere(String),
}

impl Revision {
    /// The head: the working tree, or what is named, with the profile that the command line names, or else its own `sprcheck.toml`.
    pub(super) fn head(profile: Option<&Path>, name: Option<&str>) -> Result<Self, Stop> {
        // What is wrong with them is told of the side that they belong to.
        let here = if profile.is_some() { None } else { Settings::read().ok().and_then(|here| here.profile) };
        // Without a name, the repository is that of the folder in which the settings are looked for.
        let anchor = profile.or(here.as_deref()).unwrap_or(Path::new("."));
        let (repository, no_git) = match Repository::of(anchor) {
            Ok(found) => (found, None),
            // Folders can be compared without git.
            Err(fault) if name.is_none_or(is_folder) && !is_final(&fault) => (None, Some(fault)),
            Err(fault) => return Err(told(&fault)),
        };
        let root = repository.as_ref().map_or_else(|| folder_of(anchor), |one| one.root().to_path_buf());
        let side = Self {
            name: name.unwrap_or("the working tree").to_owned(),
            commit: None,
            shelf: Rc::new(Disk),
            profile: anchor.to_path_buf(),
            repository,
            no_git,
            root,
            commit_shelf: None,
            mirrored: false,
            settings: Settings::default(),
            head: true,
        };
        let side = match name {
            None => side,
            Some(name) => side.at(name).map_err(|why| Stop::Message(format!("the head cannot be judged: {why}")))?,
        };
        let mut side = side.with_settings()?;
        side.profile = profile.map(Path::to_path_buf).or_else(|| side.settings.profile.clone()).ok_or_else(|| {
            Stop::Message(
                "no profile is named; name a file or folder, or write `profile = \"…\"` in `sprcheck.toml`".into(),
            )
        })?;
        let side = side.with_file();
        side.vet(&side.profile, true)?;
        Ok(side)
    }

    /// The base of a head; `named` says that the command line names the profile, so that no settings do.
    pub(super) fn base(head: &Self, name: Option<&str>, named: bool) -> Result<Base, Stop> {
        let Some(name) = name else { return Ok(Base::NotThere("none is named".into())) };
        let copy = Self {
            name: name.to_owned(),
            commit: None,
            shelf: Rc::new(Disk),
            commit_shelf: None,
            mirrored: false,
            settings: Settings::default(),
            head: false,
            ..head.clone()
        };
        let mut base = match copy.at(name) {
            Ok(base) => base.with_settings()?,
            Err(why) => return Ok(Base::NotThere(why)),
        };
        if let Some(own) = base.settings.profile.clone().filter(|_| !named) {
            let own = Self { profile: own, ..base.clone() }.with_file();
            own.vet(&own.profile, true)?;
            if own.shelf.is_file(&own.profile) {
                return Ok(Base::There(Box::new(own)));
            }
        }
        base.vet(&base.profile, true)?;
        if base.shelf.is_file(&base.profile) {
            return Ok(Base::There(Box::new(base)));
        }
        let there = head.path_in_repository(&head.profile);
        if let Some((repository, commit, path)) =
            base.repository.as_ref().zip(base.commit.as_ref()).zip(there).map(|((one, two), three)| (one, two, three))
        {
            let former = repository.former_name(commit, head.commit.as_deref(), &path).map_err(|fault| told(&fault))?;
            if let Some(former) = former {
                base.profile = repository.root().join(former);
                return Ok(Base::There(Box::new(base)));
            }
        }
        let shown = base.path_in_repository(&base.profile).unwrap_or_else(|| base.profile.display().to_string());
        Ok(Base::NotThere(format!("{} holds no profile `{shown}`, and none that was renamed to it", base.called())))
    }

    /// What the head has at the place of the base's profile, where its `sprcheck.toml` names another: that is not to hide what became of
    /// the one.
    pub(super) fn at_profile_of(&self, base: &Self) -> Option<Self> {
        let is_named = base.settings.profile.is_some() && base.settings.profile != self.settings.profile;
        let other = Self { profile: base.profile.clone(), ..self.clone() };
        let is_other = other.path_in_repository(&other.profile) != self.path_in_repository(&self.profile);
        (is_named && is_other && other.shelf.is_file(&other.profile)).then_some(other)
    }

    /// The same with what its own `sprcheck.toml` says.
    fn with_settings(mut self) -> Result<Self, Stop> {
        self.vet(Path::new(SETTINGS), false)?;
        self.settings = Settings::read_from(self.shelf()).map_err(|stop| match stop {
            Stop::Message(why) => Stop::Message(format!("{} cannot be judged: {why}", self.called())),
            other => other,
        })?;
        self.whole()?;
        Ok(self)
    }

    /// What its own `sprcheck.toml` says.
    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Refuses what would be read from the disk although this side is a commit; `is_own` says that the path has to be one of the commit.
    fn vet(&self, path: &Path, is_own: bool) -> Result<(), Stop> {
        let strays = self.commit_shelf.as_ref().and_then(|commit| commit.strays(path, is_own));
        strays.map_or(Ok(()), |why| {
            let shown = path.display();
            Err(Stop::Message(sanitize(&format!("{} cannot be judged: `{shown}` {why}", self.called()))))
        })
    }

    /// The same at a name of git, or in a folder.
    fn at(self, name: &str) -> Result<Self, String> {
        if is_folder(name) {
            return self.in_folder(Path::new(name));
        }
        let Some(repository) = &self.repository else {
            let why = "the profile lies in no repository of git".to_owned();
            let why = self.no_git.as_ref().map_or(why, ToString::to_string);
            return Err(format!("`{name}` is no folder, and {why}"));
        };
        let found = repository.commit(name).map_err(|fault| {
            let folder = if Path::new(name).is_dir() {
                format!("\nif the folder is meant, write `./{name}`")
            } else {
                String::new()
            };
            format!("{fault}{folder}")
        })?;
        let commit = Commit::open(repository, found.clone()).map_err(|fault| fault.to_string())?;
        let commit = Rc::new(commit);
        let shelf: Rc<dyn Shelf> = Rc::clone(&commit) as Rc<dyn Shelf>;
        Ok(Self { commit: Some(found), shelf, commit_shelf: Some(commit), ..self })
    }

    /// A folder in the place of the repository's root, or of the profile's folder.
    fn in_folder(self, folder: &Path) -> Result<Self, String> {
        let real = folder.canonicalize().map_err(|_| format!("the folder `{}` is not there", folder.display()))?;
        if real.is_file() {
            return Ok(Self { root: folder_of(&real), profile: real, ..self });
        }
        let file = within(&self.root, &self.profile).filter(|inner| real.join(inner).exists());
        let of = if file.is_some() { self.root.clone() } else { folder_of(&self.profile) };
        Ok(Self { shelf: Rc::new(Mirror { of, in_its_place: real }), mirrored: true, ..self })
    }

    /// The same with the file of a profile that is a folder.
    fn with_file(mut self) -> Self {
        if self.shelf.is_folder(&self.profile) {
            self.profile = self.profile.join(PROFILE);
        }
        self
    }

    pub(super) fn shelf(&self) -> &dyn Shelf {
        self.shelf.as_ref()
    }

    pub(super) fn is_head(&self) -> bool {
        self.head
    }

    /// What it is called in a message.
    pub(super) fn called(&self) -> String {
        let side = if self.head { "the head" } else { "the base" };
        let commit = self
            .commit
            .as_ref()
            .map_or_else(String::new, |commit| format!(", commit {}", commit.get(..SHORT).unwrap_or(commit)));
        format!("{side} (`{}`{commit})", sanitize(&self.name))
    }

    /// The rule sets of this side: a folder that the base has not got yet is a rule set of the head alone.
    pub(super) fn rule_sets(&self, folders: &[PathBuf]) -> Result<(Vec<PathBuf>, &dyn Shelf), Stop> {
        for folder in folders {
            self.vet(folder, false)?;
        }
        let there = |folder: &&PathBuf| self.head || self.shelf.real(folder).is_ok();
        Ok((folders.iter().filter(there).cloned().collect(), self.shelf()))
    }

    /// The profile of this side, held against its own rules, or those of the other side where `others` says so.
    pub(super) fn hold<'r>(&self, rules: &'r Rules, others: bool) -> Result<Case<'r>, Stop> {
        let by = match (others, self.head) {
            (false, _) => "",
            (true, true) => ", by the rules of the base",
            (true, false) => ", by the rules of the head",
        };
        self.held(rules).inspect_err(|_| complain(&format!("{} cannot be judged{by}\n", self.called())))
    }

    /// The same of the head by the rules of the base. Where it holds by its own, that is told as the way out.
    pub(super) fn hold_by_base<'r>(&self, rules: &'r Rules, own: &Rules) -> Result<Case<'r>, Stop> {
        self.hold(rules, true).inspect_err(|_| {
            if self.held(own).is_ok() {
                complain("by its own rules it could be: let the rules be revised first, in a revision of their own\n");
            }
        })
    }

    fn held<'r>(&self, rules: &'r Rules) -> Result<Case<'r>, Stop> {
        let held = || -> Result<Case<'r>, Stop> {
            let tree = files::profile_from(self.shelf(), &self.profile)?;
            let held = files::held_from(self.shelf(), &self.profile, &held_paths(&tree));
            Ok(rules.hold_with(&tree, &held)?)
        };
        let case = held();
        // What the clone lacks explains whatever else is wrong.
        self.whole()?;
        case
    }

    /// Whether everything that was asked for could be read.
    pub(super) fn whole(&self) -> Result<(), Stop> {
        if self.commit_shelf.as_ref().is_some_and(|commit| commit.lacks()) {
            return Err(Stop::Message(format!(
                "{} cannot be judged: the clone is partial and lacks some of its files; {FETCH_ALL}",
                self.called()
            )));
        }
        if let Some((path, module)) = self.commit_shelf.as_ref().and_then(|commit| commit.module()) {
            return Err(Stop::Message(sanitize(&format!(
                "{} cannot be judged: `{path}` lies in the submodule `{module}`, and of a submodule a commit holds nothing that could be \
                 read; compare folders instead, such as two checkouts: `--base ../before`",
                self.called()
            ))));
        }
        Ok(())
    }

    /// The path with `/`, relative to the root of the repository, links and steps back resolved: a build server knows no other.
    pub(super) fn path_in_repository(&self, path: &Path) -> Option<String> {
        let real = if self.mirrored { None } else { self.shelf.real(path).ok() };
        let inner = real.and_then(|real| within(&self.root, real.strip_prefix(&self.root).ok().map(|_| &*real)?));
        inner.or_else(|| within(&self.root, path)).filter(|inner| !inner.is_empty())
    }

    /// A mistake of this side. A problem of a file that lies elsewhere has no place here.
    pub(super) fn mistake(&self, problem: &Problem, sources: &Sources) -> Mistake {
        let at = problem.place.and_then(|place| {
            let file = self.path_in_repository(Path::new(&sources.get(place.file)?.shown))?;
            Some(InRepository { file, line: place.line, column: place.column })
        });
        let help = problem.help.as_ref().map_or_else(String::new, |help| format!("; {help}"));
        Mistake { code: problem.code, says: format!("{}{help}", problem.message), at }
    }

    /// The side, as the answer tells it.
    pub(super) fn told(&self, case: &Case<'_>, rule_sets: Vec<JudgedBy>) -> GateSide {
        let file = case.sources().get(case.profile().place.file);
        GateSide {
            name: self.name.clone(),
            commit: self.commit.clone(),
            profile: self.path_in_repository(&self.profile).unwrap_or_else(|| self.profile.display().to_string()),
            digest: file.map(|file| file.digest.clone()).unwrap_or_default(),
            rule_sets,
        }
    }
}

/// Whether a name is that of a folder: it begins as a path does.
fn is_folder(name: &str) -> bool {
    matches!(name, "." | "..") || name.starts_with("./") || name.starts_with("../") || Path::new(name).is_absolute()
}

/// Whether there is a repository, and a reason not to go on.
fn is_final(fault: &Fault) -> bool {
    let fault = fault.to_string();
    fault.starts_with("git does not trust") || fault.starts_with("the repository has no working tree")
}

fn told(fault: &Fault) -> Stop {
    Stop::Message(fault.to_string())
}

/// The folder of a file, or the folder itself, links resolved.
fn folder_of(path: &Path) -> PathBuf {
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new(".")) };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf())
}
