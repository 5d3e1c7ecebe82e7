//! A record as bytes: the same each time, and read back as it was written.

use proptest::prelude::*;
use sprcheck::load::history::{digest_of, is_record, record, render};

#[test]
fn a_record_says_what_it_follows_in_order_and_once() {
    let (a, b) = ("sha256:a".to_owned(), "sha256:b".to_owned());
    assert_eq!(render(&[b.clone(), a.clone(), b.clone()], "{}\n"), render(&[a.clone(), b.clone()], "{}\n"));
    assert_ne!(digest_of(&[a], "{}\n"), digest_of(&[b], "{}\n"));
    assert!(is_record(&render(&[], "{}\n")));
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_of_records_fail_otherwise_than_by_telling(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(record(&bytes).is_err());
    }

    #[test]
    fn whatever_is_changed_in_a_record_it_is_no_record_any_more(place in 0_usize..2000, new in b' '..b'~') {
        let report = std::fs::read_to_string("tests/history/report.json").unwrap();
        let text = render(&[format!("sha256:{}", "0".repeat(64))], &report);
        prop_assert!(record(text.as_bytes()).is_ok());
        let mut bytes = text.into_bytes();
        let place = place % bytes.len();
        prop_assume!(bytes[place] != new);
        bytes[place] = new;
        prop_assert!(record(&bytes).is_err());
    }
}
