-- What the teams won in 2017: deals and value by manager.
SELECT manager, count(*) AS deals, sum(close_value)::BIGINT AS value
FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'close_date': 'DATE'})
JOIN read_csv('crm-maven/sales_teams.csv') USING (sales_agent)
WHERE deal_stage = 'Won'
GROUP BY manager
ORDER BY manager
