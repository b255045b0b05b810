-- What agents, their managers and the regional offices above them earn by quarter under
-- tests/real/crm-maven/plan-teams.json. A deal of 3,000 or more is shared: three quarters to its agent, one to the next
-- agent by name, who may be in another team. Everyone above is credited once a deal: with the largest share below
-- them, and, where paths are a capped sum, with all of them together, at most the deal.
WITH teams AS (
    SELECT sales_agent, manager, regional_office,
        coalesce(lead(sales_agent) OVER (ORDER BY sales_agent), first(sales_agent) OVER (ORDER BY sales_agent)) AS partner
    FROM read_csv('crm-maven/sales_teams.csv')
),
won AS (
    SELECT opportunity_id, sales_agent, date_trunc('quarter', close_date)::DATE AS quarter, close_value::BIGINT AS value
    FROM read_csv('crm-maven/sales_pipeline.csv', types = {'close_value': 'BIGINT', 'close_date': 'DATE'})
    WHERE deal_stage = 'Won'
),
shares AS (
    SELECT opportunity_id, quarter, value, sales_agent AS agent, CASE WHEN value >= 3000 THEN 75 ELSE 100 END AS share FROM won
    UNION ALL
    SELECT opportunity_id, quarter, value, partner, 25 FROM won JOIN teams USING (sales_agent) WHERE value >= 3000
),
above AS (
    SELECT shares.*, unnest([manager, regional_office]) AS payee FROM shares JOIN teams ON teams.sales_agent = shares.agent
),
rolled AS (
    SELECT payee, quarter, opportunity_id, value, max(share) AS largest, least(sum(share), 100)::INTEGER AS together
    FROM above
    GROUP BY ALL
),
measured AS (
    SELECT agent AS payee, 'won-deals' AS component, quarter, sum(value * share) AS maximum, sum(value * share) AS capped_sum
    FROM shares
    GROUP BY ALL
    UNION ALL
    SELECT payee, 'team', quarter, sum(value * largest), sum(value * together) FROM rolled GROUP BY ALL
),
exact AS (
    SELECT payee, component, quarter, (maximum * 0.01::DECIMAL(3, 2))::DECIMAL(18, 2) AS maximum,
        (capped_sum * 0.01::DECIMAL(3, 2))::DECIMAL(18, 2) AS capped_sum
    FROM (SELECT payee, component, quarter, maximum::DECIMAL(18, 0) AS maximum, capped_sum::DECIMAL(18, 0) AS capped_sum FROM measured)
),
paid AS (
    SELECT *,
        CASE component WHEN 'team'
            THEN round(maximum * (CASE WHEN maximum >= 350000 THEN 0.006 ELSE 0.004 END)::DECIMAL(4, 3), 2)
            ELSE round(least(maximum, 25000) * 0.0275::DECIMAL(5, 4)
                + greatest(least(maximum, 75000) - 25000, 0) * 0.0415::DECIMAL(5, 4)
                + greatest(maximum - 75000, 0) * 0.0633::DECIMAL(5, 4), 2)
        END::DECIMAL(18, 2) AS by_maximum,
        CASE component WHEN 'team'
            THEN round(capped_sum * (CASE WHEN capped_sum >= 350000 THEN 0.006 ELSE 0.004 END)::DECIMAL(4, 3), 2)::DECIMAL(18, 2)
        END AS team_by_sum
    FROM exact
)
SELECT payee, component, quarter, maximum, by_maximum, capped_sum, coalesce(team_by_sum, by_maximum)::DECIMAL(18, 2) AS by_capped_sum
FROM paid
ORDER BY component, payee, quarter
