"""Rate tables of several dimensions in words, in explanations, and in the questions about a plan."""

from asking import checked, compare, what_if
from booking import apply
from restating import restate

from .across import MARGIN_GRID, REGION_GRID, REGIONS, along, deal, grid, held
from .make import QUOTA, Area, assigned, part, plan, quota, sale
from .modes_said import describe
from .payments import Payments

DEALS = "component `deals` adds up the amount by `booked_on`, quarter by quarter"
BELOW = "    below the first tier, the first tier's value holds"


def vectors():
    area = Area("across_said")
    words(area)
    explained(area)
    for others in (found(), asked(), needed(), expected(), compared(), changed()):
        area.vectors += others
    return area


def words(area):
    describe(
        area,
        "describe_commission_across_margin",
        "a grid of attainment and margin in words",
        MARGIN_GRID,
        DEALS,
        "  it pays by attainment; each tier pays on the credit inside it",
        "    tier 1, from 0 % to below 100 %",
        "      a transaction margin from 0 % to below 20 %: 0.04",
        "      a transaction margin from 20 % to below 40 %: 0.05",
        "      a transaction margin from 40 %: 0.06",
        "    tier 2, from 100 %",
        "      a transaction margin from 0 % to below 20 %: 0.06",
        "      a transaction margin from 20 % to below 40 %: 0.075",
        "      a transaction margin from 40 %: 0.09",
        "    below a transaction margin of 0 %, its first column holds",
        BELOW,
        quota=QUOTA,
    )
    table = grid(
        "amount", "whole", "rate",
        [along("transaction_amount", "0", "1000", boundary="upper_inclusive", below="zero"),
         along("transaction_units", "0", below="error"), held("region", "emea", otherwise="zero")],
        ("0", ("0.1", "0.2")),
    )
    describe(
        area,
        "describe_commission_across_three_dimensions",
        "two bounds that belong below, one place alone, and a value",
        table,
        DEALS,
        "  it pays by the amount so far; the tier reached pays on all credit",
        "    tier 1, from 0",
        "      a transaction amount above 0 to 1000 and transaction units from 0 and `region` `emea`: 0.1",
        "      a transaction amount above 1000 and transaction units from 0 and `region` `emea`: 0.2",
        "    below a transaction amount of 0, nothing is paid",
        "    below transaction units of 0, the calculation stops",
        "    a transaction whose `region` is none of these pays nothing",
        BELOW,
    )
    matrix = grid("attainment", "whole", "payout_share",
                  [along({"attainment_of": "services"}, "0", "1"), along({"measure": "sold"}, "0")],
                  ("0", ("0.8", "1.3")))
    document = plan(part(weight="1", quota=QUOTA, rate_table=matrix),
                    part("services", measure="sold", weight="0", quota=QUOTA, rate="0"))
    describe(
        area,
        "describe_commission_across_attainments",
        "a matrix of two attainments",
        matrix,
        DEALS,
        "  it carries 1 of the target variable",
        "  it pays by attainment; the tier reached pays on all credit",
        "    tier 1, from 0 %",
        "      an attainment of `services` from 0 % to below 100 % and a measure `sold` from 0: 0.8 of the target variable",
        "      an attainment of `services` from 100 % and a measure `sold` from 0: 1.3 of the target variable",
        "    below an attainment of `services` of 0 %, its first column holds",
        "    all credit so far is paid in the column that an attainment of `services` has reached",
        "    below a measure `sold` of 0, its first column holds",
        "    all credit so far is paid in the column that a measure `sold` has reached",
        BELOW,
        "component `services` adds up the amount by `booked_on`, quarter by quarter",
        "  it pays 0 for every unit of credit",
    )
    area.vectors[-1]["definition"] = document


def explained(area):
    def explain(name, about, why, row, said, *given, **more):
        area.by_hand(name, about, why, *given, expect={"ok": True}, **more)
        area.vectors[-1]["explain"] = {"table": "lines", "row": row, "expect": {"words": said}}

    explain(
        "commission_explain_across_margin",
        "the row, the column and why",
        "600 at 6 %, 400 at 4 %, 400 at 6 %",
        1,
        """earning: what the period has earned with this line, less what it had earned before = 40 (quota 1000, measure_before 600, measure_after 1400, transaction t2, date 2026-01-02) [/components/0]
  tier 2: what the period has earned with this line = 76 (transaction_margin 0.1) [/components/0/rate_table/tiers/1]
    tier 1: credit times the rate that it earns, for a transaction margin from 0 % to below 20 % = 16 (credit 400, rate 0.04) [/components/0/rate_table/tiers/0/values/0]
    tier 2: credit times the rate that it earns, for a transaction margin from 0 % to below 20 % = 24 (credit 400, rate 0.06) [/components/0/rate_table/tiers/1/values/0]
    tier 1: credit times the rate that it earns, for a transaction margin from 40 % = 36 (credit 600, rate 0.06) [/components/0/rate_table/tiers/0/values/2]
  earlier lines: less what they have earned = -36
  quota_credit: `amount` of the transaction = 800 (amount 800) [/tables/transactions/1]
""",
        plan(part(quota=QUOTA, rate_table=MARGIN_GRID)),
        [deal("t1", "600", "100", "50"), deal("t2", "800", "100", "90", 2)],
        quotas=[quota("1000")],
    )
    open_table = {**REGION_GRID, "across": [{**REGIONS, "otherwise": "zero"}]}
    explain(
        "commission_explain_across_no_column",
        "a deal for which the table has no column",
        "5 % of 100 so far, and nothing for 50",
        1,
        """earning: what the period has earned with this line, less what it had earned before = 0 (measure_before 100, measure_after 150, transaction t2, date 2026-01-02) [/components/0]
  tier 1: what the period has earned with this line = 5 (region none of the table's values) [/components/0/rate_table/tiers/0]
    tier 1: credit for which the table has no column = 0 (credit 50, rate 0) [/components/0/rate_table/tiers/0]
    tier 1: credit times the rate that it earns, for `region` `amer` = 5 (credit 100, rate 0.05) [/components/0/rate_table/tiers/0/values/1]
  earlier lines: less what they have earned = -5
  quota_credit: `amount` of the transaction = 50 (amount 50) [/tables/transactions/1]
""",
        plan(part(rate_table=open_table)),
        [sale("t1", "100", "2026-01-01", region="amer"), sale("t2", "50", "2026-01-02", region="apac")],
    )


AT = "/components/0/rate_table"


def found():
    area = Payments("commission", "across_said", "commission.check", None, checked)
    steps = grid("attainment", "whole", "rate", [REGIONS], ("0", ("0.05", "0.06")), ("1", ("0.08", "0.1")))
    for name, table in (("whole", steps), ("marginal", {**MARGIN_GRID, "mode": "marginal"})):
        document = plan(part(quota=QUOTA, rate_table=table), part("flat", rate="0.01"))
        area.oracle(f"check_across_{name}", "what every column pays, were all credit in it", None,
                    {"document": document, "quota": "100000"}, None, only=["payout_curve"])

    def finds(name, about, why, components, problems, **params):
        request = {"op": area.op, "params": {"document": plan(*components), **params}}
        silent = [("case_not_covered", "/clawback"), ("case_not_covered", "/components"), ("case_not_covered", "/fx"),
                  ("case_not_covered", "/ramp")]
        silent += [("case_not_covered", f"/components/{at}/quota/zero")
                   for at, component in enumerate(components) if "quota" in component]
        rows = [{"code": f"commission.{code}", "pointer": at} | ({"message": said[0]} if said else {})
                for code, at, *said in sorted([*silent, *problems], key=lambda row: order(row[1]))]
        area.by_hand(f"check_finds_{name}", about, why, request,
                     {"ok": True, "summary": {"valid": True, "total": len(rows)}, "tables": {"findings": rows}})

    finds(
        "cliffs_of_columns", "each column jumps where its tier pays on all credit", "3 % and 4 % of 100,000",
        [part(quota=QUOTA, rate_table=steps)],
        [("cliff", f"{AT}/tiers/1/values/0",
          "at a credit of 100000 the payout jumps by 3000, for `region` `emea`"),
         ("cliff", f"{AT}/tiers/1/values/1",
          "at a credit of 100000 the payout jumps by 4000, for `region` `amer`")],
        quota="100000",
    )
    finds(
        "columns_that_jump_or_are_never_reached", "starts that re-rate a deal, and such that nothing leads to",
        "a deal of 500 pays another rate on all of it; no margin is above 1, and below 0 there are only refunds",
        [part(rate_table=grid(
            "amount", "marginal", "rate",
            [along("transaction_amount", "-5", "0", "500", "900"), along("transaction_margin", "0", "1.1")],
            ("0", ("0.01", "0.02", "0.01", "0.02", "0.03", "0.02", "0.03", "0.02"))))],
        [("column_unreachable", f"{AT}/across/0/from/0",
          "a transaction amount from -5 to below 0 leads to no column: it ends where credit starts: only refunds lead there"),
         ("cliff", f"{AT}/across/0/from/2", "a deal pays by another column on all of it where it reaches a transaction amount of 500"),
         ("column_unreachable", f"{AT}/across/1/from/1",
          "a transaction margin from 110 % leads to no column: no margin is above 1: profit is never more than the price")],
    )
    running = grid("amount", "marginal", "rate", [along({"attainment_of": "more"}, "0", "1")], ("0", ("0.01", "0.02")))
    finds(
        "columns_of_another", "all credit is paid anew where another component reaches a bound", "1 % becomes 2 %",
        [part(rate_table=running), part("more", quota=QUOTA, rate="0.01")],
        [("cliff", f"{AT}/across/0/from/1",
          "all credit so far is paid by another column where it reaches an attainment of `more` of 100 %")],
    )
    finds(
        "a_gate_before_columns", "what is earned below quota comes at once, in each column as much as it pays",
        "5 % and 6 % of 80,000",
        [part(quota=QUOTA, gates=[{"subject": "attainment", "op": "ge", "value": "0.8"}],
              rate_table=grid("attainment", "marginal", "rate", [REGIONS], ("0", ("0.05", "0.06"))))],
        [("cliff", "/components/0/gates/0",
          "at a credit of 80000 the payout jumps by 4000: passing the gate, for `region` `emea`"),
         ("cliff", "/components/0/gates/0",
          "at a credit of 80000 the payout jumps by 4800: passing the gate, for `region` `amer`")],
        quota="100000",
    )
    for vector in area.vectors:
        if vector.get("tables") is None:
            vector.pop("tables", None)
    return area.vectors


def order(pointer):
    return [(step.isdigit(), int(step) if step.isdigit() else 0, step) for step in pointer.split("/")]


def asked():
    area = Payments("commission", "across_said", "commission.what_if", "commission_plan", what_if)
    period = {"period": "2026-Q1"}

    def tables(deals, before, **more):
        return {"deals_added": deals, "transactions": before, "assignments": [assigned()], **more}

    request = area.request(
        plan(part(quota=QUOTA, rate_table=MARGIN_GRID)), period,
        tables([deal("d1", "700", "100", "50", 9)], [deal("t1", "600", "100", "90")], quotas=[quota("1000")]),
    )
    area.by_hand(
        "what_if_across_margin", "one more unit of the last deal has its margin",
        "400 at 6 %, 300 at 9 % are 51 more than 24; the next unit at 50 % margin and above quota earns 9 cents", request,
        {"ok": True, "tables": {"what_if": [
            {"component_id": "deals", "earned_before": "24", "earned_after": "75", "added": "51", "next_rate": "0.09",
             "tier_before": 1, "tier_after": 2, "to_next_tier_reason": "top_tier"},
            {"component_id": None, "next_rate": "0.09"},
        ], "lines": [{"transaction_id": "d1", "tier": 2, "tier_column": 3, "amount": "51"}]}},
    )
    sizes = grid("amount", "marginal", "rate", [along("transaction_amount", "0", "1000")], ("0", ("0.01", "0.05")))
    request = area.request(
        plan(part(rate_table=sizes)), period, tables([sale("d1", "1000", "2026-02-01")], [sale("t1", "400")]),
    )
    area.by_hand(
        "what_if_across_amount", "one more unit of a large deal is paid as the large deal is",
        "1,000 at 5 %; the deal of 1,001 would pay 5 % as well", request,
        {"ok": True, "tables": {"what_if": [{"added": "50", "next_rate": "0.05"}, {"next_rate": "0.05"}]}},
    )
    above = [{**along("transaction_amount", "0", "1000"), "boundary": "upper_inclusive"}]
    larger = grid("amount", "marginal", "rate", above, ("0", ("0.01", "0.05")))
    area.stated(
        "by hand: 1,000 at 1 %; the dollar that makes it a deal of 1,001 is paid 5 %",
        "what_if_across_a_larger_amount", "the next unit lies where the deal with it in lies, and the deal stays where it is",
        plan(part(rate_table=larger)), period, tables([sale("d1", "1000", "2026-02-01")], [sale("t1", "400")]),
        {"what_if": [{"added": "10", "next_rate": "0.05"}, {"next_rate": "0.05"}]},
    )
    above = [{**along("transaction_units", "0", "9"), "boundary": "upper_inclusive"}]
    several = grid("amount", "marginal", "rate", above, ("0", ("0.01", "0.05")))
    area.stated(
        "by hand: profit of 450 on nine units at 1 %; a dollar more of profit is no unit more, and is paid 1 % too",
        "what_if_across_units_of_profit", "a unit of profit is sold with the units that there are",
        plan(part(credit="gross_profit", rate_table=several)), period,
        tables([{**deal("d1", "900", "100", "50"), "units": "9"}], [{**deal("t1", "600", "100", "90"), "units": "6"}]),
        {"what_if": [{"added": "4.5", "next_rate": "0.01"}, {"next_rate": "0.01"}]},
    )
    return area.vectors


def needed():
    area = Payments("commission", "across_said", "commission.credit_needed", "commission_plan", None)

    def needs(name, about, why, document, payout, summary, transactions, **params):
        tables = {"transactions": transactions, "assignments": [assigned()], "quotas": [quota("1000")]}
        request = area.request(document, {"period": "2026-Q1", "payee_id": "ann", "payout": payout, **params}, tables)
        area.by_hand(f"credit_needed_across_{name}", about, why, request, {"ok": True, "summary": summary})

    sizes = grid("amount", "marginal", "rate", [along("transaction_amount", "0", "1000")], ("0", ("0.01", "0.05")))
    needs(
        "amount", "a deal of the size at which all of it pays more", "5 % of 1,000 are 50; 1 % of 999.99 is 10",
        plan(part(rate_table=sizes)), "40",
        {"earned_now": "4", "credit_needed": "1000", "earned_then": "54"}, [sale("t1", "400")],
    )
    needs(
        "margin", "a deal of the margin of the one that it is like",
        "6 % of 400 are 24, and 9 % of 499.95 are 44.9955, which with 36 and 24 rounds to 105", plan(part(quota=QUOTA, rate_table=MARGIN_GRID)), "105",
        {"earned_now": "36", "credit_needed": "899.95", "earned_then": "105"}, [deal("t1", "600", "100", "50")], like="t1",
    )
    return area.vectors


def expected():
    area = Payments("commission", "across_said", "commission.expected_cost", "commission_plan", None)
    area.refused(
        "expected_cost_across_margin", "columns that transactions pick have no attainment",
        "no attainment says what margin deals have", plan(part(quota=QUOTA, rate_table=MARGIN_GRID)),
        {"period": "2026-Q1"},
        {"distribution": [{"attainment": "1", "probability": "1"}], "assignments": [assigned()], "quotas": [quota("1000")]},
        [("commission.not_by_attainment", "/components/0")],
    )
    matrix = grid("attainment", "whole", "rate", [along({"attainment_of": "more"}, "0", "1")],
                  ("0", ("0.01", "0.02")), ("1", ("0.03", "0.05")))
    document = plan(part(quota=QUOTA, rate_table=matrix), part("more", quota=QUOTA, rate="0"))
    request = area.request(document, {"period": "2026-Q1"}, {
        "distribution": [{"attainment": "0.5", "probability": "1/2"}, {"attainment": "1", "probability": "1/2"}],
        "assignments": [assigned()], "quotas": [quota("1000")]})
    area.by_hand(
        "expected_cost_across_attainments", "where both components attain the same, one column goes with it",
        "half of 1 % of 500 and half of 5 % of 1,000", request, {"ok": True, "summary": {"expected_cost": "27.5"}},
    )
    return area.vectors


def compared():
    area = Payments("commission", "across_said", "commission.compare", None, compare)
    tables = {
        "transactions": [sale("t1", "600", region="emea"), sale("t2", "600", payee="bob", region="amer")],
        "assignments": [assigned("ann"), assigned("bob")],
    }
    flat = {**{key: value for key, value in REGION_GRID.items() if key != "across"},
            "tiers": [{**{key: value for key, value in tier.items() if key != "values"}, "value": tier["values"][0]}
                      for tier in REGION_GRID["tiers"]]}
    area.stated(
        "by hand: 4 % of 600 for both; in the columns 4 % and 5 %",
        "compare_across", "a table of one dimension against one of two", None,
        {"period": "2026-Q1", "plan_a": plan(part(rate_table=flat)), "plan_b": plan(part(rate_table=REGION_GRID))}, tables,
        {"comparison": [
            {"payee_id": "ann", "component_id": None, "earned_a": "24", "earned_b": "24", "delta": "0"},
            {"payee_id": "ann", "component_id": "deals", "delta": "0"},
            {"payee_id": "bob", "component_id": None, "earned_a": "24", "earned_b": "30", "delta": "6"},
            {"payee_id": "bob", "component_id": "deals", "delta": "6"},
        ]},
    )
    return area.vectors


def changed():
    """A deal that moves to another column, in a closed period and in a book."""
    sold = [sale("t1", "600", region="emea"), sale("t2", "600", "2026-02-01", region="amer")]
    moved = [{**sold[0], "region": "amer"}, sold[1]]
    document = plan(part(rate_table=REGION_GRID))
    closing = {"period": "2026-Q1", "booked_on": "2026-04-15"}
    given = {"transactions": sold, "assignments": [assigned()]}
    booked = restate({"definition": document, "params": closing, "tables": given})["tables"]["bookings"]
    area = Payments("commission", "across_said", "commission.restate", "commission_plan", restate)
    area.oracle("restate_across", "a deal of a closed quarter was another region's", document, closing,
                {**given, "transactions": moved, "bookings": booked})
    book = Payments("commission", "across_said", "book.apply", "book", apply)
    opened = {"schema": "quarterdeck/commission-book@1", "plan": document, "params": {"period": "2026-Q1"}, "tables": given}
    book.oracle("book_across", "a deal that becomes another region's moves those after it as well", opened, {},
                {"transactions": moved[:1]})
    return area.vectors + book.vectors
