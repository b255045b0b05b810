-- What open opportunities are worth at the list price of their product, by manager.
SELECT manager, count(*) AS deals, sum(sales_price)::BIGINT AS value
FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'close_date': 'DATE'}) AS pipeline
JOIN read_csv('crm-maven/sales_teams.csv') AS teams USING (sales_agent)
JOIN read_csv('crm-maven/products.csv') AS products
  ON products.product = CASE pipeline.product WHEN 'GTXPro' THEN 'GTX Pro' ELSE pipeline.product END
WHERE close_value IS NULL
GROUP BY manager
ORDER BY manager
