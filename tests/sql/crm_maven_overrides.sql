-- What agents, their managers and the regional offices above them earn by quarter under
-- tests/real/crm-maven/plan-overrides.json. A deal of 3,000 or more is shared: three quarters to its agent, one to the
-- next agent by name, who may be in another team. An agent is paid by tiers of the quarter, deal after deal. Of
-- every part of a deal
--   by-level: the manager has 0.75 %, the office 0.25 %;
--   of-earnings: the manager has 4 % of what the agent earned, before it is rounded;
--   of-the-rest: managers have a rate of 5 %, offices one of 7 %, less what is paid on the part below them, and
--   nothing where that is more;
--   above-300000: the manager has 0.2 % of what the team sells above 300,000 in the quarter.
WITH teams AS (
    SELECT sales_agent, manager, regional_office,
        coalesce(lead(sales_agent) OVER (ORDER BY sales_agent), first(sales_agent) OVER (ORDER BY sales_agent)) AS partner
    FROM read_csv('crm-maven/sales_teams.csv')
),
won AS (
    SELECT opportunity_id, sales_agent, close_date, date_trunc('quarter', close_date)::DATE AS quarter, close_value::BIGINT AS value
    FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'close_date': 'DATE'})
    WHERE deal_stage = 'Won'
),
shares AS (
    SELECT opportunity_id, close_date, quarter, sales_agent AS agent,
        (value * (CASE WHEN value >= 3000 THEN 0.75 ELSE 1 END)::DECIMAL(3, 2))::DECIMAL(18, 2) AS credit
    FROM won
    UNION ALL
    SELECT opportunity_id, close_date, quarter, partner, (value * 0.25::DECIMAL(3, 2))::DECIMAL(18, 2)
    FROM won JOIN teams USING (sales_agent)
    WHERE value >= 3000
),
running AS (
    SELECT *, (sum(credit) OVER (
        PARTITION BY agent, quarter ORDER BY close_date, opportunity_id ROWS UNBOUNDED PRECEDING
    ))::DECIMAL(18, 2) AS measure
    FROM shares
),
earned AS (
    SELECT *, (
        (least(measure, 25000) - least(measure - credit, 25000)) * 0.0275::DECIMAL(5, 4)
        + (greatest(least(measure, 75000) - 25000, 0) - greatest(least(measure - credit, 75000) - 25000, 0)) * 0.0415::DECIMAL(5, 4)
        + (greatest(measure - 75000, 0) - greatest(measure - credit - 75000, 0)) * 0.0633::DECIMAL(5, 4)
    )::DECIMAL(24, 6) AS earned
    FROM running
),
paid AS (
    SELECT agent, manager, regional_office AS office, quarter, credit, earned,
        greatest(credit * 0.05::DECIMAL(3, 2) - earned, 0)::DECIMAL(24, 6) AS rest,
        greatest(credit * 0.07::DECIMAL(3, 2) - greatest(credit * 0.05::DECIMAL(3, 2), earned), 0)::DECIMAL(24, 6) AS rest_above
    FROM earned JOIN teams ON teams.sales_agent = earned.agent
),
moved AS (
    SELECT agent AS payee, 'won-deals' AS component, quarter, earned AS exact FROM paid
    UNION ALL
    SELECT manager, 'by-level', quarter, (credit * 0.0075::DECIMAL(5, 4))::DECIMAL(24, 6) FROM paid
    UNION ALL
    SELECT office, 'by-level', quarter, (credit * 0.0025::DECIMAL(5, 4))::DECIMAL(24, 6) FROM paid
    UNION ALL
    SELECT manager, 'of-earnings', quarter, (earned * 0.04::DECIMAL(3, 2))::DECIMAL(26, 8) FROM paid
    UNION ALL
    SELECT manager, 'of-the-rest', quarter, rest FROM paid
    UNION ALL
    SELECT office, 'of-the-rest', quarter, rest_above FROM paid
    UNION ALL
    SELECT manager, 'above-300000', quarter, (greatest(sum(credit) - 300000, 0)::DECIMAL(18, 2) * 0.002::DECIMAL(4, 3))::DECIMAL(24, 6)
    FROM paid
    GROUP BY manager, quarter
)
SELECT payee, component, quarter, round(sum(exact), 2)::DECIMAL(18, 2) AS earned
FROM moved
GROUP BY ALL
HAVING sum(exact) <> 0
ORDER BY component, payee, quarter
