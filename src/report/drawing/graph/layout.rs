//! Where everything stands. What a thing is tells its column, so no more is needed than an order in each column in which few lines cross, and
//! heights at which linked things stand near each other.
//!
//! Left stand the groups (instruments), each with its rows (duties) on end, so no line from a group crosses another; right stand the
//! grounds (evidence). Everything is counted in whole numbers, so that the same links give the same picture everywhere.

use crate::report::drawing::svg::Length;

/// How far a row stands from the next.
pub(super) const PITCH: i64 = 240;
/// How far a group stands from the next, more than its rows.
const GAP: i64 = 80;
/// The least height of a group: two lines of letters.
const LEAST: i64 = 360;
/// How often the order is mended.
const TURNS: usize = 12;
/// How far rows are drawn apart where there are more grounds than rows.
const WIDEST: i64 = 720;

/// What is linked with what: rows by their number within `ties`, grounds by theirs.
pub(super) struct Plan {
    /// The rows of each group.
    pub(super) groups: Vec<Vec<usize>>,
    /// The grounds of each row.
    pub(super) ties: Vec<Vec<usize>>,
    /// How many grounds there are.
    pub(super) grounds: usize,
}

/// The height at which everything has its middle, in the order of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    /// The groups.
    pub(super) groups: Vec<Length>,
    /// The rows.
    pub(super) rows: Vec<Length>,
    /// The grounds.
    pub(super) grounds: Vec<Length>,
    /// The groups in their order from the top, each with its rows in theirs.
    pub(super) order: Vec<(usize, Vec<usize>)>,
    /// The grounds in theirs.
    pub(super) grounds_order: Vec<usize>,
    /// How high it all is.
    pub(super) height: Length,
}

/// An order of everything.
#[derive(Clone)]
struct Order {
    groups: Vec<(usize, Vec<usize>)>,
    grounds: Vec<usize>,
}

/// Lays out a plan.
pub(super) fn lay_out(plan: &Plan) -> Places {
    let order = least_crossed(plan);
    let rows_height: i64 = order.groups.iter().map(|(_, rows)| group_height(rows.len(), PITCH)).sum();
    let grounds_height = times(PITCH, plan.grounds);
    let pitch = if grounds_height > rows_height && rows_height > 0 {
        (PITCH * grounds_height / rows_height).min(WIDEST)
    } else {
        PITCH
    };
    let (mut groups, mut rows) = (vec![0; plan.groups.len()], vec![0; plan.ties.len()]);
    let mut top = 0;
    for (group, of_it) in &order.groups {
        let height = group_height(of_it.len(), pitch);
        let first = top + (height - GAP - times(pitch, of_it.len())) / 2 + pitch / 2;
        for (place, row) in of_it.iter().enumerate() {
            set(&mut rows, *row, first + times(pitch, place));
        }
        set(&mut groups, *group, top + (height - GAP) / 2);
        top += height;
    }
    let near: Vec<i64> = order.grounds.iter().map(|ground| mean(plan, &rows, *ground)).collect();
    let mut grounds = vec![0; plan.grounds];
    let spread = spread(&near);
    let highest = spread.first().map_or(0, |first| (PITCH / 2 - first).max(0));
    for (ground, place) in order.grounds.iter().zip(&spread) {
        set(&mut grounds, *ground, *place);
    }
    let down = |all: Vec<i64>| -> Vec<Length> { all.into_iter().map(|place| Length(place + highest)).collect() };
    let bottom = (top - GAP).max(spread.last().map_or(0, |last| last + PITCH / 2)) + highest;
    Places {
        groups: down(groups),
        rows: down(rows),
        grounds: down(grounds),
        order: order.groups,
        grounds_order: order.grounds,
        height: Length(bottom),
    }
}

fn group_height(rows: usize, pitch: i64) -> i64 {
    times(pitch, rows).max(LEAST) + GAP
}

fn times(length: i64, number: usize) -> i64 {
    length.saturating_mul(i64::try_from(number).unwrap_or(i64::MAX))
}

fn set<T>(all: &mut [T], place: usize, value: T) {
    if let Some(old) = all.get_mut(place) {
        *old = value;
    }
}

fn at(all: &[i64], place: usize) -> i64 {
    all.get(place).copied().unwrap_or(0)
}

/// The order with the fewest crossings among those that come of putting everything, turn by turn, at the mean place of what it is linked to.
fn least_crossed(plan: &Plan) -> Order {
    let mut order =
        Order { groups: plan.groups.iter().cloned().enumerate().collect(), grounds: (0..plan.grounds).collect() };
    let mut best = (usize::MAX, order.clone());
    for _ in 0..TURNS {
        sort_grounds(plan, &mut order);
        sort_rows(plan, &mut order);
        let crossings = crossings(plan, &order);
        if crossings < best.0 {
            best = (crossings, order.clone());
        }
        if crossings == 0 {
            break;
        }
    }
    let mut order = best.1;
    sort_grounds(plan, &mut order);
    order
}

fn sort_grounds(plan: &Plan, order: &mut Order) {
    let mut ranks = vec![0; plan.ties.len()];
    for (rank, row) in (0..).zip(order.groups.iter().flat_map(|(_, rows)| rows)) {
        set(&mut ranks, *row, rank * 1_000);
    }
    order.grounds.sort_by_cached_key(|ground| mean(plan, &ranks, *ground));
}

/// The mean place of the rows of a ground.
fn mean(plan: &Plan, rows: &[i64], ground: usize) -> i64 {
    let of_it = plan.ties.iter().enumerate().filter(|(_, ties)| ties.contains(&ground));
    let (sum, number) = of_it.fold((0, 0), |(sum, number), (row, _)| (sum + at(rows, row), number + 1));
    if number == 0 { 0 } else { sum / number }
}

fn sort_rows(plan: &Plan, order: &mut Order) {
    let mut ranks = vec![0; plan.grounds];
    for (rank, ground) in (0..).zip(&order.grounds) {
        set(&mut ranks, *ground, rank * 1_000);
    }
    // What nothing is linked to stands below what something is.
    let pull = |row: &usize| {
        let ties = plan.ties.get(*row).map(Vec::as_slice).unwrap_or_default();
        let sum: i64 = ties.iter().map(|ground| at(&ranks, *ground)).sum();
        if ties.is_empty() { i64::MAX } else { sum / i64::try_from(ties.len()).unwrap_or(i64::MAX) }
    };
    for (_, rows) in &mut order.groups {
        rows.sort_by_cached_key(pull);
    }
    order.groups.sort_by_cached_key(|(_, rows)| {
        let pulls: Vec<i64> = rows.iter().map(pull).filter(|pull| *pull < i64::MAX).collect();
        if pulls.is_empty() {
            i64::MAX
        } else {
            pulls.iter().sum::<i64>() / i64::try_from(pulls.len()).unwrap_or(i64::MAX)
        }
    });
}

/// How many pairs of lines between rows and grounds cross: counted from the top, by how many lines before a line end below its end.
fn crossings(plan: &Plan, order: &Order) -> usize {
    let mut ranks = vec![0_usize; plan.grounds];
    for (rank, ground) in order.grounds.iter().enumerate() {
        set(&mut ranks, *ground, rank);
    }
    let rank = |ground: &usize| ranks.get(*ground).copied().unwrap_or(0);
    let (mut ends, mut crossings) = (vec![0_usize; plan.grounds], 0);
    for row in order.groups.iter().flat_map(|(_, rows)| rows) {
        let ties = plan.ties.get(*row).map(Vec::as_slice).unwrap_or_default();
        for ground in ties {
            crossings += ends.iter().skip(rank(ground) + 1).sum::<usize>();
        }
        for ground in ties {
            if let Some(end) = ends.get_mut(rank(ground)) {
                *end += 1;
            }
        }
    }
    crossings
}

/// Places in the order given, each as near as can be to where it would like to stand, none nearer to the next than [`PITCH`]: neighbours that
/// push each other share what they are moved by.
fn spread(near: &[i64]) -> Vec<i64> {
    // Each block is the sum and the number of what its members would like, their own distance within it taken off.
    let mut blocks: Vec<(i64, usize)> = Vec::new();
    for (place, like) in near.iter().enumerate() {
        let mut block = (like - times(PITCH, place), 1);
        while let Some((sum, number)) = blocks.pop_if(|before| middle(*before) >= middle(block)) {
            block = (block.0 + sum, block.1 + number);
        }
        blocks.push(block);
    }
    let tops = blocks.into_iter().flat_map(|block| std::iter::repeat_n(middle(block), block.1));
    tops.enumerate().map(|(place, top)| top + times(PITCH, place)).collect()
}

fn middle((sum, number): (i64, usize)) -> i64 {
    sum.div_euclid(i64::try_from(number).unwrap_or(i64::MAX).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plan in which a row is linked to its mirror among the grounds: as many crossings as can be.
    fn mirrored(rows: usize) -> Plan {
        Plan {
            groups: vec![(0..rows).collect()],
            ties: (0..rows).map(|row| vec![rows - 1 - row]).collect(),
            grounds: rows,
        }
    }

    #[test]
    fn lines_that_need_not_cross_do_not() {
        let plan = mirrored(9);
        let before = Order { groups: vec![(0, (0..9).collect())], grounds: (0..9).collect() };
        assert_eq!(crossings(&plan, &before), 36);
        assert_eq!(crossings(&plan, &least_crossed(&plan)), 0);
    }

    #[test]
    fn nothing_lies_on_anything_else() {
        let groups = vec![vec![0, 1, 2], vec![3], vec![4, 5]];
        let ties = vec![vec![0, 5, 6], vec![1], vec![], vec![1, 2, 3, 4], vec![7, 8, 9, 10, 11, 12], vec![0]];
        let places = lay_out(&Plan { groups, ties, grounds: 13 });
        for mut column in [places.rows.clone(), places.grounds.clone()] {
            column.sort();
            let apart = column.windows(2).all(|two| two[1].0 - two[0].0 >= PITCH);
            assert!(apart && column[0].0 >= PITCH / 2, "{column:?}");
            assert!(column[column.len() - 1].0 + PITCH / 2 <= places.height.0);
        }
        let mut groups = places.groups.clone();
        groups.sort();
        assert!(groups.windows(2).all(|two| two[1].0 - two[0].0 >= LEAST), "{groups:?}");
    }

    #[test]
    fn neighbours_share_what_they_are_moved_by() {
        assert_eq!(spread(&[100, 100, 100]), [-140, 100, 340]);
        assert_eq!(spread(&[0, 1000, 1000]), [0, 880, 1120]);
        assert_eq!(spread(&[]), [] as [i64; 0]);
    }

    #[test]
    fn an_empty_plan_is_laid_out() {
        let places = lay_out(&Plan { groups: Vec::new(), ties: Vec::new(), grounds: 0 });
        assert!(places.rows.is_empty() && places.height <= Length(0));
    }
}
