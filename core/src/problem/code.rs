//! The one table of codes. A code never changes its meaning within a major version.

use std::fmt;

/// Whether a problem stops the work or only comes with the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is computed, or the record is set aside.
    Error,
    /// The result stands; this comes with it.
    Warning,
}

impl Severity {
    /// The wire name: `error` or `warning`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $text:literal $severity:ident $about:literal, $help:literal;)*) => {
        /// A stable name for one kind of problem, `<room>.<snake_case>` on the wire.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $about] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The wire name, such as `commission.tier_gap`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Whether the problem stops the work.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the code means, in one line.
            #[must_use]
            pub fn about(self) -> &'static str {
                match self { $(Self::$variant => $about,)* }
            }

            /// What to do about it.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

impl Code {
    /// The code with this wire name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

codes! {
    InternalBug "internal.bug" Error "the library failed where it should not", "report it with the input that caused it";

    OperationUnknown "operation.unknown" Error "there is no operation of this name", "use one of the operations listed";
    OperationUnknownKind "operation.unknown_kind" Error "there is no definition of this kind", "use one of the kinds listed";
    OperationWrongHandle "operation.wrong_handle" Error "the operation runs on another kind of definition", "call it on the kind named in the message";
    TraceNoExplanation "trace.no_explanation" Error "rows of this table are not computed, so there is nothing to explain", "ask about a row of a result table";
    TraceUnknownRow "trace.unknown_row" Error "the table has no such row", "rows are counted from 0";

    DocumentNotUtf8 "document.not_utf8" Error "the text is not UTF-8", "save the document as UTF-8";
    DocumentNotJson "document.not_json" Error "the text is not JSON", "mend the syntax at the line and column given";
    DocumentTooLarge "document.too_large" Error "the document is larger than 16 MB", "records belong in tables, not in the document";
    DocumentTooDeep "document.too_deep" Error "the document nests deeper than 64 levels", "flatten the rule or the document";
    DocumentDuplicateKey "document.duplicate_key" Error "an object has the same key twice", "keep one of the two";
    DocumentUnknownKey "document.unknown_key" Error "the object has a key that is not part of the document", "remove it or mend its spelling";
    DocumentMissingKey "document.missing_key" Error "a required key is missing", "add it";
    DocumentWrongType "document.wrong_type" Error "a value is of another type than the document wants", "give the type named in the message";
    DocumentUnknownValue "document.unknown_value" Error "a value is not among those allowed", "use one of the values listed";
    DocumentUnknownSchema "document.unknown_schema" Error "the document's schema or its version is not known here", "use a schema that is listed";
    DocumentOutOfRange "document.out_of_range" Error "a number or a length is outside the range allowed", "give one inside it";

    NumberNotADecimal "number.not_a_decimal" Error "the text is not a decimal number", "write digits with an optional minus and one decimal point, such as -1250.00";
    NumberNotExact "number.not_exact" Error "the number cannot be taken exactly", "write it as a string, such as \"0.1\", or declare a rounding";
    NumberOutOfRange "number.out_of_range" Error "the number needs more than 28 digits", "check the unit and the scale";
    NumberNan "number.nan" Error "the cell is not a number", "leave the cell empty, or say nan: \"missing\"";
    NumberInfinite "number.infinite" Error "the cell is infinite", "leave the cell empty or mend its source";
    NumberNotARatio "number.not_a_ratio" Error "the text is neither a decimal nor a fraction", "write 0.25 or 1/4";
    NumberDivisionByZero "number.division_by_zero" Error "a division by zero was asked for", "check the denominator";
    NumberUnknownCurrency "number.unknown_currency" Error "the code is not an ISO 4217 currency", "use a three-letter code such as USD";
    NumberCurrencyMismatch "number.currency_mismatch" Error "two currencies meet without a rate", "convert one of them first, or give fx_rates";
    NumberZeroWeights "number.zero_weights" Error "every weight is zero", "give at least one weight above zero, or a policy";
    NumberNegativeWeight "number.negative_weight" Error "a weight is negative", "weights are zero or more";
    NumberPartsMismatch "number.parts_mismatch" Error "the total is not the rounded sum of its parts", "round the sum of the parts, then share that total out";

    TimeBadDate "time.bad_date" Error "the text is not a date", "write YYYY-MM-DD";
    TimeBadInstant "time.bad_instant" Error "the text is not an instant", "write RFC 3339, such as 2026-03-31T17:00:00Z";
    TimeOutOfRange "time.out_of_range" Error "the date is outside the years 1 to 9999", "check the unit of the source column";
    TimeUnknownZone "time.unknown_zone" Error "the name is not an IANA time zone", "use a name such as America/New_York";
    TimeNoZoneData "time.no_zone_data" Error "this build has no time zone data", "build with the feature tz, or use UTC";
    TimeZoneMissing "time.zone_missing" Error "an instant has no zone", "add an offset to the instant, or give time_zone";
    TimeBadPeriod "time.bad_period" Error "the text is not a period of the calendar", "write a label such as 2026-Q1, or {from, to}";
    TimeBadMonth "time.bad_month" Error "the number is not a month", "write 1 for January to 12 for December";
    TimeEmptyPeriod "time.empty_period" Error "the period ends where it starts, or before", "to is the first day after the period";

    TableNotRows "table.not_rows" Error "the rows are not a JSON array of objects", "give [{column: value}, ...]";
    TableNotCsv "table.not_csv" Error "the text is not CSV with a header line", "check quotes and the number of fields in the row named";
    TableNotUtf8 "table.not_utf8" Error "a cell is not UTF-8", "save the export as UTF-8";
    TableUnknownTable "table.unknown_table" Error "the operation takes no table of this name", "use one of the tables listed";
    TableMissingTable "table.missing_table" Error "a table that the operation needs is missing", "give it, with no rows if there are none";
    TableMissingColumn "table.missing_column" Error "a required column is missing", "add it, or rename the source column";
    TableDuplicateColumn "table.duplicate_column" Error "two columns have the same name", "rename or drop one";
    TableUnequalColumns "table.unequal_columns" Error "the columns of a table differ in length", "give every column one cell per row";
    TableUnsupportedType "table.unsupported_type" Error "the column's type cannot be taken", "cast it to text, a decimal, an integer, a date or a timestamp";
    TableMissingValue "table.missing_value" Error "a required cell is empty", "fill it, or set the record aside";
    TableWrongType "table.wrong_type" Error "a cell is of another type than its column", "give the type named in the message";
    TableUnknownValue "table.unknown_value" Error "a cell is not among the values allowed", "use one of the values listed";
    TableCellTooLarge "table.cell_too_large" Error "a cell is larger than the limit", "drop the column, or raise limits.max_cell_bytes";
    TableNotADate "table.not_a_date" Error "a timestamp in a date column is not at midnight", "cast the column to a date in the zone that you mean";
    TableMixedTypes "table.mixed_types" Error "an attribute column mixes types", "give every cell of the column one type";
    TableDuplicateId "table.duplicate_id" Error "two records have the same id", "keep one of the two";
    TableUnknownId "table.unknown_id" Error "a record names an id that its table does not have", "add the missing record or mend the id";

    RuleTypeMismatch "rule.type_mismatch" Error "a rule compares a column with a value of another type", "give a value of the column's type";
    RuleUnknownColumn "rule.unknown_column" Error "a rule names a column that the table does not have", "add the column or mend its name";
    RuleBadOperator "rule.bad_operator" Error "the operator does not fit the rule's value or the column's type", "see the operators of the column's type";
    RuleBadOffset "rule.bad_offset" Error "an offset from as_of cannot be read", "write a whole number and d, w, m or y, such as -30d";
    RuleEmptyRange "rule.empty_range" Error "a rule's range ends where it starts, or before", "from is the first value inside, to the first beyond";
    RuleEmptyValue "rule.empty_value" Error "a rule compares with an empty text, which no cell holds", "use is_empty or is_not_empty";
    RuleAsOfMissing "rule.as_of_missing" Error "a rule counts from as_of, and the call gives none", "give as_of";

    PipelineDuplicateId "pipeline.duplicate_id" Error "two stages, criteria, fields or versions have the same id", "give each its own";
    PipelineDuplicateOrder "pipeline.duplicate_order" Error "two stages have the same order", "give each its own place";
    PipelineNoOpenStage "pipeline.no_open_stage" Error "no stage is open", "add a stage of the kind open";
    PipelineNoWonStage "pipeline.no_won_stage" Error "no stage is won", "add a stage of the kind won";
    PipelineNoLostStage "pipeline.no_lost_stage" Error "no stage is lost", "add a stage of the kind lost";
    PipelineProbabilityOutOfRange "pipeline.probability_out_of_range" Error "a probability is below 0 or above 1", "write 0.5 or 1/2 for one half";
    PipelineWonProbabilityNotOne "pipeline.won_probability_not_one" Error "a won stage has a probability other than 1", "set it to 1";
    PipelineLostProbabilityNotZero "pipeline.lost_probability_not_zero" Error "a lost stage has a probability other than 0", "set it to 0";
    PipelineNonpositiveMaxDays "pipeline.nonpositive_max_days" Error "max_days is zero or less", "give one day at least, or null for no limit";
    PipelineMinOverMaxDays "pipeline.min_over_max_days" Error "min_days is more than max_days", "lower min_days or raise max_days";
    PipelineTransitionUnknownStage "pipeline.transition_unknown_stage" Error "a transition names a stage that the version does not have", "add the stage or mend its id";
    PipelineUnknownStage "pipeline.unknown_stage" Error "entry, lose_from or migrates names a stage that the version does not have", "add the stage or mend its id";
    PipelineUnreachableStage "pipeline.unreachable_stage" Error "no sequence of moves leads to a stage", "allow a move into it, or make it an entry";
    PipelineNoPathToClosed "pipeline.no_path_to_closed" Error "a deal in a stage can neither be won nor lost", "allow a move that leads to a closed stage";
    PipelineUnknownField "pipeline.unknown_field" Error "a column is neither one of deals nor declared in fields", "declare it in fields or mend its name";
    PipelineUnknownCategory "pipeline.unknown_category" Error "a forecast category is not known", "use one of those listed";
    PipelineOverlappingVersions "pipeline.overlapping_versions" Error "two versions are in force on one day", "end the earlier where the later begins";
    PipelineMigrationVersion "pipeline.migration_version" Error "stages migrate from a version that is not older", "name an older version";
    PipelineProbabilityNotMonotone "pipeline.probability_not_monotone" Warning "a stage has a lower probability than the open stage before it", "check the order and the probabilities";
    PipelineCategoryNotMonotone "pipeline.category_not_monotone" Warning "a stage has a less certain forecast category than the open stage before it", "check the order and the categories";
    PipelineSingleOpenStage "pipeline.single_open_stage" Warning "only one stage is open", "a pipeline of one stage has no conversion to measure";
    PipelineUnknownTemplate "pipeline.unknown_template" Error "there is no template of this id", "ask without an id for all of them";

    TransitionUnknownStage "transition.unknown_stage" Error "the pipeline has no stage of this id", "use a stage of the version in force";
    TransitionSameStage "transition.same_stage" Error "the deal is in the stage already", "name another stage";
    TransitionPipelineMismatch "transition.pipeline_mismatch" Error "the deal is in another pipeline, or no version is in force", "use the deal's own pipeline, in a version in force at the time";
    TransitionReopenNotAllowed "transition.reopen_not_allowed" Error "a closed deal may not be reopened", "set policy.reopen, or create a new deal";
    TransitionBackwardNotAllowed "transition.backward_not_allowed" Error "a deal may not move back", "set policy.backward";
    TransitionSkipNotAllowed "transition.skip_not_allowed" Error "open stages would be skipped", "visit the stages listed first";
    TransitionNotInTransitionList "transition.not_in_transition_list" Error "the list of moves, of entries or of stages to lose from does not have the move", "see available_moves";
    TransitionMinDaysNotMet "transition.min_days_not_met" Error "the deal has not been in its stage for long enough", "wait for the days left";
    TransitionExitCriterionFailed "transition.exit_criterion_failed" Error "what must hold to leave the stage does not", "see the criterion in the message";
    TransitionMissingField "transition.missing_field" Error "a field that the stage requires is empty", "fill it";
    TransitionEntryCriterionFailed "transition.entry_criterion_failed" Error "what must hold to enter the stage does not", "see the criterion in the message";
    TransitionApprovalRequired "transition.approval_required" Error "a role must approve the move", "let someone in that role make the move, or record the approval";
    TransitionOutOfOrderTimestamp "transition.out_of_order_timestamp" Error "the move is dated before what the deal has been through", "give the time at which it happens";

    ReportingOverlap "reporting.overlap" Error "a person has two managers on one day", "end one row where the next begins";
    ReportingCycle "reporting.cycle" Error "people report to each other", "leave manager_id empty at the top";

    ForecastDuplicateCategory "forecast.duplicate_category" Error "two categories have the same id or the same meaning", "give each its own";
    ForecastDuplicatePipeline "forecast.duplicate_pipeline" Error "two pipelines have the same id", "keep one of the two, with the other as an earlier version";
    ForecastCategoryMissing "forecast.category_missing" Error "the model has no category for what a stage or a won deal counts as", "add it, or change the category of the stage";
    ForecastUnknownCategory "forecast.unknown_category" Error "a forecast category is not one of the model's", "use one of those listed";
    ForecastCategoryNotOpen "forecast.category_not_open" Error "an open deal or stage has the category of won deals", "move the deal to a won stage, or give it an open category";
    ForecastUnknownStage "forecast.unknown_stage" Error "the deal's pipeline has no stage of this id on the day", "mend the id, or say in migrates what the stage became";
    ForecastUnknownOwner "forecast.unknown_owner" Error "no row of reporting names the owner of a deal", "add the owner to reporting or mend the id";
    ForecastUnknownNode "forecast.unknown_node" Error "an adjustment is for someone who is not in the hierarchy on the day", "mend the id, or extend the row of reporting";
    ForecastProbabilityOutOfRange "forecast.probability_out_of_range" Error "a deal's own probability is below 0 or above 1", "write 0.5 or 1/2 for one half";
    ForecastOverrideUndated "forecast.override_undated" Error "whether a deal's own probability is older than its stage cannot be told", "give probability_set_at and stage_entered_at, or make the override policy sticky";
    ForecastFxRateMissing "forecast.fx_rate_missing" Error "there is no exchange rate for a deal's currency and date", "add it to fx_rates, quoted in the model's currency";
    ForecastFxRateOverlap "forecast.fx_rate_overlap" Error "two exchange rates of one kind hold on the same day", "end one where the next begins";
    ForecastFxRateNotPositive "forecast.fx_rate_not_positive" Error "an exchange rate is not above zero", "1 base = rate quote";
    ForecastAuthorNotAbove "forecast.author_not_above" Error "whoever adjusted a forecast is neither its owner nor above its owner", "only someone's own managers adjust their forecast";
    ForecastTargetOverlap "forecast.target_overlap" Error "two targets of someone overlap", "keep one of the two";
    ForecastTargetPartlyInPeriod "forecast.target_partly_in_period" Error "a target lies partly in the period asked for", "ask for a period that starts and ends with targets";
    ForecastNotMonotone "forecast.not_monotone" Warning "a cumulative forecast is below that of a more certain category", "check the adjustments that are below zero";

    QuotaNoNodes "quota.no_nodes" Error "there is no node to share the total among", "give at least one node";
    QuotaUnknownParent "quota.unknown_parent" Error "a node names a parent that is not a node", "add the parent or mend its id";
    QuotaCycle "quota.cycle" Error "nodes are each other's parents", "leave parent_id empty at the top";
    QuotaBadUnit "quota.bad_unit" Error "the unit is not above zero", "give the smallest share, such as 0.01 or 1000";
    QuotaNotAMultiple "quota.not_a_multiple" Error "an amount is not a whole number of units", "change it or the unit, or name a node in residual_to";
    QuotaUnknownNode "quota.unknown_node" Error "residual_to is not a node", "name one of the nodes";
    QuotaResidualNotLeaf "quota.residual_not_leaf" Error "the node that takes the residual has children or is pinned", "name a node without children and without pin";
    QuotaUnknownTie "quota.unknown_tie" Error "the tie key is not a column of the nodes", "name a column, or leave it out for the order of the rows";
    QuotaWeightMissing "quota.weight_missing" Error "a node that shares with others has no weight", "give it one, or a pin";
    QuotaNegativeWeight "quota.negative_weight" Error "a weight is negative", "weights are zero or more";
    QuotaZeroWeights "quota.zero_weights" Error "all siblings have the weight zero", "give one a weight, or set zero_weights to equal or fallback";
    QuotaMetricMissing "quota.metric_missing" Error "a node that shares with others has no value of a metric that weights are blended from", "add it to metrics, or leave the metric out of blend";
    QuotaInverseOfZero "quota.inverse_of_zero" Error "less of a metric weighs more, and a node has none of it", "give the node a value above zero, or a pin";
    QuotaNoPeriods "quota.no_periods" Error "there is no period to share the total among", "give seasonality at least one row";
    QuotaPeriodOverlap "quota.period_overlap" Error "two periods of the seasonality overlap", "end one where the next begins";
    QuotaPinOvershoot "quota.pin_overshoot" Error "pins take more than their parent has", "lower them, or set overshoot to scale_pins";
    QuotaPinUndershoot "quota.pin_undershoot" Error "all siblings are pinned, to less than their parent has", "leave one free or raise a pin";
    QuotaNegativeQuota "quota.negative_quota" Error "a quota is negative", "quotas are zero or more";
    QuotaOverlap "quota.overlap" Error "two quotas of a payee and measure overlap", "keep one of the two, or give known_at to both";
    QuotaPartlyInPeriod "quota.partly_in_period" Error "a quota lies partly in the period asked for", "ask for a period that starts and ends with quotas";
    QuotaMeasureUnknown "quota.measure_unknown" Error "a quota names a measure and no record does", "add measure_id to the records, or leave it out of the quotas";

    CommissionDuplicateComponent "commission.duplicate_component" Error "two components have the same id", "give each its own";
    CommissionWeightsNotOne "commission.weights_not_one" Error "the weights of the components do not sum to exactly 1", "write thirds as 1/3";
    CommissionNegativeWeight "commission.negative_weight" Error "a weight is negative", "weights are zero or more";
    CommissionWeightMissing "commission.weight_missing" Error "components that share the target variable need weights", "give each a weight; together they sum to 1";
    CommissionPayoutMissing "commission.payout_missing" Error "a component has no payout rule", "give rate, rates, rate_table, curve, or a base_rate alone";
    CommissionPayoutConflict "commission.payout_conflict" Error "a component has more than one payout rule", "keep one of rate, rates, rate_table, curve and base_rate alone";
    CommissionBaseRateMissing "commission.base_rate_missing" Error "a multiplier has no base rate", "give base_rate";
    CommissionBaseRateUnused "commission.base_rate_unused" Error "nothing uses the base rate", "remove it, or make the tiers' values multipliers";
    CommissionIndexMismatch "commission.index_mismatch" Error "the tiers and the measure do not fit", "index the tiers by what the measure adds up, by attainment, margin or markup";
    CommissionQuotaUndeclared "commission.quota_undeclared" Error "a component pays by quota and declares none", "add quota: {source: \"table\"}";
    CommissionReconcileUnused "commission.reconcile_unused" Warning "lines rounded for themselves are not reconciled", "remove reconcile, or round at component or payee";
    CommissionReconcileMissing "commission.reconcile_missing" Error "a rounded total has lines that would not add up to it", "use cumulative_difference or largest_remainder";
    CommissionVersionOverlap "commission.version_overlap" Error "two versions of a plan are in force on one day", "end the earlier where the later begins";
    CommissionHolidaysUnused "commission.holidays_unused" Warning "holidays are given to a proration that does not count working days", "prorate by working_days, or remove them";
    CommissionRampNegative "commission.ramp_negative" Error "a month of a ramp has a value below zero", "values are zero or more";
    CommissionTierFromMissing "commission.tier_from_missing" Error "a tier has no start", "give from";
    CommissionTierGap "commission.tier_gap" Error "there is a gap between two tiers", "let each tier start where the one below ends";
    CommissionTierGapClosed "commission.tier_gap_closed" Warning "a gap of one minor unit between two tiers was closed", "let each tier start where the one below ends";
    CommissionTierOverlap "commission.tier_overlap" Error "two tiers overlap", "let each tier start where the one below ends";
    CommissionTierUnordered "commission.tier_unordered" Error "the tiers are not in ascending order", "sort them by from";
    CommissionTierEmpty "commission.tier_empty" Error "a tier has no width", "remove it or mend its bounds";
    CommissionTierClosed "commission.tier_closed" Error "the last tier has an end", "set its to to null: credit beyond it must land somewhere";
    CommissionTierValueMissing "commission.tier_value_missing" Error "a tier has no value", "give value; values where the table has other dimensions";
    CommissionTierValueConflict "commission.tier_value_conflict" Error "a tier says its value in the form of another table", "give value where the table has one dimension, values where it has across";
    CommissionTierValuesCount "commission.tier_values_count" Error "a tier has not one value for each column of the table", "give as many values as the places of the other dimensions make columns";
    CommissionAcrossForm "commission.across_form" Error "a dimension of a rate table lacks a key of its kind, or has one of another kind", "give index with from, or column with values";
    CommissionAcrossUnordered "commission.across_unordered" Error "the places along a dimension are not in ascending order", "sort from";
    CommissionAcrossTwice "commission.across_twice" Error "two dimensions go by the same, or two places hold the same value", "keep one of the two";
    CommissionAcrossMismatch "commission.across_mismatch" Error "a rate table of several dimensions cannot pay so", "pay by rates, by sums where only what runs picks the column, and in another mode than interpolated";

    CommissionOverageStartMissing "commission.overage_start_missing" Error "nothing says where the overage starts", "give overage_starts_at";
    CommissionOverageStartOutside "commission.overage_start_outside" Error "the overage starts outside the first tier", "start it inside the first tier or where the second begins, at 0 or above";
    CommissionTableKeyUnused "commission.table_key_unused" Error "nothing uses a key of the rate table", "remove it, or choose the mode or value that uses it";
    CommissionModeMismatch "commission.mode_mismatch" Error "the mode of the rate table does not fit its values or its index", "choose another mode";
    CommissionBackToTierAbove "commission.back_to_tier_above" Error "a tier pays from the start of a tier above it", "name the tier itself or one below it";
    CommissionTierOpen "commission.tier_open" Error "the last tier of an interpolated table has no end", "give it a to: its value is reached there";
    CommissionCurveUnordered "commission.curve_unordered" Error "the points of a curve are not in the order of x", "sort them by x";
    CommissionCurvePointUnused "commission.curve_point_unused" Error "a point of a curve lies between two others of the same x", "keep two points of one x: where the jump starts and where it ends";
    CommissionCurveSlopeMissing "commission.curve_slope_missing" Error "a curve is to go on along a line that it does not have", "end the curve with two points of different x, or hold its y";
    CommissionAttainmentRoundingUnused "commission.attainment_rounding_unused" Error "nothing looks up the rounded attainment", "remove attainment_rounding";
    CommissionIndexMeasureUnknown "commission.index_measure_unknown" Error "no other component has the measure that picks the tier", "name the measure of another component";
    CommissionIndexMeasureMismatch "commission.index_measure_mismatch" Error "the measure that picks the tier does not run beside this one", "give both components the same period and date, and accumulate: period";
    CommissionPaysOnUnused "commission.pays_on_unused" Error "nothing is paid on credit", "remove pays_on, or pay by rates";
    CommissionHierarchyMissing "commission.hierarchy_missing" Error "a component counts credit that is rolled up, and the plan does not say how", "give the plan a hierarchy";
    CommissionHierarchyUnused "commission.hierarchy_unused" Warning "no component counts credit that is rolled up", "set roll_up in a component, or remove hierarchy";
    CommissionMaxTotalCredit "commission.max_total_credit" Error "the most that credits may come to is less than the transaction", "give 1 or more";
    CommissionOverrideRate "commission.override_rate" Error "an override has no rate, more than one way to one, or one below zero", "give one of rate, rates and own_rate";
    CommissionOverrideFund "commission.override_fund" Error "the levels of an override come to more than its most", "lower the rates, or raise max_total";
    CommissionOverrideComponent "commission.override_component" Error "an override is on a component that the plan does not have", "name a component";
    CommissionOverrideDates "commission.override_dates" Error "an override is on components that are measured by different dates", "write one override for each date";
    CommissionOverridePeriod "commission.override_period" Error "nothing says over which period an override adds up", "give period: the quotas of payees have spans of their own";
    CommissionOverrideThreshold "commission.override_threshold" Error "an override on the excess has no threshold, or one below zero", "give threshold";
    CommissionOverrideUnused "commission.override_unused" Error "nothing uses a key of an override", "remove it, or choose the basis or the rate that uses it";
    CommissionGateUnused "commission.gate_unused" Error "nothing uses a key of a gate", "excess_only is for a component's own measure above a value, at_end for on_fail: hold";
    CommissionGateFactor "commission.gate_factor" Error "a gate that is not passed pays less than nothing, or more than all", "give a factor from 0 to 1";
    CommissionMultiplierForm "commission.multiplier_form" Error "a multiplier says no factor, or more than one way to one", "give factor, with or without when; or steps with their subject";
    CommissionMultiplierNegative "commission.multiplier_negative" Error "a multiplier is below zero", "factors are zero or more";
    CommissionMultiplierSteps "commission.multiplier_steps" Error "the steps of a multiplier are not in ascending order", "sort them by from";
    CommissionKickerForm "commission.kicker_form" Error "a kicker says no sum, or more than one", "give amount; or rate and base";
    CommissionKickerNegative "commission.kicker_negative" Error "a kicker is below zero", "kickers are zero or more";
    CommissionLinkForm "commission.link_form" Error "a linked component says no limit, or two", "give share_of_target or payment";
    CommissionBonusForm "commission.bonus_form" Error "a bonus lacks a key of its kind, or has one of another kind", "see what the kinds of bonuses need";
    CommissionBonusComponent "commission.bonus_component" Error "a team bonus is on a component that the plan does not have", "name components, not bonuses";
    CommissionBonusNegative "commission.bonus_negative" Error "a bonus has a sum, weight or limit below zero", "bonuses are zero or more";
    CommissionObjectiveWeights "commission.objective_weights" Error "the weights of the objectives of a bonus do not sum to exactly 1", "thirds are \"1/3\"";
    CommissionWindowMismatch "commission.window_mismatch" Error "a window is not made of whole measure periods", "give a window as long as measure.period, or longer";
    CommissionSubjectUnknown "commission.subject_unknown" Error "a condition looks at a component that the plan does not have", "name a component of the same version";
    CommissionSubjectMismatch "commission.subject_mismatch" Error "a condition looks at a component with other measure periods", "give both components the same measure.period";
    CommissionFlagOverlap "commission.flag_overlap" Error "a payee has two values of a flag on one day", "end one where the next begins";
    CommissionLimitMissing "commission.limit_missing" Error "a cap or a floor says no sum", "give payment; a component's cap may be an attainment, and a line_cap has min or max";
    CommissionLimitConflict "commission.limit_conflict" Error "a cap is a sum of money and an attainment at once", "keep one of the two";
    CommissionLimitNegative "commission.limit_negative" Error "a cap or a floor is below zero", "limits are zero or more; what is below zero is never capped";
    CommissionLimitsCrossed "commission.limits_crossed" Error "the least that is paid is more than the most", "let the floor be no more than the cap";
    CommissionLimitUnused "commission.limit_unused" Error "nothing uses a key of a cap or a floor", "remove it, or choose the kind of cap that uses it";
    CommissionLimitPeriod "commission.limit_period" Error "a limit of a plan says no period", "give period: month, quarter, half or year";
    CommissionCreditMultiplier "commission.credit_multiplier" Error "a factor on credit is below zero, or there is none", "give quota, commission or both, zero or more";
    CommissionCreditCap "commission.credit_cap" Error "a cap on credit is below zero, or there is none", "give quota, commission or both, zero or more";
    CommissionFxMismatch "commission.fx_mismatch" Error "keys of fx do not fit together", "leave out the key, or choose the date that uses it";
    CommissionRateRuleTwice "commission.rate_rule_twice" Error "two rate rules have the same id", "give each its own";
    CommissionRateTie "commission.rate_tie" Error "two rate rules may fit one transaction and rank the same", "let one name another dimension or value, or rank the rules by priority";
    CommissionRateDimension "commission.rate_dimension" Error "a rate rule matches what is not a dimension, or a dimension is named twice", "list it in dimensions, once";
    CommissionRatePriority "commission.rate_priority" Error "rate rules are ranked by priority and one has none, or the other way round", "give every rule its priority under precedence: priority, and none otherwise";
    CommissionTierLimitsCrossed "commission.tier_limits_crossed" Error "the least that a tier pays is more than the most", "let min be no more than max";

    CommissionUnknownTemplate "commission.unknown_template" Error "there is no template of this id", "ask without an id for all of them";
    CommissionBookVersion "commission.book_version" Error "the bytes of a book were written by another version", "open the book again from its records: their numbers may differ";
    CommissionBookDamaged "commission.book_damaged" Error "bytes are not those of a book as it was written", "fetch them again, or open the book from its records";
    CommissionNoAssignments "commission.no_assignments" Warning "nobody is assigned to the plan", "check plan_id in the assignments";
    CommissionNoTeams "commission.no_teams" Warning "the plan pays teams, and no assignment names one", "give team_id in the assignments";
    CommissionTeamWeight "commission.team_weight" Error "a payee is in a team whose pool is shared by weight, and has no weight or one below zero", "give team_weight, 0 for none";
    CommissionTeamWeightsZero "commission.team_weights_zero" Error "the weights of all members of a team are zero", "give at least one of them a team_weight above zero";
    CommissionAssignmentOverlap "commission.assignment_overlap" Error "a payee has two assignments to the plan on one day", "end one where the next begins";
    CommissionPartialAssignment "commission.partial_assignment" Warning "a payee is assigned for a part of a measure period, and the plan takes quota or target variable whole", "let proration apply to both";
    CommissionUnknownPayee "commission.unknown_payee" Error "a payee has no assignment to any plan", "add the assignment or mend the id";
    CommissionTargetMissing "commission.target_missing" Error "the payout needs a target variable and the assignment has none", "give target_variable";
    CommissionScoreRange "commission.score_range" Error "a score is below zero, or above the highest", "mend the value, or raise max";
    CommissionSalaryMissing "commission.salary_missing" Error "a kicker is a part of the OTE and the assignment has no base salary", "give base_salary";
    CommissionQuotaMissing "commission.quota_missing" Error "a payee has no quota for the measure period", "add it; a quota of 0 is not the same as none";
    CommissionQuotaSpan "commission.quota_span" Error "the quotas of a payee do not cover the measure period exactly", "give quotas whose spans add up to the period";
    CommissionQuotaNegative "commission.quota_negative" Error "a quota is negative", "quotas are zero or more";
    CommissionQuotaOverlap "commission.quota_overlap" Error "two quotas of a payee and measure overlap", "keep one of the two, or date them by known_at";
    CommissionReliefNegative "commission.relief_negative" Error "a quota relief is negative", "write what is taken off the quota, zero or more";
    CommissionQuotaZero "commission.quota_zero" Error "a quota is zero, and the plan says that this is an error", "set quota.zero in the plan, or mend the quota";
    CommissionBelowFirstTier "commission.below_first_tier" Error "a measure is below the first tier, and the plan says that this is an error", "set below in the rate table";
    CommissionSplitSum "commission.split_sum" Error "the direct shares of a transaction do not sum to exactly 1", "write thirds as 1/3, or give weights";
    CommissionSplitNegative "commission.split_negative" Error "a share or weight of a split is negative", "shares are zero or more";
    CommissionSplitMixed "commission.split_mixed" Error "a split needs either a share or a weight, and all direct splits of a transaction the same", "give every direct split of the transaction a share, or every one a weight";
    CommissionSplitQuotaShare "commission.split_quota_share" Error "a direct split has a quota share of its own, and splits share what is paid, not the credit", "leave quota_share out, or set split_stage to credit";
    CommissionSplitUnusable "commission.split_unusable" Error "a split of the transaction cannot be used", "mend the split, and the transaction counts again";
    CommissionCreditConflict "commission.credit_conflict" Error "a transaction names a payee and has splits as well", "keep one of the two";
    CommissionCreditTotal "commission.credit_total" Error "direct and overlay credits of a transaction come to more than the plan allows", "lower the overlay shares, or raise max_total_credit";
    CommissionRateMissing "commission.rate_missing" Error "no rate rule fits a transaction", "add a rule that matches everything else, or set otherwise: zero";
    CommissionFxRateMissing "commission.fx_rate_missing" Error "there is no exchange rate for a transaction's currency and date", "add it to fx_rates, quoted in the plan's currency";
    CommissionFxRateOverlap "commission.fx_rate_overlap" Error "two exchange rates of one kind hold on the same day", "end one where the next begins";
    CommissionFxRateNotPositive "commission.fx_rate_not_positive" Error "an exchange rate is not above zero", "1 base = rate quote";
    CommissionClawbackSchedule "commission.clawback_schedule" Error "the steps of a clawback schedule do not follow each other from 0 on, or take back more than all", "start at 0, let each step start where the one before ends, and give shares from 0 to 1";
    CommissionClawbackTerms "commission.clawback_terms" Error "a clawback needs a schedule or a term, and there is none", "give schedule or term_months in the plan's clawback, or term_months with the sale";
    CommissionRefundOfRefund "commission.refund_of_refund" Error "a refund takes back another refund", "name the sale itself";
    CommissionRefundSign "commission.refund_sign" Error "a refund has the sign of its sale, or one of them is 0", "a refund is written with the opposite sign of what it refunds";
    CommissionRefundTooLarge "commission.refund_too_large" Error "the refunds of a sale are more than the sale", "mend the amount, or name the sale that it belongs to";

    CommissionReleaseSum "commission.release_sum" Error "the shares of a release schedule do not sum to exactly 1", "write thirds as 1/3";
    CommissionReleaseShare "commission.release_share" Error "a share of a release schedule is not above zero, or that of a holdback not from 0 to 1", "give the share that the event releases";
    CommissionLatePayment "commission.late_payment" Error "the steps of late payments do not follow each other, or lose more than all, or nothing waits for cash", "let each step start where the one before ends, and give shares from 0 to 1";
    CommissionRateLock "commission.rate_lock" Error "rates of the day of release are to be paid, and no component has rates to lock", "lock the rates of booking, or pay by a flat rate or marginal tiers over a period of the calendar";
    CommissionInvoicedTotal "commission.invoiced_total" Error "earnings wait for cash, and nothing was invoiced", "give invoiced_total, or the amount";

    CommissionPartialRollForward "commission.partial_roll_forward" Error "the period asked for does not start and end with a period of the roll-forward", "ask for whole periods, or for a shorter unit";
    CommissionCostAmount "commission.cost_amount" Error "a cost is below zero", "take it back by an event of the cost";
    CommissionBenefitPeriod "commission.benefit_period" Error "a benefit period is shorter than a month or longer than a hundred years", "give the months of the term, or of the expected life of the customer";
    CommissionCostEventEarly "commission.cost_event_early" Error "an event comes before its cost", "mend one of the two days";
    CommissionCostEventAmount "commission.cost_event_amount" Error "a clawback has no amount above zero, or churn has one", "churn writes off what is left";

    CommissionStreamDates "commission.stream_dates" Error "a stream ends before it starts, or its months are counted from a day after its start", "mend one of the two days";
    CommissionStreamUnowned "commission.stream_unowned" Error "nobody owns a stream on a day that it runs", "add an owner for that day, or end the stream";
    CommissionStreamOwnerOverlap "commission.stream_owner_overlap" Error "two owners hold all of a stream on one day, or one of them is named twice", "end one where the next begins, give both a share, or date them by known_at";
    CommissionStreamShareSum "commission.stream_share_sum" Error "the shares of a stream's owners on a day do not sum to exactly 1", "write thirds as 1/3";

    CommissionCliff "commission.cliff" Warning "one more unit of credit makes the payout jump", "let tiers pay on the credit inside them, or interpolate";
    CommissionPayoutFalls "commission.payout_falls" Warning "more credit pays less", "let rates rise, or let tiers pay on the credit inside them";
    CommissionCapBelowTarget "commission.cap_below_target" Warning "the most that a component pays is less than its part of the target variable", "raise the cap, the last value of the table or the end of the curve";
    CommissionTierUnreachable "commission.tier_unreachable" Warning "no credit reaches a tier", "remove it or mend its bounds";
    CommissionColumnUnreachable "commission.column_unreachable" Warning "nothing leads to a column of a rate table", "remove it or mend its bounds";
    CommissionWeightIdle "commission.weight_idle" Warning "a weight does nothing, or leaves its component nothing", "give the weight to the components that are paid from the target variable";
    CommissionDistributionSum "commission.distribution_sum" Error "the probabilities of a distribution are negative or do not sum to exactly 1", "write thirds as 1/3, and give everybody a distribution";
    CommissionDistributionRange "commission.distribution_range" Error "a range of attainments ends where it starts, or before", "give attainment_to above attainment, or leave it out for one attainment";
    CommissionDistributionNotDiscrete "commission.distribution_not_discrete" Error "an exact cost is asked for over ranges, or over components apart", "simulate it, or give whole attainments with their probabilities";
    CommissionNotByAttainment "commission.not_by_attainment" Error "a component pays on something else than it measures, so no attainment says what it pays", "leave it out, or let it pay on what it measures";
    CommissionGateNeverPassed "commission.gate_never_passed" Warning "a gate is never passed, so what is behind it never pays", "mend its value, or the gates beside it";
    CommissionCaseNotCovered "commission.case_not_covered" Warning "the plan does not say what happens in a case that comes up", "say it in the plan, or accept what happens meanwhile";

    SettlementUnknownTemplate "settlement.unknown_template" Error "there is no template of this id", "ask without an id for all of them";
    SettlementNegativePay "settlement.negative_pay" Error "pay_negative pays out amounts below zero, and allow_negative does not allow it", "set allow_negative, or carry what is below zero";
    SettlementAllowNegativeUnused "settlement.allow_negative_unused" Warning "allow_negative allows what the policy never does", "set negative_true_up to pay_negative, or remove it";
    SettlementMeasurePeriod "settlement.measure_period" Error "clamp_until_period_end has no measure period, or none longer than the pay period", "give measure_period, such as quarter";
    SettlementNegativeAmount "settlement.negative_amount" Error "a draw, a balance, a limit or a target is below zero", "amounts are zero or more";
    SettlementPctOutOfRange "settlement.pct_out_of_range" Error "recover_pct is below 0 or above 1", "write 0.5 or 1/2 for one half";
    SettlementDrawSize "settlement.draw_size" Error "a draw has neither an amount nor a part of the target, or both", "give one of amount and target_share";
    SettlementDrawWithoutEnd "settlement.draw_without_end" Error "a draw is forgiven when it ends, and has no end", "give its first day after, or the months that it lasts";
    SettlementDrawOverlap "settlement.draw_overlap" Error "two draws of a payee hold on the same day", "end one where the next begins";
    SettlementDrawMixed "settlement.draw_mixed" Error "a payee has two kinds of draw in one pay period", "let a draw of another kind begin with a pay period";
    SettlementTargetMissing "settlement.target_missing" Error "a draw is a part of a target variable that is not given", "give target_variable in people";
    SettlementPartialPayPeriod "settlement.partial_pay_period" Error "the period asked for does not start and end with a pay period", "ask for whole pay periods";

    CrmReservedSource "crm.reserved_source" Error "a source has the name of a parameter", "give the source another name";
    CrmUnknownSource "crm.unknown_source" Error "a mapping names a source that it does not have", "add it to sources, or mend the name";
    CrmUnknownTable "crm.unknown_table" Error "a mapping fills a table that there is not", "use one of the tables listed";
    CrmUnmappedColumn "crm.unmapped_column" Error "a required column of a table has no rule", "say where its cells come from";
    CrmCellConflict "crm.cell_conflict" Error "the keys of a cell's rule do not go together", "see the message for the one at fault";
    CrmBadFormat "crm.bad_format" Error "a format cannot be used", "write dates as %d/%m/%Y, and texts as {first_name} {last_name}";
    CrmUnknownTemplate "crm.unknown_template" Error "there is no ready mapping of this name", "use one of those listed";
    CrmMissingColumn "crm.missing_column" Error "a source lacks a column that the mapping reads", "add it to the export, name an alternative, or mark the cell as optional";
    CrmUnknownWord "crm.unknown_word" Error "a map does not have the word of a cell", "add it to the map, or say what becomes of others";
    CrmUnknownKey "crm.unknown_key" Error "a cell is not found in the source where it is looked up", "add the record there, or say what becomes of others";
    CrmSeveralRows "crm.several_rows" Error "a cell is found in several rows that differ", "keep one of them, or take the first by several: first";
    CrmAmbiguousDate "crm.ambiguous_date" Error "a date can be read as two different days", "name its format, such as %d/%m/%Y";
    CrmNoDateFormat "crm.no_date_format" Error "no known format reads every date of a column", "name its format, and set bad records aside";
    CrmVersionsOverlap "crm.versions_overlap" Error "a state of a deal begins before the one before it has ended", "mend the interval in the source";
    CrmColumnGuessed "crm.column_guessed" Warning "a column was taken for one whose name it nearly has", "write the name as the source has it";
    CrmDateFormatGuessed "crm.date_format_guessed" Warning "the format of a column of dates was guessed", "name it in the mapping";
    CrmAssumed "crm.assumed" Warning "empty cells were filled by what the mapping assumes", "the rows name the columns in assumed";
}
