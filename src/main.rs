//! Parse, run, exit code.

use std::process::ExitCode;

use clap::Parser as _;
use sprcheck::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().run().into()
}
