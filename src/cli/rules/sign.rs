//! `sprcheck rules sign`, `check-signature` and `new-key`: who vouches for a rule set.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::author::signature::{self, SignatureFault, TrustedKey};
use crate::cli::exit::{Exit, Stop};
use crate::cli::output::{complain, deliver, deliver_secret};
use crate::cli::password::Password;
use crate::cli::small_file;
use crate::load::files;
use crate::report::sanitize::sanitize;

#[derive(Debug, Args)]
pub(super) struct Sign {
    /// The folder of the rule set; its signature is written into it as `ruleset.minisig`
    folder: PathBuf,
    /// The secret key, as `sprcheck rules new-key` or minisign makes it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    password: Password,
}

#[derive(Debug, Args)]
pub(super) struct CheckSignature {
    /// The folder or archive of the rule set
    rule_set: PathBuf,
    /// A public key that may have signed it; may be repeated
    #[arg(long, value_name = "FILE", required = true)]
    key: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct NewKey {
    /// The file of the secret key; the public one is written beside it with `.pub`
    file: PathBuf,
    /// Leave the secret key without a password
    #[arg(long, conflicts_with_all = ["password_file", "password_env"])]
    no_password: bool,
    #[command(flatten)]
    password: Password,
}

impl Sign {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        if !self.folder.is_dir() {
            return Err(Stop::Message(format!(
                "`{}` is no folder; sign the folder of a rule set and pack it afterwards",
                self.folder.display()
            )));
        }
        let tree = files::rule_set(&self.folder)?;
        let key = read(&self.key)?;
        let mut asked = Ok(());
        let signed = signature::sign(&tree, &key, || match self.password.get() {
            Ok(password) => Some(password),
            Err(stop) => {
                asked = Err(stop);
                None
            }
        });
        asked?;
        let text = signed.map_err(|fault| Stop::Message(fault.to_string()))?;
        let file = self.folder.join(files::SIGNATURE);
        deliver(&text, Some(&file))?;
        Ok(Exit::Fine)
    }
}

impl CheckSignature {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let keys = trusted(&self.key)?;
        let tree = files::rule_set(&self.rule_set)?;
        match signature::check(&tree, &keys) {
            Ok(says) => {
                let name = sanitize(&tree.name().unwrap_or_default());
                deliver(
                    &format!(
                        "{name} {}: the signature fits every file; its signer says: {}\n",
                        sanitize(&tree.version()),
                        sanitize(&says)
                    ),
                    None,
                )?;
                Ok(Exit::Fine)
            }
            Err(fault @ (SignatureFault::NoPublicKey(_) | SignatureFault::Incomplete(_))) => {
                Err(Stop::Message(fault.to_string()))
            }
            Err(fault) => {
                complain(&format!("error: {}\n", sanitize(&fault.to_string())));
                Ok(Exit::Failed)
            }
        }
    }
}

impl NewKey {
    pub(super) fn run(self) -> Result<Exit, Stop> {
        let mut public = self.file.clone().into_os_string();
        public.push(".pub");
        let public = PathBuf::from(public);
        for file in [&self.file, &public] {
            if file.symlink_metadata().is_ok() {
                return Err(Stop::Message(format!("`{}` is there already and is not overwritten", file.display())));
            }
        }
        let password = if self.no_password { None } else { Some(self.password.new_one()?) };
        let keys = signature::new_keys(password).map_err(|fault| Stop::Message(fault.to_string()))?;
        deliver_secret(&keys.secret, &self.file)?;
        deliver(&keys.public, Some(&public))?;
        deliver(&format!("wrote {} (keep it) and {} (give it away)\n", self.file.display(), public.display()), None)?;
        Ok(Exit::Fine)
    }
}

/// The public keys in these files.
pub(in crate::cli) fn trusted(files: &[PathBuf]) -> Result<Vec<TrustedKey>, Stop> {
    let key = |file: &PathBuf| {
        let text = read(file)?;
        TrustedKey::read(&text, &file.display().to_string()).map_err(|fault| Stop::Message(fault.to_string()))
    };
    files.iter().map(key).collect()
}

fn read(file: &Path) -> Result<String, Stop> {
    small_file::read(file, small_file::SMALL)
        .map_err(|error| Stop::Message(format!("`{}` cannot be read: {error}", file.display())))
}
