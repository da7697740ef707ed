//! A page of text: headings, sentences, tables, in one language.

use crate::pack::words::{Told, conditions};
use crate::table::{TextTable, words};
use nonghe_domain::pack::{NamedCode, Rules, When};
use nonghe_domain::{Lang, Text};

/// A page about the rules of a pack.
pub struct Page<'a> {
    /// The rules.
    pub rules: &'a Rules,
    /// In which language.
    pub lang: Lang,
    out: String,
    chapters: usize,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub fn new(rules: &'a Rules, lang: Lang) -> Self {
        Self { rules, lang, out: String::new(), chapters: 0 }
    }

    /// What stands on it.
    pub fn text(self) -> String {
        self.out
    }

    /// Begins a chapter.
    pub fn chapter(&mut self, zh: &str, en: &str) {
        self.chapters += 1;
        let heading = format!("## {}. {}", self.chapters, self.pick(zh, en));
        self.heading(&heading);
    }

    /// Begins a part of a chapter.
    pub fn part(&mut self, title: &str) {
        self.heading(&format!("### {title}"));
    }

    fn heading(&mut self, heading: &str) {
        if !self.out.ends_with("\n\n") {
            self.line("");
        }
        self.line(heading);
        self.line("");
    }

    /// A paragraph, broken into lines.
    pub fn paragraph(&mut self, text: &str) {
        let mut lines = TextTable::plain();
        lines.row([words(text)]);
        self.put(lines);
        self.line("");
    }

    /// A line.
    pub fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }

    /// A sentence.
    pub fn say(&mut self, zh: &str, en: &str) {
        let text = self.pick(zh, en).to_owned();
        self.line(&text);
    }

    /// Puts a table on the page.
    pub fn put(&mut self, table: TextTable) {
        if !table.is_empty() {
            let lines = table.lines();
            self.line(&lines);
        }
    }

    /// A table with headings.
    pub fn table(&self, headings: &[(&str, &str)]) -> TextTable {
        let headings: Vec<Text> = headings.iter().map(|(zh, en)| Text::new(*zh, *en)).collect();
        TextTable::new(self.lang, &headings)
    }

    /// A row of a name and its value.
    pub fn pair(&self, table: &mut TextTable, zh: &str, en: &str, value: String) {
        table.row([words(self.pick(zh, en)), words(value)]);
    }

    /// The version for the page's language.
    pub fn pick<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    /// A text in the page's language.
    pub fn told(&self, text: &Text) -> String {
        text.get(self.lang).to_owned()
    }

    /// A choice in words.
    pub fn say_of(&self, choice: impl Told) -> String {
        choice.told().get(self.lang).to_owned()
    }

    /// A condition in words, a line for each phrase.
    pub fn when(&self, when: &When) -> String {
        let phrases = conditions(self.rules, when, self.lang);
        if phrases.is_empty() { self.pick("一律适用", "always").to_owned() } else { phrases.join("\n") }
    }

    /// Names of codes.
    pub fn names(&self, known: &[NamedCode], codes: &[String]) -> String {
        let name = |code: &String| {
            known.iter().find(|named| named.code == *code).map_or_else(|| code.clone(), |named| self.told(&named.name))
        };
        codes.iter().map(name).collect::<Vec<_>>().join(self.pick("、", ", "))
    }

    /// The number of a source in the list of sources, with its article.
    pub fn source(&self, name: Option<&String>) -> String {
        let Some(name) = name else { return String::new() };
        let sources = &self.rules.sources;
        let Some(place) = sources.keys().position(|known| known == name) else { return String::new() };
        let article = sources.get(name).map(|source| source.article.as_str()).unwrap_or_default();
        format!("[{}] {article}", place + 1).trim_end().to_owned()
    }
}
