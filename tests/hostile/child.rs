//! Runs the built program in a process of its own, with an eye on what it costs.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a process may wait, on the clock on the wall, before it is ended: it hangs. A busy machine is slow and hangs nowhere.
const HANGS: Duration = Duration::from_secs(180);

/// How long it may be at work before it is ended.
const WORKS: Duration = Duration::from_secs(20);

/// How much memory, in KiB, a process may hold before it is ended: the machine is not to suffer for the test.
const BURSTS: u64 = 1024 * 1024;

/// What a process cost.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    /// Time on the processor where the system tells, else by the clock on the wall.
    pub(crate) took: Duration,
    /// The most memory that it held, in KiB; 0 where the system does not tell.
    pub(crate) peak: u64,
}

/// How a process ended.
pub(crate) struct Ended {
    /// `None` if it was ended by a signal, ours among them.
    pub(crate) code: Option<i32>,
    pub(crate) output: String,
    pub(crate) complaint: String,
    pub(crate) cost: Cost,
}

/// Runs `sprcheck` with these arguments in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Ended {
    let own = tempfile::tempdir().unwrap();
    let (output, complaint) = (own.path().join("output"), own.path().join("complaint"));
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_sprcheck"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(File::create(&output).unwrap())
        .stderr(File::create(&complaint).unwrap())
        .spawn()
        .unwrap();
    let mut cost = Cost::default();
    let status = loop {
        look(&child, &mut cost);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > HANGS || cost.took > WORKS || cost.peak > BURSTS {
            child.kill().unwrap();
            cost.took = cost.took.max(if start.elapsed() > HANGS { HANGS } else { Duration::ZERO });
            break child.wait().unwrap();
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    if cost.peak == 0 {
        cost.took = start.elapsed();
    }
    let text = |path| String::from_utf8(fs::read(path).unwrap()).unwrap();
    Ended { code: status.code(), output: text(&output), complaint: text(&complaint), cost }
}

/// Takes down what the process has cost so far, where the system tells.
fn look(child: &Child, cost: &mut Cost) {
    let about = Path::new("/proc").join(child.id().to_string());
    let peak = fs::read_to_string(about.join("status")).ok().and_then(|status| {
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.trim().parse().ok())
    });
    cost.peak = cost.peak.max(peak.unwrap_or(0));
    let ticks = fs::read_to_string(about.join("stat")).ok().and_then(|stat| {
        let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
        Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
    });
    // A tick is a hundredth of a second wherever this file system exists.
    cost.took = cost.took.max(Duration::from_millis(ticks.unwrap_or(0) * 10));
}
