//! Orders things that depend on each other, or shows the circle they run in.

/// The order in which everything comes after what it needs; `needs(it)` lists
/// what one thing depends on. `Err` holds one circle, its first thing repeated
/// at the end.
pub fn in_order(n: usize, needs: impl Fn(usize) -> Vec<usize>) -> Result<Vec<usize>, Vec<usize>> {
    let mut walk = Walk {
        needs: &needs,
        done: vec![false; n],
        path: Vec::new(),
        order: Vec::with_capacity(n),
    };
    for start in 0..n {
        walk.visit(start)?;
    }
    Ok(walk.order)
}

struct Walk<'a> {
    needs: &'a dyn Fn(usize) -> Vec<usize>,
    done: Vec<bool>,
    path: Vec<usize>,
    order: Vec<usize>,
}

impl Walk<'_> {
    fn visit(&mut self, it: usize) -> Result<(), Vec<usize>> {
        if self.done[it] {
            return Ok(());
        }
        if let Some(start) = self.path.iter().position(|on_path| *on_path == it) {
            let mut circle = self.path[start..].to_vec();
            circle.push(it);
            return Err(circle);
        }
        self.path.push(it);
        for need in (self.needs)(it) {
            self.visit(need)?;
        }
        self.path.pop();
        self.done[it] = true;
        self.order.push(it);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_comes_first() {
        let needs = [vec![2], vec![0], vec![]];
        assert_eq!(in_order(3, |it| needs[it].clone()), Ok(vec![2, 0, 1]));
    }

    #[test]
    fn a_circle_is_shown_from_end_to_end() {
        let needs = [vec![1], vec![2], vec![1]];
        assert_eq!(in_order(3, |it| needs[it].clone()), Err(vec![1, 2, 1]));
    }
}
