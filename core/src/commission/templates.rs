//! Plans of the shapes that are paid everywhere, to start from: documents, as a user would write them.

/// Each by its id, in their order.
pub static TEMPLATES: &[(&str, &str)] = &[
    ("accelerator", include_str!("templates/accelerator.json")),
    ("balanced-products", include_str!("templates/balanced-products.json")),
    ("bonus-matrix", include_str!("templates/bonus-matrix.json")),
    ("cash-holdback", include_str!("templates/cash-holdback.json")),
    ("clawback", include_str!("templates/clawback.json")),
    ("deal-size", include_str!("templates/deal-size.json")),
    ("decelerator", include_str!("templates/decelerator.json")),
    ("differential-override", include_str!("templates/differential-override.json")),
    ("gross-margin", include_str!("templates/gross-margin.json")),
    ("margin-grid", include_str!("templates/margin-grid.json")),
    ("milestones", include_str!("templates/milestones.json")),
    ("multi-year", include_str!("templates/multi-year.json")),
    ("new-and-renewal", include_str!("templates/new-and-renewal.json")),
    ("on-target-earnings", include_str!("templates/on-target-earnings.json")),
    ("overage", include_str!("templates/overage.json")),
    ("overlay", include_str!("templates/overlay.json")),
    ("partner-override", include_str!("templates/partner-override.json")),
    ("payout-split", include_str!("templates/payout-split.json")),
    ("renewals", include_str!("templates/renewals.json")),
    ("residual", include_str!("templates/residual.json")),
    ("retroactive", include_str!("templates/retroactive.json")),
    ("sdr-meetings", include_str!("templates/sdr-meetings.json")),
    ("single-rate", include_str!("templates/single-rate.json")),
    ("spiff-and-objectives", include_str!("templates/spiff-and-objectives.json")),
    ("team-manager", include_str!("templates/team-manager.json")),
    ("team-pool", include_str!("templates/team-pool.json")),
    ("two-measures", include_str!("templates/two-measures.json")),
    ("unit-spiff", include_str!("templates/unit-spiff.json")),
];

/// Settlement policies, each by its id: the kinds of draw.
pub static SETTLEMENT_TEMPLATES: &[(&str, &str)] = &[
    ("forgiven-draw", include_str!("settlement/templates/forgiven-draw.json")),
    ("non-recoverable-draw", include_str!("settlement/templates/non-recoverable-draw.json")),
    ("recoverable-draw", include_str!("settlement/templates/recoverable-draw.json")),
];
