"""The quarter close as a notebook: run it cell by cell, or whole with `python quarter_close.py`.

The company is generated; put your own tables in their place: lists of dicts, CSV text, or anything that
speaks Arrow, such as a pandas, polars or duckdb table. The figures are those of the Rust program
`cargo run --example quarter_close` and of the Node script beside this one, to the last digit.
"""

# %% A company: deals, people, bookings, quotas, and the definitions that they go by
from quarterdeck import CommissionPlan, ForecastModel, Pipeline, quota, sample

company = sample.company(seed=2026, history=False)
tables, known = company.tables, company.summary
period, as_of = known["period"], known["as_of"]
figures: dict[str, object] = {}

# %% The pipeline, held against what its stages ask for
for document in known["pipelines"]:
    checked = Pipeline.load(document).check_deals(deals=tables["deals"], as_of=as_of, bad_records="set_aside")
    figures[f"pipeline.{document['id']}.flagged"] = checked.summary["flagged"]

# %% The forecast of the quarter ahead: by category and manager, and by probability
model = ForecastModel.load({
    "schema": "quarterdeck/forecast-model@1", "id": "company", "currency": known["currency"],
    "override_policy": "sticky", "fx": "dated", "pipelines": known["pipelines"],
})
ahead = {"as_of": as_of, "period": known["next_period"], "bad_records": "set_aside"}
rolled = model.roll_up(
    deals=tables["deals"], reporting=tables["reporting"], adjustments=tables["adjustments"],
    targets=tables["targets"], fx_rates=tables["fx_rates"], **ahead,
)
for total in rolled.summary["totals"]:
    figures[f"forecast.{total['mode']}.{total['category']}"] = total["effective"]
weighted = model.stage_weighted(deals=tables["deals"], fx_rates=tables["fx_rates"], **ahead)
figures["forecast.weighted"] = weighted.summary["total"]
figures["forecast.variance"] = weighted.summary["variance"]

# %% Commissions, plan by plan
credits = []
measure_of: dict[str, str] = {}
for row in tables["transactions"].rows():
    measure_of.setdefault(row["transaction_id"], row["measure_id"])
for document in known["plans"]:
    paid = CommissionPlan.load(document).calculate(
        period=period, bad_records="set_aside", transactions=tables["transactions"], splits=tables["splits"],
        assignments=tables["assignments"], quotas=tables["quotas"], fx_rates=tables["fx_rates"],
    )
    figures[f"commission.{document['id']}"] = paid.summary["earned"]
    for row in paid.tables["statements"].rows():
        if row["component_id"] is None:
            figures[f"commission.{document['id']}.{row['payee_id']}"] = row["earned"]
    credits += [
        {key: row[key] for key in ("transaction_id", "payee_id", "quota_credit", "currency")}
        | {"measure_id": measure_of[row["transaction_id"]]}
        for row in paid.tables["credits"].rows()
    ]

# %% Attainment of every quota
attained = quota.attainment(
    period=period, bad_records="set_aside", transactions=tables["transactions"], credits=credits, quotas=tables["quotas"]
)
for measure in attained.summary["measures"]:
    figures[f"attainment.{measure['measure_id']}"] = measure["attainment"]
    figures[f"participation.{measure['measure_id']}"] = measure["participation"]

# %% Every figure
print("figure,value")
for name in sorted(figures):
    print(f"{name},{figures[name]}")
