//! Every answer is held against all subsets.

use super::*;

/// Made-up wishes, the same every time.
fn made_up(seed: u64) -> Vec<Wish> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut below = |most: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % most).unwrap()
    };
    let actions = 3 + below(8);
    let number = 1 + below(9);
    (0..number)
        .map(|_| {
            let needs = (0..=below(4)).map(|_| below(actions as u64)).collect();
            Wish { weight: 1 + u32::try_from(below(5)).unwrap(), needs }
        })
        .collect()
}

fn weight_of(wishes: &[Wish], taken: &BTreeSet<usize>) -> u32 {
    wishes.iter().filter(|wish| wish.needs.is_subset(taken)).map(|wish| wish.weight).sum()
}

/// The most weight for each number of actions, by trying every set of them.
fn by_trying(wishes: &[Wish]) -> Vec<u32> {
    let actions: Vec<usize> =
        wishes.iter().flat_map(|wish| &wish.needs).copied().collect::<BTreeSet<_>>().into_iter().collect();
    let mut best = vec![0; actions.len() + 1];
    for set in 0..1u32 << actions.len() {
        let taken: BTreeSet<usize> =
            actions.iter().enumerate().filter(|(bit, _)| set >> bit & 1 == 1).map(|(_, action)| *action).collect();
        let most = &mut best[taken.len()];
        *most = (*most).max(weight_of(wishes, &taken));
    }
    for number in 1..best.len() {
        best[number] = best[number].max(best[number - 1]);
    }
    best
}

fn wish(weight: u32, needs: &[usize]) -> Wish {
    Wish { weight, needs: needs.iter().copied().collect() }
}

#[test]
fn for_every_number_the_most_is_what_trying_every_set_finds() {
    for seed in 1..400 {
        let wishes = made_up(seed);
        let best = by_trying(&wishes);
        let choice = choose(&wishes, usize::MAX);
        assert!(choice.exact);
        assert_eq!(choice.at_most, best[1..], "{seed}: {wishes:?}");
        assert_eq!(choice.settles.len(), choice.order.len());
        assert_eq!(choice.settles.last(), best.last(), "{seed}: {wishes:?}");
        assert_eq!(choice.nested, choice.settles == choice.at_most, "{seed}: {wishes:?}");
        for number in 0..choice.order.len() {
            let taken: BTreeSet<usize> = choice.order[..=number].iter().copied().collect();
            assert_eq!(taken.len(), number + 1);
            assert_eq!(choice.settles[number], weight_of(&wishes, &taken), "{seed}: {wishes:?}");
        }
    }
}

#[test]
fn so_many_actions_are_the_best_so_many() {
    for seed in 1..200 {
        let wishes = made_up(seed);
        let best = by_trying(&wishes);
        for (most, best) in best.iter().enumerate().skip(1) {
            let choice = choose(&wishes, most);
            assert!(choice.order.len() <= most);
            let last = choice.settles.last().copied().unwrap_or(0);
            assert_eq!(last, *best, "{seed} {most}: {wishes:?}");
        }
    }
}

#[test]
fn a_search_that_is_cut_short_says_so_and_its_bound_holds() {
    let mut cut = 0;
    for seed in 1..300 {
        let wishes = made_up(seed);
        let best = by_trying(&wishes);
        let choice = choose_within(&wishes, usize::MAX, 1);
        cut += usize::from(!choice.exact);
        for (number, bound) in choice.at_most.iter().enumerate() {
            assert!(*bound >= best[number + 1], "{seed}: {wishes:?}");
            if choice.exact {
                assert_eq!(*bound, best[number + 1], "{seed}: {wishes:?}");
            }
        }
        assert!(choice.settles.iter().zip(&best[1..]).all(|(settled, most)| settled <= most));
    }
    assert!(cut > 20, "{cut}");
}

#[test]
fn what_is_needed_by_several_is_taken_once() {
    let wishes = [wish(1, &[0, 1]), wish(1, &[0, 2]), wish(1, &[0, 3]), wish(2, &[4])];
    let choice = choose(&wishes, usize::MAX);
    assert_eq!(choice.settles, [2, 2, 3, 4, 5]);
    assert_eq!(choice.order, [4, 0, 1, 2, 3]);
    assert!(choice.nested && choice.exact);
}

#[test]
fn where_the_best_sets_do_not_lie_within_each_other_the_one_that_is_asked_for_is_given() {
    // One action settles 3, two others together 7: the best single one is none of the best two.
    let wishes = [wish(3, &[0]), wish(7, &[1, 2])];
    let all = choose(&wishes, usize::MAX);
    assert_eq!((all.order.as_slice(), all.nested), ([0, 1, 2].as_slice(), false));
    assert_eq!((all.settles, all.at_most), (vec![3, 3, 10], vec![3, 7, 10]));
    let two = choose(&wishes, 2);
    assert_eq!((two.order.as_slice(), two.nested), ([1, 2].as_slice(), false));
    assert_eq!((two.settles, two.at_most), (vec![0, 7], vec![3, 7]));
}

#[test]
fn without_a_wish_there_is_nothing_to_do() {
    let choice = choose(&[], usize::MAX);
    assert_eq!(choice, Choice { order: vec![], settles: vec![], at_most: vec![], exact: true, nested: true });
}

#[test]
fn a_thousand_wishes_are_chosen_from_within_the_bounds_of_the_search() {
    // Chains: each wish shares an action with the next.
    let wishes: Vec<Wish> = (0..1000)
        .map(|number| wish(1 + number as u32 % 5, &[number * 2, number * 2 + 1, number / 20 + 5000]))
        .collect();
    let choice = choose(&wishes, 60);
    assert!(choice.order.len() <= 60);
    assert!(choice.settles.last() <= choice.at_most.last());
}
