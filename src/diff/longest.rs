//! What need not be moved to bring a list into another order.

/// The indices of one of the longest increasing subsequences, in order.
pub(super) fn longest_increasing(values: &[usize]) -> Vec<usize> {
    /// No index: nothing stands before it.
    const NONE: usize = usize::MAX;
    // Of the subsequences of each length, the index of the last value of the one that ends lowest.
    let mut last_of: Vec<usize> = Vec::new();
    let mut before = vec![NONE; values.len()];
    for (index, value) in values.iter().enumerate() {
        let length = last_of.partition_point(|last| values[*last] < *value);
        if length > 0 {
            before[index] = last_of[length - 1];
        }
        if length == last_of.len() {
            last_of.push(index);
        } else {
            last_of[length] = index;
        }
    }
    let start = last_of.last().copied();
    let next = |index: &usize| (before[*index] != NONE).then(|| before[*index]);
    let mut indices: Vec<usize> = std::iter::successors(start, next).collect();
    indices.reverse();
    indices
}

#[cfg(test)]
mod tests {
    use super::longest_increasing;

    #[test]
    fn as_much_as_can_be_stays() {
        assert!(longest_increasing(&[]).is_empty());
        assert_eq!(longest_increasing(&[0, 1, 2]), [0, 1, 2]);
        assert_eq!(longest_increasing(&[3, 0, 1, 2]), [1, 2, 3]);
        assert_eq!(longest_increasing(&[1, 2, 0]), [0, 1]);
        assert_eq!(longest_increasing(&[2, 1, 0]), [2]);
    }
}
