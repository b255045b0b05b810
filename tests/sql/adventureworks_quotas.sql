-- Every quota with the day of the same person's next one, which ends it.
WITH history AS (SELECT * FROM read_csv('adventureworks/quota_history.csv', types = {'sales_quota': 'DECIMAL(18,2)'}))
SELECT salesperson_id, quota_date AS start,
  lead(quota_date) OVER (PARTITION BY salesperson_id ORDER BY quota_date) AS next, sales_quota AS quota
FROM history
QUALIFY next IS NOT NULL
ORDER BY salesperson_id, start
