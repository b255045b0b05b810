-- The open deals of every team: how many, and what they come to at the list price of their product, which is
-- what the mapping assumes where an amount is missing. The pipeline writes GTXPro for GTX Pro.
SELECT manager, count(*) AS deals, sum(sales_price)::BIGINT AS assumed
FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'close_date': 'DATE'}) deal
JOIN read_csv('crm-maven/sales_teams.csv') USING (sales_agent)
JOIN read_csv('crm-maven/products.csv') product ON product.product = replace(deal.product, 'GTXPro', 'GTX Pro')
WHERE deal_stage IN ('Prospecting', 'Engaging') AND close_value IS NULL AND close_date IS NULL
GROUP BY manager
ORDER BY manager
