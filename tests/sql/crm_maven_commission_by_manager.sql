-- What the agents of every team won, were to win and are paid over 2017, under tests/real/crm-maven/plan.json
-- and the quotas of crm_maven_by_agent.sql. A quarter without a win counts with its quota and nothing won.
WITH won AS (
    SELECT sales_agent, date_trunc('quarter', close_date)::DATE AS quarter, count(*) AS deals, sum(close_value)::BIGINT AS value
    FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'close_date': 'DATE'})
    WHERE deal_stage = 'Won'
    GROUP BY ALL
),
quarters AS (SELECT unnest([DATE '2017-01-01', DATE '2017-04-01', DATE '2017-07-01', DATE '2017-10-01']) AS quarter),
measured AS (
    SELECT manager, sales_agent, quarter, coalesce(deals, 0) AS deals, coalesce(value, 0) AS value,
        CASE regional_office WHEN 'Central' THEN 55000 WHEN 'East' THEN 60000 WHEN 'West' THEN 65000 END AS quota
    FROM read_csv('crm-maven/sales_teams.csv') CROSS JOIN quarters LEFT JOIN won USING (sales_agent, quarter)
),
paid AS (
    SELECT *,
        round(
            least(value, 25000)::DECIMAL(18, 0) * 0.0275::DECIMAL(6, 5)
            + greatest(least(value, 75000) - 25000, 0)::DECIMAL(18, 0) * 0.0415::DECIMAL(6, 5)
            + greatest(value - 75000, 0)::DECIMAL(18, 0) * 0.0633::DECIMAL(6, 5),
            2
        )::DECIMAL(18, 2)
        + round((CASE WHEN value >= quota THEN value ELSE 0 END)::DECIMAL(18, 0) * 0.00125::DECIMAL(6, 5), 2)::DECIMAL(18, 2)
            AS commission
    FROM measured
)
SELECT manager, sum(deals)::BIGINT AS deals, sum(value)::BIGINT AS value, sum(quota)::BIGINT AS quota,
    sum(commission)::DECIMAL(18, 2) AS commission
FROM paid
GROUP BY manager
ORDER BY manager
