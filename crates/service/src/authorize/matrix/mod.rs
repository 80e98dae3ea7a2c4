//! Every action by every kind of principal, through the store and `judge`, as a file that is reviewed like code:
//! `matrix.txt`. Its world is its own, so that the demo may change without it; the policies of AWS are those that people
//! meet. What a row asks about is told by the action's name (`resources`), so that a new action needs no word here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod coverage;
mod people;
mod rows;
mod world;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::{Action, Question};
use people::{PEOPLE, People, Person};
use rows::{Row, rows};
use world::Laid;

const RENEW: &str = "UPDATE_MATRIX=1 cargo nextest run -p vestibule-service matrix";

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    Allowed,
    /// Nothing allows.
    Denied,
    /// A statement denies.
    Forbidden,
}

impl Cell {
    fn letter(self) -> char {
        match self {
            Self::Allowed => 'A',
            Self::Denied => 'D',
            Self::Forbidden => 'x',
        }
    }
}

async fn cell(laid: &Laid, row: &Row, person: &Person) -> Cell {
    let mut connection = laid.service.store.read().await.unwrap();
    let resource = row.resource_for(person, &laid.management);
    let mut question = Question::new(row.action, &resource);
    let trust = laid.trust();
    if row.action.name() == "sts:AssumeRole" {
        question = question.trusting(&trust);
    }
    let owner = laid.owner_for(person);
    if person.is_stranger {
        question = question.of_account(owner);
    }
    let asker = person.asker(laid);
    match laid.service.judge(&mut connection, &asker, question).await.unwrap() {
        None => Cell::Allowed,
        Some(denial) if denial.explicit => Cell::Forbidden,
        Some(_) => Cell::Denied,
    }
}

/// The cells, by row and in the order of [`PEOPLE`].
async fn asked(laid: &Laid) -> BTreeMap<String, Vec<Cell>> {
    let people = People::of(laid);
    let mut table = BTreeMap::new();
    for row in rows() {
        let mut cells = Vec::new();
        for person in &people.0 {
            cells.push(cell(laid, &row, person).await);
        }
        table.insert(row.title(), cells);
    }
    table
}

fn written(table: &BTreeMap<String, Vec<Cell>>) -> String {
    let mut text = String::from(
        "Who may do what. Rows: an action and what it is done to; {me} is who asks, in their own account.\n\
         A allowed, D denied because nothing allows, x denied by a statement.\n",
    );
    writeln!(text, "Made by `{RENEW}`: read the diff before you keep it.\n").unwrap();
    for plan in PEOPLE {
        writeln!(text, "{:<9} {}", plan.column, plan.what).unwrap();
    }
    let width = table.keys().map(String::len).max().unwrap_or_default();
    write!(text, "\n{:width$}", "").unwrap();
    for plan in PEOPLE {
        write!(text, " {:>9}", plan.column).unwrap();
    }
    text.push('\n');
    for (title, cells) in table {
        write!(text, "{title:width$}").unwrap();
        for cell in cells {
            write!(text, " {:>9}", cell.letter()).unwrap();
        }
        text.push('\n');
    }
    text
}

fn file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/authorize/matrix.txt")
}

/// The file is being written, not read.
fn is_renewed() -> bool {
    std::env::var_os("UPDATE_MATRIX").is_some()
}

#[tokio::test]
async fn matrix_is_as_reviewed() {
    let laid = Laid::new().await;
    let made = written(&asked(&laid).await);
    if is_renewed() {
        std::fs::write(file(), &made).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(file()).unwrap_or_default();
    if kept == made {
        return;
    }
    let lines = |one: &str, other: &str, sign: &str| -> String {
        let known: Vec<&str> = other.lines().collect();
        let new = one.lines().filter(|line| !known.contains(line));
        new.flat_map(|line| [sign, line, "\n"]).collect()
    };
    let (gone, come) = (lines(&kept, &made, "- "), lines(&made, &kept, "+ "));
    panic!(
        "who may do what has changed:\n{gone}{come}\nIf that is meant, renew crates/service/src/authorize/matrix.txt with\
         \n  {RENEW}\nand read its diff."
    );
}

/// What holds whatever the actions are, so that renewing the file cannot wave it through.
#[tokio::test]
async fn matrix_keeps_its_laws() {
    let laid = Laid::new().await;
    let table = asked(&laid).await;
    let place = |column: &str| PEOPLE.iter().position(|plan| plan.column == column).unwrap();
    for (title, cells) in &table {
        let is = |column: &str| cells[place(column)];
        // The root user of the management account is bound by nothing; an administrator by no less than Allow *.
        assert_eq!(is("root"), Cell::Allowed, "{title}");
        assert_eq!(is("admin"), Cell::Allowed, "{title}");
        assert_eq!(is("role"), Cell::Allowed, "{title}");
        // Without policies nothing, not even one's own password: the account does not let its users.
        assert_eq!(is("nobody"), Cell::Denied, "{title}");
        // A deny of everything for root in a member account.
        assert_eq!(is("m-root"), Cell::Forbidden, "{title}");
        // Nothing of another account's without its saying so.
        assert_ne!(is("stranger"), Cell::Allowed, "{title}");
        // A boundary of reading, or a session policy of reading, is what reading allows.
        for bounded in ["bounded", "b-role", "s-role"] {
            assert_eq!(
                is(bounded) == Cell::Allowed,
                is("reader") == Cell::Allowed,
                "{bounded}: {title}"
            );
        }
        // Session policies of a federated user give nothing that who vouches does not have, and without one there is nothing.
        for plan in PEOPLE {
            let Some(issuer) = plan.issuer() else {
                continue;
            };
            let (federated, issuer) = (is(plan.column), is(issuer));
            assert!(
                federated != Cell::Allowed || issuer == Cell::Allowed,
                "{}: {title}",
                plan.column
            );
            // STS does nothing for them, whatever policies say.
            assert!(
                federated != Cell::Allowed || !title.starts_with("sts:"),
                "{}: {title}",
                plan.column
            );
        }
        assert_eq!(
            is("f-admin") == Cell::Allowed,
            !title.starts_with("sts:"),
            "what both allow is allowed: {title}"
        );
        for limited in ["f-reader", "f-lesser", "f-bounded"] {
            assert_eq!(
                is(limited) == Cell::Allowed,
                is("reader") == Cell::Allowed && !title.starts_with("sts:"),
                "{limited}: {title}"
            );
        }
        assert_eq!(is("f-none"), is("nobody"), "{title}");
        // MFA gives nothing that the same policy without its condition would not; its absence forbids.
        assert!(
            is("force") != Cell::Allowed || is("force-mfa") == Cell::Allowed,
            "{title}"
        );
        assert_ne!(is("force-mfa"), Cell::Forbidden, "{title}");
        assert_eq!(
            is("staff") == Cell::Allowed,
            is("force-mfa") == Cell::Allowed,
            "{title}"
        );
        // Control policies do not bind a role that is linked to a service.
        assert_eq!(is("m-linked"), Cell::Allowed, "{title}");
        assert!(
            is("m-admin") == Cell::Allowed || is("m-admin") == Cell::Forbidden,
            "{title}"
        );
        assert_ne!(is("m-listing"), Cell::Forbidden, "{title}");
    }
}

#[test]
fn matrix_has_every_action() {
    let rows = rows();
    for action in Action::ALL {
        assert!(rows.iter().any(|row| row.action == *action), "{action:?}");
    }
    if is_renewed() {
        return;
    }
    let kept = std::fs::read_to_string(file()).unwrap();
    for row in rows {
        assert!(
            kept.lines().any(|line| line.starts_with(&format!("{} ", row.title()))),
            "matrix.txt lacks {}; renew it with\n  {RENEW}",
            row.title()
        );
    }
}
