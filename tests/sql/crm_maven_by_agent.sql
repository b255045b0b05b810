-- What every agent won in every quarter of 2017, and what it pays under tests/real/crm-maven/plan.json.
-- Whole dollars times rates of four or five places are exact in DECIMAL(38, 5), and DuckDB rounds a DECIMAL
-- half away from zero.
WITH won AS (
    SELECT sales_agent AS agent, date_trunc('quarter', close_date)::DATE AS quarter, close_value::HUGEINT AS value
    FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'close_date': 'DATE'})
    WHERE deal_stage = 'Won'
),
sold AS (
    SELECT agent, quarter, count(*) AS deals, sum(value)::BIGINT AS value FROM won GROUP BY ALL
),
measured AS (
    SELECT sold.*, manager,
        CASE regional_office WHEN 'Central' THEN 55000 WHEN 'East' THEN 60000 WHEN 'West' THEN 65000 END AS quota
    FROM sold JOIN read_csv('crm-maven/sales_teams.csv') ON agent = sales_agent
),
paid AS (
    SELECT *,
        round(
            least(value, 25000)::DECIMAL(18, 0) * 0.0275::DECIMAL(6, 5)
            + greatest(least(value, 75000) - 25000, 0)::DECIMAL(18, 0) * 0.0415::DECIMAL(6, 5)
            + greatest(value - 75000, 0)::DECIMAL(18, 0) * 0.0633::DECIMAL(6, 5),
            2
        )::DECIMAL(18, 2) AS won_deals,
        round((CASE WHEN value >= quota THEN value ELSE 0 END)::DECIMAL(18, 0) * 0.00125::DECIMAL(6, 5), 2)::DECIMAL(18, 2)
            AS quota_kicker,
        -- Twelve places, half to even, in whole numbers.
        (value::HUGEINT * 1000000000000) // quota AS cut, (value::HUGEINT * 1000000000000) % quota AS rest
    FROM measured
)
SELECT agent, manager, quarter, deals, value, quota,
    ((cut + CASE WHEN 2 * rest > quota OR (2 * rest = quota AND cut % 2 = 1) THEN 1 ELSE 0 END)::DECIMAL(30, 0)
        * 0.000000000001::DECIMAL(12, 12))::DECIMAL(30, 12) AS attainment,
    won_deals, quota_kicker
FROM paid
ORDER BY agent, quarter
