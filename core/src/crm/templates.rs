//! Ready mappings: documents to be used as they are, or as a start.

/// Each by its id, in their order.
pub static TEMPLATES: &[(&str, &str)] = &[
    ("adventureworks", include_str!("templates/adventureworks.json")),
    ("crm-maven", include_str!("templates/crm-maven.json")),
    ("csv", include_str!("templates/csv.json")),
    ("salesforce", include_str!("templates/salesforce.json")),
];
