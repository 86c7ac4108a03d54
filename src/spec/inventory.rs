//! Members from a spreadsheet: a CSV file becomes the same tree that YAML does, so that one reader
//! and one set of checks serve both.

use crate::diag::{Diagnostic, Sink};
use crate::source::{At, SourceId, Sources, Span};

use super::yaml::{Key, Raw, RawValue};

/// The rows of an inventory: the cluster each is for, and the member as a tree.
pub(super) fn parse(sources: &Sources, id: SourceId, sink: &mut Sink) -> Vec<(At<String>, Raw)> {
    let text = sources.get(id).text();
    let first_line = text.lines().next().unwrap_or("");
    // Spreadsheets write semicolons where the comma is the decimal sign, and tabs when asked to.
    let delimiter = [b',', b';', b'\t'].into_iter().find(|sign| first_line.as_bytes().contains(sign));
    let delimiter = delimiter.unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());

    let mut header: Option<Vec<Key>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let at = error.position().map_or(0, |position| offset(position, text));
                let problem = Diagnostic::error("csv-syntax", format!("this is no CSV: {error}"));
                sink.report(problem.at(Span::new(id, at, at)).help("save it as CSV in UTF-8"));
                return rows;
            }
        };
        // The reader counts the line ends before a record as part of it.
        let start = record.position().map_or(0, |position| offset(position, text));
        let line_ends = text.as_bytes()[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let start = start + line_ends.count();
        let spans = match field_spans(text, start, delimiter, id) {
            Ok(spans) => spans,
            Err(quote) => {
                sink.report(
                    Diagnostic::error("csv-syntax", "this quote is never closed")
                        .at(quote)
                        .help("close it, or write a quote inside a quoted cell twice"),
                );
                return rows;
            }
        };
        let fields: Vec<Key> = (record.iter().zip(&spans))
            .map(|(field, span)| Key { text: field.to_owned(), span: *span })
            .collect();
        match &header {
            None => {
                check_header(&fields, Span::new(id, start, start), sink);
                header = Some(fields);
            }
            Some(header) => rows.extend(row(header, fields, Span::new(id, start, start), sink)),
        }
    }
    rows
}

/// Adds the rows to the clusters they name.
pub(super) fn distribute(rows: Vec<(At<String>, Raw)>, clusters: &mut [Raw], sink: &mut Sink) {
    for (name, member) in rows {
        let names: Vec<_> = clusters.iter().filter_map(cluster_name).collect();
        let Some(index) = names.iter().position(|other| *other == name.value) else {
            let message = format!("there is no cluster `{}` in the spec", name.value);
            let otherwise = format!("its clusters: {}", names.join(", "));
            sink.report(Diagnostic::error("unknown-cluster", message).at(name.span).guess(
                &name.value,
                names.iter().copied(),
                otherwise,
            ));
            continue;
        };
        let mut named = clusters.iter_mut().filter(|cluster| cluster_name(cluster).is_some());
        if let Some(cluster) = named.nth(index) {
            push_member(cluster, member);
        }
    }
}

fn cluster_name(cluster: &Raw) -> Option<&str> {
    let RawValue::Map(entries) = &cluster.value else { return None };
    entries.iter().find_map(|(key, value)| match &value.value {
        RawValue::Scalar(name) if key.text == "name" => Some(name.as_str()),
        _ => None,
    })
}

fn push_member(cluster: &mut Raw, member: Raw) {
    let RawValue::Map(entries) = &mut cluster.value else { return };
    let members = entries.iter_mut().find(|(key, _)| key.text == "members").map(|(_, members)| members);
    match members {
        Some(Raw { value: RawValue::List(members), .. }) => members.push(member),
        // Members of another shape were reported where they stand.
        Some(Raw { value: RawValue::Scalar(_) | RawValue::Map(_), .. }) => {}
        Some(empty) => *empty = Raw { span: member.span, value: RawValue::List(vec![member]) },
        None => {
            let key = Key { text: "members".to_owned(), span: member.span };
            let span = member.span;
            entries.push((key, Raw { span, value: RawValue::List(vec![member]) }));
        }
    }
}

fn check_header(fields: &[Key], at: Span, sink: &mut Sink) {
    if !fields.iter().any(|field| field.text == "cluster") {
        sink.report(
            Diagnostic::error("inventory-without-cluster", "the inventory has no column `cluster`")
                .at(at)
                .guess(
                    "cluster",
                    fields.iter().map(|field| field.text.as_str()),
                    "its first line names the columns: cluster, name, serial, slot, pair, …",
                ),
        );
    }
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| !field.text.is_empty()) {
        if let Some(first) = fields[..index].iter().find(|other| other.text == field.text) {
            sink.report(
                Diagnostic::error("repeated-key", format!("column `{}` stands here twice", field.text))
                    .at(field.span)
                    .and(first.span, "first here")
                    .help("leave one of the two out"),
            );
        }
    }
}

/// One member; empty cells are not there. Columns named like an interface hold the address on it.
fn row(header: &[Key], fields: Vec<Key>, at: Span, sink: &mut Sink) -> Option<(At<String>, Raw)> {
    if fields.len() > header.len() {
        let message = format!("this row has {} cells, the header {}", fields.len(), header.len());
        sink.report(
            Diagnostic::error("inventory-row", message)
                .at(fields[header.len()].span)
                .help("put a cell with a comma in quotes"),
        );
        return None;
    }
    let mut cluster = None;
    let mut entries = Vec::new();
    let mut interfaces = Vec::new();
    for (column, field) in header.iter().zip(fields).filter(|(_, field)| !field.text.is_empty()) {
        let value = Raw { span: field.span, value: RawValue::Scalar(field.text.clone()) };
        match column.text.as_str() {
            "cluster" => cluster = Some(At::new(field.text, field.span)),
            name if name.starts_with("ethernet") => interfaces.push((column.clone(), value)),
            _ => entries.push((column.clone(), value)),
        }
    }
    if let Some((first, _)) = interfaces.first() {
        let key = Key { text: "interfaces".to_owned(), span: first.span };
        let span = first.span;
        entries.push((key, Raw { span, value: RawValue::Map(interfaces) }));
    }
    if entries.is_empty() && cluster.is_none() {
        return None;
    }
    if cluster.is_none() && header.iter().any(|column| column.text == "cluster") {
        sink.report(
            Diagnostic::error("inventory-row", "this row names no cluster")
                .at(at)
                .help("fill in its cell in column `cluster`"),
        );
    }
    Some((cluster?, Raw { span: at, value: RawValue::Map(entries) }))
}

fn offset(position: &csv::Position, text: &str) -> usize {
    usize::try_from(position.byte()).unwrap_or(usize::MAX).min(text.len())
}

/// Where the cells of the record at `start` stand, without the blanks around them.
///
/// # Errors
/// The place of a quote that is never closed.
fn field_spans(text: &str, start: usize, delimiter: u8, id: SourceId) -> Result<Vec<Span>, Span> {
    let bytes = text.as_bytes();
    let mut spans = Vec::new();
    let (mut at, mut field, mut quote) = (start, start, None);
    loop {
        match (bytes.get(at).copied(), quote) {
            (None, Some(open)) => return Err(Span::new(id, open, open + 1)),
            (Some(b'"'), Some(_)) if bytes.get(at + 1) == Some(&b'"') => at += 1,
            (Some(b'"'), Some(_)) => quote = None,
            (_, Some(_)) => {}
            // A quote opens a cell only where the cell starts with it.
            (Some(b'"'), None) if text[field..at].trim().is_empty() => quote = Some(at),
            (byte, None) => {
                let ends_record = matches!(byte, None | Some(b'\r' | b'\n'));
                if ends_record || byte == Some(delimiter) {
                    let cell = &text[field..at];
                    let begin = field + (cell.len() - cell.trim_start().len());
                    spans.push(Span::new(id, begin, begin + cell.trim().len()));
                    field = at + 1;
                }
                if ends_record {
                    return Ok(spans);
                }
            }
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let id = sources.add("m.csv", text);
        let mut sink = Sink::default();
        let mut lines: Vec<_> = parse(&sources, id, &mut sink)
            .into_iter()
            .map(|(cluster, member)| {
                let RawValue::Map(entries) = member.value else { unreachable!("a row is a map") };
                let cells: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| {
                        let place = sources.position(value.span);
                        let written = sources.text(value.span);
                        format!("{}={written}@{}:{}", key.text, place.line, place.column)
                    })
                    .collect();
                format!("{}: {}", cluster.value, cells.join(" "))
            })
            .collect();
        lines.extend(sink.into_sorted().into_iter().map(|problem| problem.message));
        lines
    }

    #[test]
    fn cells_know_their_place() {
        assert_eq!(
            read("cluster,name,serial\r\nedge, fw1 ,\"0132\"\r\n\r\nedge,fw2,\n"),
            ["edge: name=fw1@2:7 serial=\"0132\"@2:12", "edge: name=fw2@4:6"]
        );
    }

    #[test]
    fn semicolons_are_fine() {
        assert_eq!(read("cluster;name\nedge;fw1\n"), ["edge: name=fw1@2:6"]);
    }

    #[test]
    fn quoted_cells_may_hold_anything() {
        assert_eq!(
            read("cluster,name,comments\nedge,fw1,\"rack \"\"A\"\", row 1\"\n"),
            ["edge: name=fw1@2:6 comments=\"rack \"\"A\"\", row 1\"@2:10"]
        );
    }

    #[test]
    fn rows_that_do_not_fit_are_told() {
        assert_eq!(
            read("cluster,name\nedge,fw1,more\n,fw2\n"),
            ["this row has 3 cells, the header 2", "this row names no cluster"]
        );
        assert_eq!(read("name\nfw1\n"), ["the inventory has no column `cluster`"]);
    }
}
