//! Pipelines to start from: documents, as a user would write them.

/// Each by its id, in their order.
pub static TEMPLATES: &[(&str, &str)] = &[
    ("b2b-new-business", include_str!("templates/b2b-new-business.json")),
    ("enterprise", include_str!("templates/enterprise.json")),
    ("partner", include_str!("templates/partner.json")),
    ("renewals", include_str!("templates/renewals.json")),
    ("smb", include_str!("templates/smb.json")),
];
