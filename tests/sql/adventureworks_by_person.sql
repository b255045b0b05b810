-- Orders, quota, attainment and commission of every sales person, for the two spans of quotas that the orders cover.
-- A quota runs to the day of the person's next one. Money has four decimals, rates two: exact in DECIMAL(38, 6).
WITH spans AS (
    SELECT salesperson_id, quota_date AS start,
        lead(quota_date) OVER (PARTITION BY salesperson_id ORDER BY quota_date) AS next,
        sales_quota::DECIMAL(18, 2) AS quota
    FROM read_csv('adventureworks/quota_history.csv', types = {'quota_date': 'DATE', 'sales_quota': 'VARCHAR'})
),
orders AS (
    SELECT salesperson_id, order_date, subtotal::DECIMAL(18, 4) AS subtotal
    FROM read_csv('adventureworks/orders.csv', types = {'order_date': 'DATE', 'subtotal': 'VARCHAR'})
    WHERE salesperson_id IS NOT NULL
),
measured AS (
    SELECT spans.salesperson_id, start, next, quota, count(subtotal) AS orders,
        coalesce(sum(subtotal), 0)::DECIMAL(18, 4) AS measure
    FROM spans LEFT JOIN orders
        ON orders.salesperson_id = spans.salesperson_id AND order_date >= start AND order_date < next
    WHERE start < DATE '2011-12-01' AND next <= DATE '2011-12-01'
    GROUP BY ALL
),
counted AS (
    -- Attainment to twelve places, half to even: both sides in ten thousandths, so the quotient is of whole numbers.
    SELECT *, (measure * 10000)::HUGEINT * 1000000000000 AS above, (quota * 10000)::HUGEINT AS below FROM measured
)
SELECT salesperson_id, start, next, orders, measure, quota,
    ((above // below
        + CASE WHEN 2 * (above % below) > below OR (2 * (above % below) = below AND (above // below) % 2 = 1)
            THEN 1 ELSE 0 END)::DECIMAL(30, 0) * 0.000000000001::DECIMAL(12, 12))::DECIMAL(30, 12) AS attainment,
    commission_pct AS rate,
    round(measure * commission_pct, 2)::DECIMAL(18, 2) AS commission
FROM counted
JOIN (
    SELECT salesperson_id, commission_pct::DECIMAL(4, 2) AS commission_pct
    FROM read_csv('adventureworks/sales_person.csv', types = {'commission_pct': 'VARCHAR'})
) USING (salesperson_id)
ORDER BY salesperson_id, start
