-- How many orders of the two spans have a sales person, and how many lie outside or have none.
SELECT
    CASE
        WHEN salesperson_id IS NULL THEN 'no_payee'
        WHEN order_date < DATE '2011-05-31' OR order_date >= DATE '2011-12-01' THEN 'outside_period'
        ELSE 'counted'
    END AS what,
    count(*) AS orders, sum(subtotal::DECIMAL(18, 4)) AS subtotal
FROM read_csv('adventureworks/orders.csv', types = {'order_date': 'DATE', 'subtotal': 'VARCHAR'})
GROUP BY what
ORDER BY what
