//! A configuration as tests see it: read by roxmltree, so that our reader cannot hide our writer's
//! mistakes, and with the one word that set commands have for a step.

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tree {
    pub(super) name: String,
    /// The name of an entry.
    pub(super) entry: Option<String>,
    /// Its text; empty where there are children.
    pub(super) text: String,
    pub(super) children: Vec<Tree>,
}

/// What stands at the end of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    Nothing,
    Value(String),
    List(Vec<String>),
}

/// The words of a path, and what stands at its end.
pub(crate) type Leaf = (Vec<String>, End);

impl Tree {
    /// Reads a whole file.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let document = roxmltree::Document::parse(text).map_err(|error| error.to_string())?;
        Ok(Self::of(document.root_element()))
    }

    fn of(node: roxmltree::Node<'_, '_>) -> Self {
        let children: Vec<_> = node.children().filter(|child| child.is_element()).map(Self::of).collect();
        let text = node.children().filter_map(|child| child.text().filter(|_| child.is_text()));
        Self {
            name: node.tag_name().name().to_owned(),
            entry: node.attribute("name").map(str::to_owned),
            text: if children.is_empty() { text.collect() } else { String::new() },
            children,
        }
    }

    /// The word for this step: the name of an entry, else that of the element.
    pub(super) fn word(&self) -> &str {
        self.entry.as_deref().unwrap_or(&self.name)
    }

    /// The element that words lead to.
    pub(super) fn at(&self, words: &[&str]) -> Option<&Tree> {
        words.iter().try_fold(self, |tree, word| tree.children.iter().find(|child| child.word() == *word))
    }

    /// As [`Tree::at`], with slashes between the words: for paths without slashes in them.
    pub(super) fn below(&self, path: &str) -> Option<&Tree> {
        self.at(&path.split('/').collect::<Vec<_>>())
    }

    /// The text that words lead to, with slashes between them.
    pub(super) fn text_below(&self, path: &str) -> Option<&str> {
        self.below(path).map(|tree| tree.text.as_str())
    }

    /// The children below a path; none where it leads nowhere.
    pub(super) fn children_below(&self, path: &str) -> &[Tree] {
        self.below(path).map_or(&[], |tree| &tree.children)
    }

    /// The words of the children below a path.
    pub(super) fn words_below(&self, path: &str) -> Vec<&str> {
        self.children_below(path).iter().map(Tree::word).collect()
    }

    /// The texts of the children below a path.
    pub(super) fn texts_below(&self, path: &str) -> Vec<&str> {
        self.children_below(path).iter().map(|child| child.text.as_str()).collect()
    }

    /// Every path below this element that ends, in the order of the file.
    pub(super) fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        for child in &self.children {
            child.collect(&mut Vec::new(), &mut leaves);
        }
        leaves
    }

    fn collect(&self, words: &mut Vec<String>, leaves: &mut Vec<Leaf>) {
        words.push(self.word().to_owned());
        let is_list = self.children.iter().all(|child| child.name == "member");
        match &self.children[..] {
            [] if self.text.is_empty() => leaves.push((words.clone(), End::Nothing)),
            [] => leaves.push((words.clone(), End::Value(self.text.clone()))),
            members if is_list => {
                let texts = members.iter().map(|member| member.text.clone()).collect();
                leaves.push((words.clone(), End::List(texts)));
            }
            children => children.iter().for_each(|child| child.collect(words, leaves)),
        }
        words.pop();
    }
}
