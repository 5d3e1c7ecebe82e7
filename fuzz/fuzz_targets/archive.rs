//! Any bytes as an archive of a rule set; the first byte says of which kind. Whatever comes out of it stays within its bounds, and names no
//! path that a rule set does not have.

#![no_main]

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use sprcheck::load::unpack;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let tree = match first % 3 {
        0 => unpack(Path::new("set.zip"), bytes),
        1 => unpack(Path::new("set.tar.gz"), bytes),
        // Packed here, so that what is changed is the archive and not what it is packed in.
        _ => {
            let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
            packed.write_all(bytes).expect("memory takes all");
            unpack(Path::new("set.tar.gz"), &packed.finish().expect("memory takes all"))
        }
    };
    let total: usize = tree.files.iter().map(|file| file.bytes.len()).sum();
    assert!(total <= (1 << 20) + 200 * bytes.len(), "{total} bytes out of {}", bytes.len());
    for file in &tree.files {
        let steps: Vec<&str> = file.path.split('/').collect();
        assert!(!steps.iter().any(|step| matches!(*step, "" | "." | "..")), "{}", file.path);
        assert!(file.path.starts_with("policies/") || file.path.starts_with("rules/") || steps.len() == 1, "{}", file.path);
    }
});
