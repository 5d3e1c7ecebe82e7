//! The nearest known name to one that is not known.

/// Names longer than this are not compared: they are no slip of the pen.
const COMPARED: usize = 64;

/// The known name that is nearest to a wrong one, if it is near enough to be a slip; of several the first in order.
#[must_use]
pub fn nearest<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = wrong.chars().count();
    if length > COMPARED {
        return None;
    }
    let bound = (length / 3).clamp(1, 4);
    let wrong = wrong.to_lowercase();
    known
        .into_iter()
        .filter(|name| name.len().abs_diff(wrong.len()) <= bound * 4)
        .map(|name| (strsim::osa_distance(&wrong, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= bound)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_has_a_nearest_name() {
        assert_eq!(nearest("thretas", ["title", "threats", "weight"]), Some("threats"));
        assert_eq!(nearest("banana", ["title", "threats", "weight"]), None);
        assert_eq!(nearest("Title", ["title"]), Some("title"));
    }
}
