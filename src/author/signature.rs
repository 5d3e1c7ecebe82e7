//! Signatures over rule sets, in the format of minisign: one signature over an inventory of every file, so that none can be changed, taken
//! away or put in.

use minisign::{KeyPair, SecretKeyBox};
use minisign_verify::{Error, PublicKey, Signature};

use crate::load::InputTree;

use super::lock::{LockFault, inventory};

/// What the text that is signed begins with, so that a signature over it can be taken for nothing else.
const PURPOSE: &str = "sprcheck rule set";

/// Why a rule set is not signed as it should be, or cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignatureFault {
    /// There is no signature.
    #[error("rule set `{0}` has no signature; `ruleset.minisig` is not there")]
    Unsigned(String),
    /// What stands in the signature's place is none.
    #[error("the signature of rule set `{0}` cannot be read: it is not one of minisign's, or of its old kind")]
    Garbled(String),
    /// Somebody else signed it.
    #[error("rule set `{0}` is signed with a key that is not trusted")]
    Untrusted(String),
    /// It fits other files.
    #[error(
        "the signature of rule set `{0}` does not fit its files: one was changed, added or taken away, or the signature is another's"
    )]
    Wrong(String),
    /// A key that is none.
    #[error("`{0}` is no public key of minisign")]
    NoPublicKey(String),
    /// A secret key that cannot be used.
    #[error("the secret key cannot be used: the password is wrong, or it is no secret key of minisign")]
    NoSecretKey,
    /// The secret key needs a password.
    #[error("the secret key is protected, and no password was given")]
    PasswordNeeded,
    /// No key could be made, or nothing signed.
    #[error("the signing failed: {0}")]
    Failed(String),
    /// The rule set cannot be told as a whole.
    #[error(transparent)]
    Incomplete(#[from] LockFault),
}

/// A public key, and what to call it.
#[derive(Clone)]
pub struct TrustedKey {
    key: PublicKey,
}

impl TrustedKey {
    /// Reads a public key as minisign writes it: a comment and the key, or the key alone.
    ///
    /// # Errors
    /// The text is none; `shown` names it then.
    pub fn read(text: &str, shown: &str) -> Result<Self, SignatureFault> {
        let key = PublicKey::decode(text).or_else(|_| PublicKey::from_base64(text.trim()));
        key.map(|key| Self { key }).map_err(|_| SignatureFault::NoPublicKey(shown.into()))
    }
}

impl std::fmt::Debug for TrustedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a public key")
    }
}

/// The text that is signed: what it is for, then the rule set's inventory.
fn statement(tree: &InputTree) -> Result<String, SignatureFault> {
    Ok(format!("{PURPOSE}\n{}", inventory(tree)?))
}

/// Checks that a rule set is signed with one of these keys, and that the signature fits every file; returns what its signer says of it.
///
/// # Errors
/// It is not, or it cannot be told.
pub fn check(tree: &InputTree, trusted: &[TrustedKey]) -> Result<String, SignatureFault> {
    let name = tree.name().unwrap_or_else(|| "without a name".into());
    let bytes = tree.signature().ok_or_else(|| SignatureFault::Unsigned(name.clone()))?;
    let text = std::str::from_utf8(bytes).map_err(|_| SignatureFault::Garbled(name.clone()))?;
    // Minisign writes four lines; whatever follows them would be vouched for by nobody.
    if text.lines().count() != 4 {
        return Err(SignatureFault::Garbled(name));
    }
    let signature = Signature::decode(text).map_err(|_| SignatureFault::Garbled(name.clone()))?;
    let statement = statement(tree)?;
    let mut fault = SignatureFault::Untrusted(name.clone());
    for trusted in trusted {
        match trusted.key.verify(statement.as_bytes(), &signature, false) {
            Ok(()) => return Ok(signature.trusted_comment().to_owned()),
            Err(Error::UnexpectedKeyId) => {}
            Err(Error::InvalidSignature) => fault = SignatureFault::Wrong(name.clone()),
            Err(_) => fault = SignatureFault::Garbled(name.clone()),
        }
    }
    Err(fault)
}

/// Signs a rule set; returns the text of its signature. The password is asked for only if the key is protected.
///
/// # Errors
/// The key or the password is wrong, or the rule set cannot be told as a whole.
pub fn sign(
    tree: &InputTree,
    secret_key: &str,
    password: impl FnOnce() -> Option<String>,
) -> Result<String, SignatureFault> {
    let statement = statement(tree)?;
    let boxed = || SecretKeyBox::from_string(secret_key).map_err(|_| SignatureFault::NoSecretKey);
    let key = match boxed()?.into_unencrypted_secret_key() {
        Ok(key) => key,
        Err(_) => {
            let password = password().ok_or(SignatureFault::PasswordNeeded)?;
            boxed()?.into_secret_key(Some(password)).map_err(|_| SignatureFault::NoSecretKey)?
        }
    };
    let says = format!("rule set {} {}", tree.name().unwrap_or_default(), tree.version());
    let signed =
        minisign::sign(None, &key, statement.as_bytes(), Some(&says), Some("signature of a sprcheck rule set"));
    signed.map(|signature| signature.into_string()).map_err(|error| SignatureFault::Failed(error.to_string()))
}

/// The texts of a new pair of keys.
pub struct NewKeys {
    /// To be kept: it signs.
    pub secret: String,
    /// To be given away: it checks.
    pub public: String,
}

/// Makes a pair of keys; without a password the secret one is unprotected.
///
/// # Errors
/// The system gives no random numbers.
pub fn new_keys(password: Option<String>) -> Result<NewKeys, SignatureFault> {
    let failed = |error: minisign::PError| SignatureFault::Failed(error.to_string());
    let pair = match password {
        Some(password) => KeyPair::generate_encrypted_keypair(Some(password)),
        None => KeyPair::generate_unencrypted_keypair(),
    };
    let pair = pair.map_err(failed)?;
    let secret = pair.sk.to_box(Some("secret key for sprcheck rule sets")).map_err(failed)?.into_string();
    let public = pair.pk.to_box().map_err(failed)?.into_string();
    Ok(NewKeys { secret, public })
}
