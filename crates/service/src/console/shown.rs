//! Resources as tables and facts.

use vestibule_store::ResourceRow;

use super::catalogue::Column as Spec;
use crate::answers::{Column, Fact, ResourceLink, Row, SectionShown};

/// What tags are kept under among the details.
pub(super) const TAG: &str = "tag:";

pub(super) fn link(row: &ResourceRow) -> ResourceLink {
    ResourceLink {
        arn: row.arn.clone(),
        name: row.name.clone(),
        region: row.region.clone(),
        prefix: None,
    }
}

/// The objects of a folder, and the folders in it.
pub(super) fn folder(
    columns: &[Spec],
    bucket: &str,
    region: &str,
    folder: &str,
    objects: &[ResourceRow],
) -> SectionShown {
    let mut rows: Vec<Row> = Vec::new();
    for object in objects {
        let Some(rest) = object.name.strip_prefix(folder) else {
            continue;
        };
        if let Some((name, _)) = rest.split_once('/') {
            let prefix = format!("{folder}{name}/");
            // Names are in order, so a folder's objects follow each other.
            if rows
                .last()
                .is_none_or(|last| last.link.prefix.as_ref() != Some(&prefix))
            {
                rows.push(Row {
                    link: ResourceLink {
                        arn: bucket.to_owned(),
                        name: format!("{name}/"),
                        region: region.to_owned(),
                        prefix: Some(prefix),
                    },
                    cells: columns
                        .iter()
                        .map(|(key, _)| in_list(key, &format!("{name}/")))
                        .collect(),
                });
            }
        } else {
            let cell = |(key, _): &Spec| match *key {
                "name" => rest.to_owned(),
                other => value(object, other),
            };
            rows.push(Row {
                link: link(object),
                cells: columns.iter().map(cell).collect(),
            });
        }
    }
    SectionShown::Table {
        columns: columns.iter().map(column).collect(),
        rows,
    }
}

/// A folder has a name and nothing else.
fn in_list(key: &str, name: &str) -> String {
    if key == "name" { name } else { "-" }.to_owned()
}

fn column((id, title): &Spec) -> Column {
    Column {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
    }
}

pub(super) fn table(columns: &[Spec], rows: &[ResourceRow]) -> SectionShown {
    let row = |row: &ResourceRow| Row {
        link: link(row),
        cells: columns.iter().map(|(key, _)| value(row, key)).collect(),
    };
    SectionShown::Table {
        columns: columns.iter().map(column).collect(),
        rows: rows.iter().map(row).collect(),
    }
}

pub(super) fn facts(columns: &[Spec], row: &ResourceRow) -> Vec<Fact> {
    let fact = |(id, title): &Spec| Fact {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
        value: value(row, id),
    };
    columns.iter().map(fact).collect()
}

fn value(row: &ResourceRow, key: &str) -> String {
    match key {
        "name" => row.name.clone(),
        "arn" => row.arn.clone(),
        "region" => row.region.clone(),
        "created" => row.created_at.to_string(),
        "tags" => {
            let tag = |(key, value): (&String, &String)| Some(format!("{} = {value}", key.strip_prefix(TAG)?));
            let tags: Vec<String> = row.details.iter().filter_map(tag).collect();
            if tags.is_empty() {
                "-".to_owned()
            } else {
                tags.join(", ")
            }
        }
        other => row.details.get(other).cloned().unwrap_or_else(|| "-".to_owned()),
    }
}
