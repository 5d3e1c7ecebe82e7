//! The password of a secret key: from a file, from the environment, or asked for; never from the command line, where others can read it.

use std::path::PathBuf;

use clap::Args;

use super::exit::Stop;
use super::small_file;

/// Where a password comes from.
#[derive(Debug, Args)]
pub(in crate::cli) struct Password {
    /// Read the password of the secret key from the first line of this file, instead of asking for it
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Read the password of the secret key from this environment variable, instead of asking for it
    #[arg(long, value_name = "NAME", conflicts_with = "password_file")]
    password_env: Option<String>,
}

impl Password {
    /// The password of a key that is there.
    pub(in crate::cli) fn get(&self) -> Result<String, Stop> {
        match self.given()? {
            Some(password) => Ok(password),
            None => ask("Password of the secret key: "),
        }
    }

    /// A password for a new key, asked for twice.
    pub(in crate::cli) fn new_one(&self) -> Result<String, Stop> {
        if let Some(password) = self.given()? {
            return Ok(password);
        }
        let first = ask("Password for the new key: ")?;
        if ask("The same again: ")? != first {
            return Err(Stop::Message("the two passwords differ; no key was made".into()));
        }
        Ok(first)
    }

    fn given(&self) -> Result<Option<String>, Stop> {
        let password = if let Some(file) = &self.password_file {
            let text = small_file::read(file, small_file::SMALL)
                .map_err(|error| Stop::Message(format!("`{}` cannot be read: {error}", file.display())))?;
            text.lines().next().unwrap_or_default().to_owned()
        } else if let Some(name) = &self.password_env {
            std::env::var(name).map_err(|_| Stop::Message(format!("the environment gives no text as `{name}`")))?
        } else {
            return Ok(None);
        };
        if password.is_empty() {
            return Err(Stop::Message("the password is empty".into()));
        }
        Ok(Some(password))
    }
}

fn ask(prompt: &str) -> Result<String, Stop> {
    let password = rpassword::prompt_password(prompt).map_err(|_| {
        Stop::Message("there is no terminal to ask for a password; give `--password-file` or `--password-env`".into())
    })?;
    if password.is_empty() {
        return Err(Stop::Message("the password is empty".into()));
    }
    Ok(password)
}
