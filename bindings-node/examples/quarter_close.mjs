// The quarter close in Node: `node quarter_close.mjs`.
//
// The company is generated; put your own tables in their place: arrays of objects, CSV text or typed arrays.
// The figures are those of the Rust program `cargo run --example quarter_close` and of the Python notebook,
// to the last digit. In a project of yours, import from 'quarterdeck'.
import { CommissionPlan, ForecastModel, Pipeline, quota, sample } from '../index.mjs';

// A company: deals, people, bookings, quotas, and the definitions that they go by.
const company = sample.company({ seed: 2026, history: false });
const known = company.summary;
const tables = Object.fromEntries(Object.entries(company.tables).map(([name, table]) => [name, table.rows()]));
const { period, as_of } = known;
const bad_records = 'set_aside';
const figures = {};

// The pipeline, held against what its stages ask for.
for (const document of known.pipelines) {
  const checked = Pipeline.load(document).checkDeals({ deals: tables.deals, as_of, bad_records });
  figures[`pipeline.${document.id}.flagged`] = checked.summary.flagged;
}

// The forecast of the quarter ahead: by category and manager, and by probability.
const model = ForecastModel.load({
  schema: 'quarterdeck/forecast-model@1', id: 'company', currency: known.currency,
  override_policy: 'sticky', fx: 'dated', pipelines: known.pipelines,
});
const { deals, reporting, adjustments, targets, fx_rates } = tables;
const ahead = { as_of, period: known.next_period, bad_records, deals, fx_rates };
const rolled = model.rollUp({ ...ahead, reporting, adjustments, targets });
for (const { mode, category, effective } of rolled.summary.totals) figures[`forecast.${mode}.${category}`] = effective;
const weighted = model.stageWeighted(ahead);
figures['forecast.weighted'] = weighted.summary.total;
figures['forecast.variance'] = weighted.summary.variance;

// Commissions, plan by plan.
const { transactions, splits, assignments, quotas } = tables;
const measureOf = new Map();
for (const { transaction_id, measure_id } of transactions) {
  if (!measureOf.has(transaction_id)) measureOf.set(transaction_id, measure_id);
}
const credits = [];
for (const document of known.plans) {
  const paid = CommissionPlan.load(document).calculate({
    period, bad_records, transactions, splits, assignments, quotas, fx_rates,
  });
  figures[`commission.${document.id}`] = paid.summary.earned;
  for (const { payee_id, component_id, earned } of paid.tables.statements.rows()) {
    if (component_id === null) figures[`commission.${document.id}.${payee_id}`] = earned;
  }
  for (const { transaction_id, payee_id, quota_credit, currency } of paid.tables.credits.rows()) {
    credits.push({ transaction_id, payee_id, quota_credit, currency, measure_id: measureOf.get(transaction_id) });
  }
}

// Attainment of every quota.
const attained = quota.attainment({ period, bad_records, transactions, credits, quotas });
for (const { measure_id, attainment, participation } of attained.summary.measures) {
  figures[`attainment.${measure_id}`] = attainment;
  figures[`participation.${measure_id}`] = participation;
}

// Every figure.
console.log('figure,value');
for (const name of Object.keys(figures).sort()) console.log(`${name},${figures[name]}`);
