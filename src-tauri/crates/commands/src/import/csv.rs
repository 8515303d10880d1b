//! People from a table: reads what HR systems export, whatever they call their columns and however they separate them.

use chaperone_domain::id::Id;
use chaperone_domain::person::{check_email, check_employment};
use chaperone_domain::text::{Field, check_name};
use chaperone_domain::time::Timestamp;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;

use super::draft::{Drafts, PersonDraft, Place, Problems, Reference, ReferenceKind, Told};
use super::wrong::Wrong;
use crate::view::import::ImportFile;

/// The columns that are read, each under the names that HR systems give it, in small letters without spaces.
const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Id, &["id", "objectid", "userid"]),
    (
        Column::EmployeeId,
        &[
            "employeeid",
            "employeenumber",
            "employeeno",
            "personnelnumber",
            "personid",
            "workerid",
            "staffid",
        ],
    ),
    (Column::DisplayName, &["displayname", "name", "fullname", "employeename"]),
    (Column::Email, &["email", "emailaddress", "mail", "userprincipalname", "upn", "workemail"]),
    (Column::JobTitle, &["jobtitle", "title", "position"]),
    (Column::Department, &["department", "dept"]),
    (
        Column::Manager,
        &[
            "manageremail",
            "manager",
            "managermail",
            "managerupn",
            "manageruserprincipalname",
            "manageremployeeid",
            "managerid",
            "reportsto",
            "supervisor",
            "supervisoremail",
        ],
    ),
    (Column::HireDate, &["hiredate", "startdate", "hired", "dateofhire", "employeehiredate"]),
    (
        Column::LeaveDate,
        &[
            "leavedate",
            "enddate",
            "terminationdate",
            "leavingdate",
            "employeeleavedatetime",
            "employeeleavedate",
        ],
    ),
];

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id,
    EmployeeId,
    DisplayName,
    Email,
    JobTitle,
    Department,
    Manager,
    HireDate,
    LeaveDate,
}

impl Column {
    /// The name by which messages call the column.
    fn shown(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::EmployeeId => "Employee ID",
            Self::DisplayName => "Display Name",
            Self::Email => "Email",
            Self::JobTitle => "Job Title",
            Self::Department => "Department",
            Self::Manager => "Manager Email",
            Self::HireDate => "Hire Date",
            Self::LeaveDate => "Leave Date",
        }
    }

    fn named(header: &str) -> Option<Self> {
        let plain: String =
            header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        COLUMNS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|&(column, _)| column)
    }
}

/// Which position each column has in a file.
struct Header {
    width: usize,
    positions: Vec<(Column, usize)>,
}

impl Header {
    fn position(&self, column: Column) -> Option<usize> {
        self.positions.iter().find(|&&(found, _)| found == column).map(|&(_, position)| position)
    }
}

/// Reads a table of people.
pub(super) fn read(file: &ImportFile, drafts: &mut Drafts, problems: &mut Problems) {
    let text = file.text.trim_start_matches('\u{feff}');
    let place = |line| Place { file: file.name.clone(), line, subject: None };
    let mut lines = Lines::new(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(text))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut header: Option<Header> = None;
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(wrong) => {
                return problems.add(&place(None), Wrong::Unreadable(wrong.to_string()));
            }
        };
        let line = record.position().map(|position| lines.at(position.byte()));
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        match &header {
            None => match read_header(&record, &place(line), problems) {
                Some(found) => header = Some(found),
                None => return,
            },
            Some(header) => read_row(&record, header, place(line), drafts, problems),
        }
    }
    if header.is_none() {
        problems.add(&place(None), Wrong::EmptyTable);
    }
}

/// The separator: whichever of comma, semicolon and tab stands most often in the first row, outside quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => counts
                .iter_mut()
                .filter(|(separator, _)| *separator == byte)
                .for_each(|(_, count)| *count += 1),
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |&(separator, _)| separator)
}

/// Counts physical lines, so that a message names the line that an editor shows, also behind quoted line breaks.
struct Lines<'t> {
    text: &'t [u8],
    counted_to: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), counted_to: 0, line: 1 }
    }

    /// The line on which the record that begins at a byte begins. Records come in order.
    fn at(&mut self, byte: u64) -> u32 {
        let mut start = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        // The reader's position may lie before the line ends that separate the record from the one before.
        while self.text.get(start).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            start += 1;
        }
        for at in self.counted_to..start {
            let is_lone_return = self.text[at] == b'\r' && self.text.get(at + 1) != Some(&b'\n');
            if self.text[at] == b'\n' || is_lone_return {
                self.line += 1;
            }
        }
        self.counted_to = self.counted_to.max(start);
        self.line
    }
}

fn read_header(record: &csv::StringRecord, at: &Place, problems: &mut Problems) -> Option<Header> {
    let mut positions: Vec<(Column, usize)> = Vec::new();
    for (position, name) in record.iter().enumerate() {
        let Some(column) = Column::named(name) else { continue };
        if positions.iter().any(|&(found, _)| found == column) {
            let (column, name) = (column.shown(), name.trim().to_owned());
            problems.add(at, Wrong::TwoColumns { column, name });
            return None;
        }
        positions.push((column, position));
    }
    let header = Header { width: record.len(), positions };
    let mut is_complete = true;
    for column in [Column::DisplayName, Column::Email] {
        if header.position(column).is_none() {
            problems.add(at, Wrong::MissingColumn(column.shown()));
            is_complete = false;
        }
    }
    is_complete.then_some(header)
}

fn read_row(
    record: &csv::StringRecord,
    header: &Header,
    at: Place,
    drafts: &mut Drafts,
    problems: &mut Problems,
) {
    if record.len() != header.width {
        let (found, wanted) = (record.len(), header.width);
        return problems.add(&at, Wrong::FieldCount { found, wanted });
    }
    let row = Row { record, header, at: &at };
    let Some(email) = row.email(problems) else { return };
    let hired_at = row.date(Column::HireDate, problems);
    let leaves_at = row.date(Column::LeaveDate, problems);
    if let Err(wrong) = check_employment(hired_at.flatten(), leaves_at.flatten()) {
        problems.add(&at, wrong);
    }
    let draft = PersonDraft {
        id: row.id(problems),
        display_name: row.name(Column::DisplayName, problems).flatten().unwrap_or_default(),
        employee_id: row.name(Column::EmployeeId, problems),
        job_title: row.name(Column::JobTitle, problems),
        department: row.name(Column::Department, problems),
        manager: row.manager(),
        email,
        hired_at,
        leaves_at,
        at: at.clone(),
    };
    drafts.people.push(draft);
}

/// One row of the table.
struct Row<'r> {
    record: &'r csv::StringRecord,
    header: &'r Header,
    at: &'r Place,
}

impl Row<'_> {
    fn cell(&self, column: Column) -> Told<String> {
        let text = self.record.get(self.header.position(column)?)?;
        // A line break inside quotes is a space to whoever reads the cell; and the same name typed on another machine may
        // be composed of other code points.
        let lines = text.split(['\r', '\n', '\t']).map(str::trim).filter(|line| !line.is_empty());
        let text: String = lines.collect::<Vec<_>>().join(" ").nfc().collect();
        Some((!text.is_empty()).then_some(text))
    }

    fn name(&self, column: Column, problems: &mut Problems) -> Told<String> {
        let cell = self.cell(column)?;
        if cell.is_none() && column != Column::DisplayName {
            return Some(None);
        }
        let text = cell.unwrap_or_default();
        if text.contains('\u{fffd}') {
            problems.add(self.at, Wrong::Letters(column.shown()));
        }
        match check_name(Field::new(column.shown(), column.shown()), &text) {
            Ok(text) => Some(Some(text.to_owned())),
            Err(wrong) => {
                problems.add(self.at, Wrong::Cell(wrong));
                Some(None)
            }
        }
    }

    fn email(&self, problems: &mut Problems) -> Option<String> {
        let text = self.cell(Column::Email).flatten().unwrap_or_default();
        match check_email(&text) {
            Ok(email) => Some(email.to_owned()),
            Err(wrong) => {
                problems.add(self.at, wrong);
                None
            }
        }
    }

    fn id<I: Id>(&self, problems: &mut Problems) -> Option<I> {
        let text = self.cell(Column::Id).flatten()?;
        text.parse().map_err(|wrong| problems.add(self.at, Wrong::NotAnId(wrong))).ok()
    }

    fn date(&self, column: Column, problems: &mut Problems) -> Told<Timestamp> {
        let Some(text) = self.cell(column)? else { return Some(None) };
        match text.parse() {
            Ok(at) => Some(Some(at)),
            Err(_) => {
                let text: String = text.chars().take(60).collect();
                problems.add(self.at, Wrong::NotADate { column: column.shown(), text });
                Some(None)
            }
        }
    }

    /// A manager is named by address, by the HR system's number, or by id.
    fn manager(&self) -> Told<Reference> {
        let Some(text) = self.cell(Column::Manager)? else { return Some(None) };
        let id = Uuid::try_parse(&text).ok();
        let is_email = text.contains('@');
        Some(Some(Reference {
            kind: ReferenceKind::Person,
            id,
            email: is_email.then(|| text.clone()),
            employee_id: (!is_email && id.is_none()).then(|| text.clone()),
            shown: text.chars().take(60).collect(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Drafts, Vec<(Option<u32>, String)>) {
        let (mut drafts, mut problems) = (Drafts::default(), Problems::default());
        let file = ImportFile { name: "people.csv".to_owned(), text: text.to_owned() };
        read(&file, &mut drafts, &mut problems);
        let problems = problems
            .into_sorted(&[])
            .into_iter()
            .map(|problem| (problem.line, problem.reason))
            .collect();
        (drafts, problems)
    }

    #[test]
    fn the_line_of_a_row_is_the_one_that_an_editor_shows() {
        for end in ["\n", "\r\n"] {
            let text = [
                "Name,Email,Title",
                "A,a@x.example,\"two",
                "lines\"",
                "",
                "B,b@x.example,",
                "C,c@x,d",
            ]
            .join(end);
            let (drafts, problems) = read_text(&text);
            assert!(problems.is_empty(), "{problems:?}");
            let lines: Vec<_> = drafts.people.iter().map(|person| person.at.line).collect();
            assert_eq!(lines, [Some(2), Some(5), Some(6)], "with line ends {end:?}");
            assert_eq!(drafts.people[0].job_title, Some(Some("two lines".to_owned())));
        }
    }

    #[test]
    fn separators_and_header_names_vary_and_a_byte_order_mark_is_no_letter() {
        for text in [
            "\u{feff}Employee Number;Full Name;UPN;Reports to;Termination date\n1;Ånna;a@x.example;7;2026-01-01\n",
            "employee_id\tNAME\te-mail\tManager\tEnd date\n1\tÅnna\ta@x.example\t7\t2026-01-01\n",
        ] {
            let (drafts, problems) = read_text(text);
            assert!(problems.is_empty(), "{problems:?}");
            let person = &drafts.people[0];
            assert_eq!(
                (person.display_name.as_str(), person.email.as_str()),
                ("Ånna", "a@x.example")
            );
            assert_eq!(person.employee_id, Some(Some("1".to_owned())));
            assert_eq!(person.manager.clone().flatten().unwrap().employee_id.as_deref(), Some("7"));
            assert_eq!(person.leaves_at, Some(Some("2026-01-01".parse().unwrap())));
            assert_eq!(person.job_title, None, "a column that isn't there says nothing");
        }
    }

    #[test]
    fn a_name_typed_with_combining_marks_is_the_same_name() {
        let (drafts, _) = read_text("Name,Email\nA\u{30a}sa,a@x.example\n");
        assert_eq!(drafts.people[0].display_name, "Åsa");
    }

    #[test]
    fn a_row_that_is_cut_short_is_named() {
        let (drafts, problems) = read_text("Name,Email,Title\nA,a@x.example\n");
        assert!(drafts.people.is_empty());
        assert_eq!(problems[0].0, Some(2));
        assert!(problems[0].1.contains("2 fields and the first row 3"));
    }
}
