use super::*;
use crate::source::Span;

/// A source, secrets in it hidden, and a diagnostic for parts of it: the first is the main place.
fn shown(text: &str, hidden: &[&str], parts: &[(&str, &str)]) -> String {
    let mut sources = Sources::default();
    let id = sources.add("a.xml", text);
    let find = |part: &str| {
        let start = text.find(part).expect("a part of the text");
        start..start + part.len()
    };
    sources.hide(id, hidden.iter().map(|secret| find(secret)));
    let span = |part: &str| Span::new(id, find(part).start, find(part).end);
    let mut diagnostic = Diagnostic::error("code", "what");
    for (index, (part, label)) in parts.iter().enumerate() {
        diagnostic = match index {
            0 => diagnostic.labelled(span(part), *label),
            _ => diagnostic.and(span(part), *label),
        };
    }
    let text = human(&[diagnostic], &sources);
    anstream::adapter::strip_str(&text).to_string()
}

/// Lines, each `<n/>` with its number.
fn numbered(count: usize) -> String {
    (1..=count).map(|n| format!("  <n{n}/>\n")).collect()
}

#[test]
fn the_only_line_of_an_export_is_cut_around_the_place_and_its_secrets_are_masked() {
    let phash = "$5$salt$hash";
    let filler = "<entry name=\"größe\"/>".repeat(2000);
    let text = format!("<config>{filler}<phash>{phash}</phash><user/><x/>{filler}</config>");
    let column = text[..text.find("<user/>").expect("it is there")].chars().count() + 1;
    let shown = shown(&text, &[phash], &[("<user/>", "this one")]);
    assert!(shown.contains(&format!("--> a.xml:1:{column}\n")), "{shown}");
    assert!(shown.contains("<phash>************</phash><user/><x/>"), "{shown}");
    assert!(!shown.contains("salt") && shown.len() < 1000, "{shown}");
    let lines: Vec<&str> = shown.lines().collect();
    assert!(lines[3].starts_with("1 | ...") && lines[3].ends_with("..."), "{shown}");
    let before = |line: &str, what: &str| line.split(what).next().map(|before| before.chars().count());
    assert_eq!(before(lines[3], "<user/>"), before(lines[4], "^^^^^^^ this one"), "{shown}");
}

#[test]
fn a_place_that_is_a_secret_is_masked_and_marked() {
    let text = "<a>\n  <phash>$5$größe</phash>\n</a>\n";
    let expected = "\
error[code]: what
 --> a.xml:2:10
  |
2 |   <phash>********</phash>
  |          ^^^^^^^^ here

";
    assert_eq!(shown(text, &["$5$größe"], &[("$5$größe", "here")]), expected);
}

#[test]
fn a_secret_of_several_lines_keeps_its_lines() {
    let text = "<a>\n<private-key>-----BEGIN\nabc\n-----END</private-key>\n</a>\n";
    let secret = "-----BEGIN\nabc\n-----END";
    let expected = "\
error[code]: what
 --> a.xml:2:1
  |
2 | / <private-key>**********
3 | | ***
4 | | ********</private-key>
  | |______________________^

";
    let element = "<private-key>-----BEGIN\nabc\n-----END</private-key>";
    assert_eq!(shown(text, &[secret], &[(element, "")]), expected);
}

#[test]
fn places_far_apart_are_shown_in_pieces_with_their_lines() {
    let expected = "\
error[code]: what
   --> a.xml:500:3
    |
500 |   <n500/>
    |   ^^^^^^^ here
...
503 |   <n503/>
    |   ------- near
    |
   ::: a.xml:2:3
    |
  2 |   <n2/>
    |   ----- far

";
    let parts = [("<n500/>", "here"), ("<n2/>", "far"), ("<n503/>", "near")];
    assert_eq!(shown(&numbered(1000), &[], &parts), expected);
}

#[test]
fn places_far_apart_in_one_line_are_shown_in_pieces_with_their_columns() {
    let text = numbered(1000).replace('\n', "");
    let shown = shown(&text, &[], &[("<n500/>", "here"), ("<n2/>", "there")]);
    let column = text.find("<n500/>").expect("it is there") + 1;
    assert!(
        shown.contains(&format!("--> a.xml:1:{column}\n")) && shown.contains("::: a.xml:1:10\n"),
        "{shown}"
    );
    assert!(shown.lines().all(|line| line.len() < 150), "{shown}");
}

#[test]
fn a_huge_place_is_shown_by_its_start() {
    let lines = format!("<a>\n{}</a>\n", numbered(1000));
    let expected = "\
error[code]: what
 --> a.xml:1:1
  |
1 | <a>
  | ^^^ all of it

";
    assert_eq!(shown(&lines, &[], &[(lines.trim_end(), "all of it")]), expected);
    let line = lines.replace('\n', "");
    let shown = shown(&line, &[], &[(&line, "all of it")]);
    assert!(shown.lines().all(|line| line.len() < 150), "{shown}");
}

#[test]
fn the_end_of_a_text_is_shown_on_its_last_line() {
    let mut sources = Sources::default();
    let empty = sources.add("empty.xml", "");
    let text = sources.add("a.xml", "<a>\n<b>\n");
    let at_end = |id, offset| Diagnostic::error("code", "what").at(Span::new(id, offset, offset));
    let shown = human(&[at_end(empty, 0), at_end(text, 8)], &sources);
    let shown = anstream::adapter::strip_str(&shown).to_string();
    assert!(shown.contains("--> empty.xml:1:1\n") && shown.contains("2 | <b>\n"), "{shown}");
}

#[test]
fn columns_do_not_count_the_mark_in_front() {
    let text = "\u{feff}<a x='1'/>";
    let expected = "\
error[code]: what
 --> a.xml:1:4
  |
1 | <a x='1'/>
  |    ^

";
    assert_eq!(shown(text, &[], &[("x", "")]), expected);
}
