-- What every sales person is paid and gives back by month, on quotas of a quarter, under
-- tests/real/adventureworks/plan-shared.json with the person's rate.
-- An order is shared: 7/10 to its sales person, 3/10 to those who hold its territory on the day, in equal parts; all
-- of it to the sales person where nobody does. Orders end in 2011, so the swap of two territories on 30 November 2012
-- is moved to 15 October 2011, the middle of a span of quotas.
-- Refunds come from a generator with the seed 2011, 48271 * id + seed modulo 2^31 - 1: every seventh order, one to sixty
-- days later, a quarter, a half or all of it. A refund takes back its part of what every line of the order earned.
WITH spans AS (
    SELECT salesperson_id, quota_date AS start,
        lead(quota_date) OVER (PARTITION BY salesperson_id ORDER BY quota_date) AS next,
        sales_quota::DECIMAL(18, 2) AS quota
    FROM read_csv('adventureworks/quota_history.csv', types = {'quota_date': 'DATE', 'sales_quota': 'VARCHAR'})
),
people AS (
    SELECT salesperson_id, commission_pct::DECIMAL(4, 2) AS rate
    FROM read_csv('adventureworks/sales_person.csv', types = {'commission_pct': 'VARCHAR'})
),
orders AS (
    SELECT order_id, order_date, salesperson_id, territory_id, subtotal::DECIMAL(18, 4) AS subtotal,
        (order_id::BIGINT * 48271 + 2011) % 2147483647 AS drawn
    FROM read_csv('adventureworks/orders.csv', types = {'order_date': 'DATE', 'subtotal': 'VARCHAR'})
    WHERE salesperson_id IS NOT NULL AND order_date < DATE '2011-12-01'
),
held AS (
    SELECT salesperson_id, territory_id,
        CASE start_date WHEN DATE '2012-11-30' THEN DATE '2011-10-15' ELSE start_date END AS first,
        CASE end_date WHEN DATE '2012-11-29' THEN DATE '2011-10-14' ELSE end_date END AS last
    FROM read_csv('adventureworks/territory_history.csv', types = {'start_date': 'DATE', 'end_date': 'DATE'})
),
holders AS (
    SELECT order_id, held.salesperson_id, count(*) OVER (PARTITION BY order_id) AS holders
    FROM orders JOIN held ON held.territory_id = orders.territory_id
        AND order_date >= first AND (last IS NULL OR order_date <= last)
),
shares AS (
    SELECT order_id, salesperson_id, 0 AS place,
        CASE WHEN order_id IN (SELECT order_id FROM holders) THEN 0.7 ELSE 1 END::DECIMAL(4, 2) AS share
    FROM orders
    UNION ALL
    SELECT order_id, salesperson_id, 1, (CASE holders WHEN 1 THEN 0.3 WHEN 2 THEN 0.15 END)::DECIMAL(4, 2) FROM holders
),
credits AS (
    SELECT shares.salesperson_id, order_id, place, order_date, drawn, start, quota, rate,
        (subtotal * share)::DECIMAL(24, 6) AS credit
    FROM shares JOIN orders USING (order_id) JOIN people ON people.salesperson_id = shares.salesperson_id
        JOIN spans ON spans.salesperson_id = shares.salesperson_id AND order_date >= start AND order_date < next
),
running AS (
    SELECT *, (sum(credit) OVER (
        PARTITION BY salesperson_id, start ORDER BY order_date, order_id::VARCHAR, place ROWS UNBOUNDED PRECEDING
    ))::DECIMAL(24, 6) AS measure
    FROM credits
),
earned AS (
    SELECT *, round(rate * (least(measure, quota) + 1.5::DECIMAL(2, 1) * greatest(measure - quota, 0)), 2)::DECIMAL(18, 2) AS after,
        round(rate * (least(measure - credit, quota) + 1.5::DECIMAL(2, 1) * greatest(measure - credit - quota, 0)), 2)::DECIMAL(18, 2)
            AS before
    FROM running
),
moved AS (
    SELECT salesperson_id, date_trunc('month', order_date)::DATE AS month, after - before AS earned, 0::DECIMAL(18, 2) AS taken_back
    FROM earned
    UNION ALL
    SELECT salesperson_id, date_trunc('month', order_date + (drawn % 60 + 1)::INTEGER)::DATE, 0,
        -round((after - before) * (CASE drawn % 3 WHEN 0 THEN 0.25 WHEN 1 THEN 0.5 ELSE 1 END)::DECIMAL(3, 2), 2)::DECIMAL(18, 2)
    FROM earned
    WHERE drawn % 7 = 0 AND order_date + (drawn % 60 + 1)::INTEGER < DATE '2011-12-01'
)
SELECT salesperson_id, month, sum(earned)::DECIMAL(18, 2) AS earned, sum(taken_back)::DECIMAL(18, 2) AS taken_back
FROM moved
GROUP BY ALL
ORDER BY salesperson_id, month
