//! Which part of two configurations is looked at.

use std::collections::BTreeSet;

use super::row::step;
use super::{Change, Difference, Part};
use crate::xml::{ConfigPath, Node, Step};

/// Paths whose changes count, and paths whose changes do not. A step without the name of an entry is any entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Below `config`; with none, all counts.
    pub include: Vec<ConfigPath>,
    /// Below `config`; these do not count, even in what is included.
    pub exclude: Vec<ConfigPath>,
}

impl Scope {
    /// Is everything looked at?
    pub fn is_all(&self) -> bool {
        self.include.is_empty() && self.exclude.is_empty()
    }

    /// What is left of the changes between two whole configurations. An element that came or went counts
    /// as a whole if something in it does.
    #[must_use]
    pub fn of<'a, 'b>(&self, difference: Difference<'a, 'b>) -> Option<Difference<'a, 'b>> {
        self.below(difference, 1)
    }

    /// The same for changes between parts of configurations, whose own step is in the paths.
    #[must_use]
    pub fn of_parts<'a, 'b>(&self, changes: Vec<Change<'a, 'b>>) -> Vec<Change<'a, 'b>> {
        let left = |change: Change<'a, 'b>| match change {
            Change::Within(within) => self.below(*within, 0).map(|within| Change::Within(Box::new(within))),
            Change::Added { node, .. } => self.counts_as_whole(Vec::new(), step(node)).then_some(change),
            Change::Removed { node } => self.counts_as_whole(Vec::new(), step(node)).then_some(change),
            Change::Moved { .. } => Some(change),
        };
        changes.into_iter().filter_map(left).collect()
    }

    fn below<'a, 'b>(&self, difference: Difference<'a, 'b>, above: usize) -> Option<Difference<'a, 'b>> {
        if self.is_all() {
            return Some(difference);
        }
        difference.retain(&mut |around, part| {
            let ancestors = std::iter::successors(Some(around.before), |node| node.parent());
            let mut steps: Vec<Step> = ancestors.map(step).collect();
            // What is around the configuration, as in the reply of an API, is in no path.
            let start = if above == 0 { 0 } else { config_in(&steps) };
            steps.reverse();
            steps.drain(..start);
            match part {
                Part::Text | Part::Attribute(_) => self.counts(&steps),
                Part::Moved(node, _) => {
                    steps.push(step(node));
                    self.counts(&steps)
                }
                Part::Added(node) => self.counts_as_whole(steps, step(node)),
                Part::Removed(node) => self.counts_as_whole(steps, step(node)),
            }
        })
    }

    fn counts(&self, steps: &[Step]) -> bool {
        let is_below = |path: &ConfigPath| begins(steps, path.steps());
        let is_included = self.include.is_empty() || self.include.iter().any(is_below);
        is_included && !self.exclude.iter().any(is_below)
    }

    /// Does an element count that came or went, with all that is in it?
    fn counts_as_whole(&self, mut steps: Vec<Step>, own: Step) -> bool {
        steps.push(own);
        let is_above = |path: &ConfigPath| begins(path.steps(), &steps);
        let is_excluded = || self.exclude.iter().any(|path| begins(&steps, path.steps()));
        self.counts(&steps) || self.include.iter().any(is_above) && !is_excluded()
    }
}

/// Where a path stops leading anywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadEnd {
    /// The name of the element, or of the entry, that is not there.
    pub name: String,
    /// What is there instead.
    pub others: BTreeSet<String>,
}

impl DeadEnd {
    /// The end of a path that begins at one of the elements `tops`; `None` where it leads somewhere.
    pub fn of(path: &ConfigPath, tops: Vec<Node<'_>>) -> Option<Self> {
        let mut here = tops;
        for wanted in path.steps() {
            let is_it = |node: &Node<'_>| begins(&[step(*node)], std::slice::from_ref(wanted));
            let there: Vec<Node<'_>> = here.iter().copied().filter(is_it).collect();
            if there.is_empty() {
                let others = here.into_iter().filter_map(|node| match &wanted.entry {
                    Some(_) => step(node).entry,
                    None => Some(node.name().to_owned()),
                });
                let name = wanted.entry.as_ref().unwrap_or(&wanted.name).clone();
                return Some(Self { name, others: others.collect() });
            }
            here = there.into_iter().flat_map(Node::children).collect();
        }
        None
    }
}

/// How many steps of a path lead to the outermost `config`; the path begins at its end.
fn config_in(steps: &[Step]) -> usize {
    let outermost = steps.iter().rposition(|step| step.name == "config");
    outermost.map_or(0, |index| steps.len() - index)
}

fn begins(steps: &[Step], start: &[Step]) -> bool {
    let is_same = |(step, wanted): (&Step, &Step)| {
        step.name == wanted.name
            && (step.entry == wanted.entry || wanted.entry.is_none() || step.entry.is_none())
    };
    steps.len() >= start.len() && steps.iter().zip(start).all(is_same)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::{Noise, diff};
    use crate::source::Sources;
    use crate::xml::Document;

    /// The paths of the parts that count, between two configurations.
    fn left(include: &[&str], exclude: &[&str]) -> Vec<String> {
        let mut sources = Sources::default();
        let mut parse = |text: &str| {
            let id = sources.add("x.xml", text);
            Document::parse(id, sources.get(id).shared_text()).expect("well formed")
        };
        let before =
            parse("<config version='1'><a><entry name='x'><b>1</b><c>1</c></entry></a><d/></config>");
        let after = parse(
            "<config version='2'><a><entry name='x'><b>2</b><c>2</c></entry><entry name='y'><b/></entry></a></config>",
        );
        let paths = |texts: &[&str]| texts.iter().map(|text| text.parse().expect("a path")).collect();
        let scope = Scope { include: paths(include), exclude: paths(exclude) };
        let difference = diff(before.root(), after.root(), &Noise::default()).and_then(|all| scope.of(all));
        let mut left = Vec::new();
        let Some(difference) = difference else { return left };
        difference.visit(&mut |around, part| {
            left.push(match part {
                Part::Added(node) => format!("+{}", node.path()),
                Part::Removed(node) => format!("-{}", node.path()),
                Part::Moved(..) => "moved".to_owned(),
                Part::Text | Part::Attribute(_) => around.before.path().to_string(),
            });
        });
        left
    }

    #[test]
    fn what_is_included_and_not_excluded_counts() {
        let (root, entry) = ("/config", "/config/a/entry[@name='x']");
        let (b, c, y) = (format!("{entry}/b"), format!("{entry}/c"), "+/config/a/entry[@name='y']");
        assert_eq!(left(&[], &[]), [root, b.as_str(), &c, y, "-/config/d"]);
        assert_eq!(left(&["a/entry[@name='x']"], &[]), [b.as_str(), &c]);
        assert_eq!(left(&["a/entry/b"], &[]), [b.as_str(), y]);
        assert_eq!(left(&["a"], &["a/entry[@name='x']/c", "a/entry[@name='y']"]), [b]);
        assert_eq!(left(&[], &["a"]), [root, "-/config/d"]);
        assert_eq!(left(&["e"], &[]), [""; 0]);
    }

    #[test]
    fn a_path_that_leads_nowhere_ends_somewhere() {
        let mut sources = Sources::default();
        let id = sources.add("x.xml", "<config><a><entry name='x'><b>1</b></entry></a><d/></config>");
        let document = Document::parse(id, sources.get(id).shared_text()).expect("well formed");
        let end = |path: &str| {
            let tops = document.root().children().collect();
            let end = DeadEnd::of(&path.parse().expect("a path"), tops)?;
            Some((end.name, end.others.into_iter().collect::<Vec<_>>().join(" ")))
        };
        let dead = |name: &str, others: &str| Some((name.to_owned(), others.to_owned()));
        assert_eq!([end("a"), end("a/entry/b"), end("a/entry[@name='x']"), end("d")], [const { None }; 4]);
        assert_eq!(end("e"), dead("e", "a d"));
        assert_eq!(end("a/entry[@name='y']/b"), dead("y", "x"));
        assert_eq!(end("a/entry/b/c"), dead("c", ""));
    }
}
