//! Dates as people write them.

/// The months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2021-01-31` in words; any other text as it is.
pub(crate) fn written(text: &str) -> String {
    let mut steps = text.split('-');
    let (year, month, day) = (steps.next().unwrap_or_default(), steps.next(), steps.next());
    let month = month.map(|month| month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?)));
    match (month, day.and_then(|day| day.parse::<u8>().ok())) {
        (Some(Some(month)), Some(day)) if steps.next().is_none() => format!("{day} {month} {year}"),
        (Some(Some(month)), None) if text.len() <= 7 => format!("{month} {year}"),
        _ => text.to_owned(),
    }
}
