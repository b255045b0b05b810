-- Opportunities by owner, manager and stage, with what was won and what has no amount.
SELECT sales_agent AS owner, manager, regional_office AS region, deal_stage AS stage, count(*) AS deals,
  coalesce(sum(close_value), 0)::BIGINT AS value, count(*) - count(close_value) AS without_amount,
  count(*) - count(engage_date) AS never_engaged
FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'engage_date': 'DATE'}) AS pipeline
JOIN read_csv('crm-maven/sales_teams.csv') AS teams USING (sales_agent)
GROUP BY ALL
ORDER BY ALL
