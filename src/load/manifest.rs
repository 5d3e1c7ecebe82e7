//! The manifest of a rule set: who made it, which version it is, which engine it needs, and which rule sets it extends. Whether those are
//! there is left to [`super::extension`].

use semver::{Version, VersionReq};

use crate::model::place::Place;
use crate::model::problem::Code;

use super::builtin::NAME;
use super::decode::{Case, Decoder};
use super::nearest::quote;
use super::yaml::{Kind, Node, Tree};
use super::{InputTree, Loaded};

/// The path of the manifest within a rule set.
pub(crate) const MANIFEST: &str = "policies/ruleset.yaml";

/// What a manifest says, as far as it could be read.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) version: String,
    pub(super) owner: String,
    pub(super) licence: String,
    pub(super) extends: Vec<Extension>,
}

/// One rule set that is to be extended.
#[derive(Clone, Debug)]
pub(super) struct Extension {
    pub(super) base: Base,
    /// Which versions of it will do.
    pub(super) version: Option<VersionReq>,
    pub(super) place: Place,
    pub(super) width: u32,
}

/// Where a base is to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// The rule set that travels with the program.
    BuiltIn,
    /// A folder or an archive, relative to the folder of the rule set.
    Path(String),
}

impl Base {
    /// The base as a message names it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::BuiltIn => "the built-in rule set".into(),
            Self::Path(path) => quote(path),
        }
    }
}

/// Reads a manifest, `first` being that of a rule set that has its name already; its name is left to [`name_of`], since that must be known before the files are.
pub(super) fn manifest(decoder: &mut Decoder<'_>, first: Option<Place>) -> Manifest {
    let mut found = Manifest::default();
    let Some(root) = decoder.tree.root() else { return found };
    let keys = ["name", "version", "owner", "licence", "engine", "extends", "because"];
    let Some(fields) = decoder.fields(root, &keys) else { return found };
    if let Some(name) = decoder.required(&fields, "name").filter(|node| decoder.name(node, Case::Kebab).is_some())
        && let Some(first) = first
    {
        let message = format!("a rule set of the name {} is loaded already", quote(name.text().unwrap_or_default()));
        let problem = decoder.problem(Code::DefinedTwice, name.spot, message).related(first, "the first one");
        let help = if name.text() == Some(NAME) {
            "give it another name; the built-in rule set travels inside the program, which is built again to try a change of it"
        } else {
            "give one of them another name, or load only one of them"
        };
        decoder.report(problem.help(help));
    }
    if let Some(version) = decoder.required(&fields, "version") {
        let text = decoder.text(version).unwrap_or_default();
        if !text.is_empty() && Version::parse(text).is_err() {
            let message = format!("{} is not a version; write it like `1.2.0`", quote(text));
            decoder.fault(Code::WrongType, version.spot, message);
        }
        found.version = text.into();
    }
    found.owner = decoder.required_text(&fields, "owner").unwrap_or_default();
    found.licence = decoder.optional_text(&fields, "licence").unwrap_or_default();
    if let Some(node) = fields.get("engine")
        && let Some(wanted) = requirement(decoder, node)
    {
        let own = env!("CARGO_PKG_VERSION");
        if !satisfied(&wanted, own) {
            let message = format!("the rule set needs engine `{wanted}`; this is sprcheck {own}");
            let problem = decoder.problem(Code::VersionNotSatisfied, node.spot, message);
            decoder.report(
                problem.help("run it with a version of sprcheck that fits, or ask its owner for one that fits this"),
            );
        }
    }
    let because = decoder.optional_text(&fields, "because");
    if let Some(node) = fields.get("extends") {
        decoder.has_word(fields.get("because"));
        if because.is_none() && fields.get("because").is_none() {
            let message = "the key `because` is missing; a rule set that extends another says why";
            decoder.fault(Code::MissingKey, node.label, message);
        }
        for item in decoder.items(node) {
            found.extends.extend(extension(decoder, item));
        }
    }
    found
}

fn extension<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<Extension> {
    let fields = decoder.fields(node, &["path", "builtin", "version"])?;
    let version = fields.get("version").and_then(|node| requirement(decoder, node));
    let built_in = decoder.flag(&fields, "builtin");
    let (base, spot) = match (fields.get("path"), built_in) {
        (Some(path), false) => (Base::Path(decoder.text(path)?.into()), path.spot),
        (None, true) => (Base::BuiltIn, fields.get("builtin").map_or(node.spot, |node| node.spot)),
        _ => {
            let message = "a base is named by either `path` or `builtin: true`";
            decoder.fault(Code::MissingKey, node.spot, message);
            return None;
        }
    };
    Some(Extension { base, version, place: decoder.place(spot), width: spot.width })
}

/// Which versions will do, such as `^1.2` or `>=0.1, <0.3`.
fn requirement<'t>(decoder: &mut Decoder<'t>, node: &'t Node) -> Option<VersionReq> {
    let text = decoder.text(node)?;
    let found = VersionReq::parse(text).ok();
    if found.is_none() {
        let message =
            format!("{} does not say which versions will do; write it like `^1.2` or `>=0.1, <0.3`", quote(text));
        decoder.fault(Code::WrongType, node.spot, message);
    }
    found
}

/// Whether a version is one of those that will do.
pub(super) fn satisfied(wanted: &VersionReq, version: &str) -> bool {
    Version::parse(version).is_ok_and(|version| wanted.matches(&version))
}

/// The name in a rule set's manifest, if one can be read.
pub(crate) fn name_of(tree: &InputTree) -> Option<String> {
    let yaml = peek(tree)?;
    let name = yaml.get(yaml.root()?, "name")?.text()?;
    Case::Kebab.fits(name).then(|| name.to_owned())
}

/// The version in a rule set's manifest, as it is written.
pub(crate) fn version_of(tree: &InputTree) -> Option<String> {
    let yaml = peek(tree)?;
    Some(yaml.get(yaml.root()?, "version")?.text()?.to_owned())
}

/// The paths of the rule sets that a rule set extends, as its manifest writes them.
pub(super) fn paths_of(tree: &InputTree) -> Vec<String> {
    let Some(yaml) = peek(tree) else { return Vec::new() };
    let items = yaml.root().and_then(|root| yaml.get(root, "extends")).map(|node| &node.kind);
    let Some(Kind::Sequence(items)) = items else { return Vec::new() };
    let path = |item| yaml.get(yaml.node(item), "path").and_then(Node::text).map(str::to_owned);
    items.iter().filter_map(|item| path(*item)).collect()
}

fn peek(tree: &InputTree) -> Option<Tree> {
    let manifest = tree.files.iter().find(|file| file.path == MANIFEST)?;
    Some(Loaded::default().take_yaml(manifest, &tree.origin))
}
