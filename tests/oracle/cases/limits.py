"""Line caps, component caps and floors, plan caps and floors: semantics 2.9."""

from .explained import explain
from .make import QUOTA, Area, assigned, part, plan, quota, sale, sales, tiers

TAKING = plan(part("core", rate="0.1"), part("extra", rate="0.05"), plan_cap={"payment": "100", "period": "quarter"})
MARGINAL = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10"))


def vectors():
    area = Area("limits")
    deals(area)
    caps(area)
    carried(area)
    floors(area)
    plans(area)
    documents(area)
    said(area)
    return area


def deals(area):
    capped = part(rate="0.1", line_cap={"min": "10", "max": "50"})
    area.oracle(
        "commission_line_cap",
        "each deal earns from 10 to 50; nothing is raised from zero or cut below it",
        plan(capped),
        sales("40", "300", "1000", "0", "-900"),
    )
    area.oracle(
        "commission_line_cap_deal_reversed",
        "a deal of 1000 is capped at 50; half of it back changes nothing, all of it back takes the 50",
        plan(capped),
        [
            sale("t1", "1000", "2026-01-05"),
            sale("t2", "-500", "2026-01-20", reverses_id="t1", clawback_mode="current_rate"),
            sale("t3", "-500", "2026-02-20", reverses_id="t1", clawback_mode="current_rate"),
        ],
    )
    area.oracle(
        "commission_rate_cap",
        "tiers of 5 and 10 %, doubled: no deal earns more than 15 % of its credit, a refund included",
        plan(part(quota=QUOTA, rate_table=MARGINAL, multipliers=[{"factor": "2"}], line_cap={"max_rate": "0.15"})),
        [*sales("400", "700", "300"), sale("t4", "-150", "2026-03-20", reverses_id="t3", clawback_mode="current_rate")],
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_line_cap_rounded_by_line",
        "limits that are no whole cents, each line rounded for itself",
        plan(part(rate="0.1", line_cap={"max": "100/3"}), rounding={"at": "line"}),
        sales("1000", "1000", "1000"),
    )


def caps(area):
    area.oracle(
        "commission_cap_forfeit",
        "120, 80 and 40 under a cap of 150; a refund takes from what was above it first",
        plan(part(rate="0.1", cap={"payment": "150"})),
        sales("1200", "800", "400", "-700", "-900"),
    )
    area.oracle(
        "commission_cap_of_a_month",
        "a measure of a quarter, capped month by month",
        plan(part(rate="0.1", cap={"payment": "60", "period": "month"})),
        [sale("t1", "900", "2026-01-05"), sale("t2", "200", "2026-02-05"), sale("t3", "900", "2026-02-20")],
    )
    area.oracle(
        "commission_cap_of_a_year_called_by_month",
        "March is paid what January and February have left of the year's 100",
        plan(part(rate="0.1", period="month", cap={"payment": "100", "period": "year"})),
        [sale("t1", "700", "2026-01-05"), sale("t2", "200", "2026-02-05"), sale("t3", "400", "2026-03-20")],
        params={"period": "2026-03"},
    )
    area.oracle(
        "commission_cap_on_attainment",
        "credit above 150 % of a quota of 1000 earns nothing more",
        plan(part(quota=QUOTA, rate_table=MARGINAL, cap={"attainment": "1.5"})),
        sales("900", "500", "400", "-100", "-300"),
        quotas=[quota("1000")],
    )
    area.oracle(
        "commission_cap_prorated",
        "a payee who comes at the start of February has 59 of 90 days of the cap",
        plan(part(rate="0.1", cap={"payment": "90", "prorated": True})),
        [sale("t1", "900", "2026-02-05"), sale("t2", "900", "2026-03-05")],
        [assigned(start="2026-02-01")],
    )


CARRY = part(rate="0.1", period="month", cap={"payment": "100", "excess": "carry"})


def carried(area):
    months = [
        sale("t1", "1800", "2026-01-05"),
        sale("t2", "500", "2026-02-05"),
        sale("t3", "900", "2026-03-05"),
    ]
    area.oracle(
        "commission_cap_carried",
        "80 withheld in January: 50 paid in February, 10 in March, 20 left",
        plan(CARRY),
        months,
    )
    area.oracle(
        "commission_cap_carried_called_by_month",
        "February alone knows of January",
        plan(CARRY),
        months,
        params={"period": "2026-02"},
    )
    area.oracle(
        "commission_cap_carry_released_by_refund",
        "a refund in January takes what was withheld first; one in February takes from February",
        plan(CARRY),
        [
            *months,
            sale("t4", "-300", "2026-01-20", reverses_id="t1", clawback_mode="current_rate"),
            sale("t5", "-700", "2026-02-10", reverses_id="t1", clawback_mode="current_rate"),
        ],
    )
    area.oracle(
        "commission_cap_carry_ends_with_year",
        "what December withholds is not paid in January",
        plan(CARRY),
        [sale("t1", "1800", "2025-12-05"), sale("t2", "500", "2026-01-05")],
        params={"period": {"from": "2025-12-01", "to": "2026-02-01"}},
    )
    area.oracle(
        "commission_cap_interim",
        "half of the period is over: what is withheld may still be given back",
        plan(part(rate="0.1", cap={"payment": "100", "excess": "carry"})),
        sales("800", "700"),
        params={"period": "2026-01"},
    )


def floors(area):
    area.oracle(
        "commission_floor",
        "30 earned against a floor of 100: 70 on the last day",
        plan(part(rate="0.1", floor={"payment": "100"})),
        sales("500", "-200"),
    )
    area.oracle(
        "commission_floor_interim",
        "a floor is made up when its period is over, not before",
        plan(part(rate="0.1", floor={"payment": "100"})),
        sales("500"),
        params={"period": "2026-01"},
    )
    area.oracle(
        "commission_floor_without_a_sale",
        "who is on the plan and sells nothing gets the floor",
        plan(part(rate="0.1", period="month", floor={"payment": "10"})),
        [],
    )
    area.oracle(
        "commission_floor_after_cap",
        "a deal of 1000 earns 20 under its cap, and the floor makes it 60",
        plan(part(rate="0.1", line_cap={"max": "20"}, cap={"payment": "80"}, floor={"payment": "60"})),
        sales("1000"),
    )


def plans(area):
    two = part("core", rate="0.1"), part("extra", rate="0.05")
    area.oracle(
        "commission_plan_cap",
        "a cap of 100 over two components: the first one's 60 and 30 come first, and take from the second",
        plan(*two, plan_cap={"payment": "100", "period": "quarter"}),
        sales("600", "300"),
    )
    area.oracle(
        "commission_plan_cap_called_by_month",
        "February takes back from the second component what the first has come to use",
        plan(*two, plan_cap={"payment": "100", "period": "quarter"}),
        [sale("t1", "600", "2026-01-05"), sale("t2", "300", "2026-02-05")],
        params={"period": "2026-02"},
    )
    back = sale("r2", "-300", "2026-02-05", None, reverses_id="t2")
    taken_back = {"transaction_id": "r2", "source_transaction_id": "t2", "kind": "clawback"}
    area.by_hand(
        "commission_plan_cap_refunded",
        "what a sale took of another component under the cap of the plan comes back with its refund",
        "60 and 30 of 100, then 30 and no more than -20; the refund takes back 30 and gives 20 again, and 60 and 30 are left",
        TAKING,
        [*sales("600", "300"), back],
        expect={"ok": True, "summary": {"earned": "90"}, "tables": {
            "lines": [
                {"component_id": "core", "transaction_id": "t1", "kind": "earning", "amount": "60"},
                {"component_id": "core", "transaction_id": "t2", "kind": "earning", "amount": "30"},
                {"component_id": "extra", "transaction_id": "t1", "kind": "earning", "amount": "30"},
                {"component_id": "extra", "transaction_id": "t2", "kind": "earning", "at_rate": "15", "amount": "0"},
                {"component_id": "extra", "transaction_id": "t2", "kind": "plan_cap", "amount": "-20"},
                {"component_id": "core", **taken_back, "amount": "-30"},
                {"component_id": "extra", **taken_back, "amount": "0"},
                {"component_id": "extra", **taken_back, "amount": "20"},
            ],
            "statements": [
                {"component_id": "core", "earned": "90"}, {"component_id": "extra", "earned": "10"},
                {"component_id": "core", "earned": "-30"}, {"component_id": "extra", "earned": "20"},
                {"component_id": None, "earned": "90"},
            ],
        }},
    )
    area.oracle(
        "commission_plan_cap_below_zero",
        "a component below zero makes room for the others",
        plan(
            part("core", rate="0.1", eligible={"column": "amount", "op": "gt", "value": "0"}),
            part("returns", rate="0.1", eligible={"column": "amount", "op": "lt", "value": "0"}),
            plan_cap={"payment": "100", "period": "quarter"},
        ),
        sales("1500", "-300", "-400"),
    )
    area.oracle(
        "commission_plan_floor",
        "90 earned by two components against a floor of 120: 30 with the first",
        plan(*two, plan_floor={"payment": "120", "period": "quarter"}),
        sales("600"),
    )
    area.by_hand(
        "commission_plan_floor_rounded_by_day",
        "what a quarter is short of the floor is rounded before the sales of the next one, as when it is called by quarter",
        "0.254 and 9.746 make 10; 6.3713 more is 16.37, not 6.6253 less 0.25",
        plan(part(period="year", rate="0.001"), plan_floor={"payment": "10", "period": "quarter"}),
        [sale("t1", "254", "2026-01-05"), sale("t2", "6371.3", "2026-04-05")],
        params={"period": "2026-H1"},
        expect={"ok": True, "tables": {"lines": [
            {"transaction_id": "t1", "kind": "earning", "amount": "0.25"},
            {"transaction_id": "t2", "kind": "earning", "amount": "6.37"},
            {"effective_on": "2026-03-31", "kind": "floor", "amount": "9.75"},
            {"effective_on": "2026-06-30", "kind": "floor", "amount": "3.63"},
        ]}},
    )
    area.oracle(
        "commission_plan_limits_largest_remainder",
        "thirds of a plan's cap, shared out by the payee's rounded total",
        plan(
            part("core", rate="1/3"),
            part("extra", rate="1/7", cap={"payment": "50/3"}),
            plan_cap={"payment": "100/3", "period": "month"},
            rounding={"at": "payee", "reconcile": "largest_remainder"},
        ),
        sales("100", "100", "-50", "31"),
    )


def documents(area):
    def wrong(name, about, why, problems, limits=None, **of_plan):
        area.document(name, about, why, plan(part(rate="0.1", **(limits or {})), **of_plan), problems)

    wrong(
        "commission_limit_missing",
        "limits that say no sum",
        "each needs one",
        [
            ("commission.limit_missing", "/components/0/cap"),
            ("commission.limit_missing", "/components/0/floor"),
            ("commission.limit_missing", "/components/0/line_cap"),
            ("commission.limit_missing", "/plan_cap"),
        ],
        {"cap": {}, "floor": {"period": "month"}, "line_cap": {}},
        plan_cap={"period": "month"},
    )
    wrong(
        "commission_limit_conflict",
        "a cap of two kinds",
        "either money or attainment",
        [("commission.limit_conflict", "/components/0/cap")],
        {"cap": {"payment": "100", "attainment": "2"}, "quota": QUOTA},
    )
    wrong(
        "commission_limit_negative",
        "limits below zero",
        "zero is the least",
        [
            ("commission.limit_negative", "/components/0/cap/payment"),
            ("commission.limit_negative", "/components/0/line_cap/max_rate"),
            ("commission.limit_negative", "/components/0/line_cap/min"),
            ("commission.limit_negative", "/plan_floor/payment"),
        ],
        {"cap": {"payment": "-100"}, "line_cap": {"min": "-1", "max": "5", "max_rate": "-0.1"}},
        plan_floor={"payment": "-0.01", "period": "year"},
    )
    wrong(
        "commission_limits_crossed",
        "floors above caps",
        "nobody could be paid",
        [
            ("commission.limits_crossed", "/components/0/floor/payment"),
            ("commission.limits_crossed", "/components/0/line_cap/min"),
            ("commission.limits_crossed", "/plan_floor/payment"),
        ],
        {"cap": {"payment": "100"}, "floor": {"payment": "101"}, "line_cap": {"min": "6", "max": "5"}},
        plan_cap={"payment": "10", "period": "month"},
        plan_floor={"payment": "20", "period": "month"},
    )
    wrong(
        "commission_limit_unused",
        "keys that nothing uses",
        "a floor is money, and a plan's cap forfeits",
        [
            ("commission.limit_unused", "/components/0/cap/excess"),
            ("commission.limit_unused", "/components/0/cap/period"),
            ("commission.limit_unused", "/components/0/cap/prorated"),
            ("commission.limit_unused", "/components/0/floor/attainment"),
            ("commission.limit_unused", "/plan_cap/excess"),
        ],
        {
            "quota": QUOTA,
            "cap": {"attainment": "2", "excess": "carry", "period": "year", "prorated": True},
            "floor": {"payment": "5", "attainment": "0.1"},
        },
        plan_cap={"payment": "10", "period": "month", "excess": "carry"},
    )
    wrong(
        "commission_limit_attainment_of_single_deals",
        "an attainment over deals that stand alone, and one without a quota",
        "no measure adds up that could attain it",
        [
            ("commission.quota_undeclared", "/components/0/cap"),
            ("commission.limit_unused", "/components/0/cap/attainment"),
        ],
        {"cap": {"attainment": "2"}, "accumulate": "transaction"},
    )
    wrong(
        "commission_limit_period",
        "a plan's cap without a period",
        "components may have different ones",
        [("commission.limit_period", "/plan_cap")],
        plan_cap={"payment": "10"},
    )


EVERYTHING = plan(
    part(
        "core",
        rate="0.1",
        line_cap={"min": "5", "max": "60", "max_rate": "0.3"},
        cap={"payment": "100", "period": "month", "excess": "carry"},
        floor={"payment": "20", "prorated": True},
    ),
    part("extra", quota=QUOTA, rate="0.05", cap={"attainment": "1.5"}),
    plan_cap={"payment": "150", "period": "quarter"},
    plan_floor={"payment": "40", "period": "year"},
)


def said(area):
    area.vectors.append(
        {
            "name": "describe_commission_limits",
            "about": "every cap and floor in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": EVERYTHING,
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "component `core` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.1 for every unit of credit",
                        "  a deal with what reverses it earns at least 5 and at most 60 and at most 0.3 of its credit",
                        "  it pays at most 100 for a month; what is above it is paid at the end of later periods of the plan year that have room",
                        "  it pays at least 20 for a measure period (by the part of it that one is there), made up when that is over",
                        "component `extra` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.05 for every unit of credit",
                        "  credit above an attainment of 1.5 earns nothing more",
                        "all components together pay at most 150 for a quarter, used up by the components in the order in which they are written",
                        "all components together pay at least 40 for a year, made up when that is over",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
    explain(
        area,
        "commission_explain_limits",
        "a line that meets the limit of a deal, of its component and of the plan",
        "80 is 60 as a deal, 40 of it fit under 100, and 15 under what the plan has left of 75",
        plan(
            part("core", rate="0.1", line_cap={"max": "60"}, cap={"payment": "100"}),
            plan_cap={"payment": "75", "period": "quarter"},
        ),
        sales("700", "800"),
        row=1,
        words=(
            "earning: what the rates earn, and what the stages make of it = 15 (transaction t2, date 2026-01-02) [/components/0]\n"
            "  rated: what the period has earned with this line, less what it had earned before = 80 (measure_before 700, measure_after 1500) [/components/0]\n"
            "    rate: the credit inside the tier times its rate = 80 (credit 800, rate 0.1) [/components/0]\n"
            "    quota_credit: `amount` of the transaction = 800 (amount 800) [/tables/transactions/1]\n"
            "  line cap: the deal within its least and its most = -20 (before 80, after 60) [/components/0/line_cap]\n"
            "  cap: the period within the cap of the component = -20 (before 60, after 40) [/components/0/cap]\n"
            "  plan cap: the period within the cap of the plan = -25 (before 40, after 15) [/plan_cap]\n"
        ),
    )
    explain(
        area,
        "commission_explain_what_the_plan_cap_takes",
        "what a sale takes of another component under the cap of the plan names the sale",
        "90 of 100 are used up; 30 more by the first component leave the second one 10 of its 30",
        TAKING,
        sales("600", "300"),
        row=4,
        words=(
            "plan_cap: what lines of other components took or gave back = -20 (transaction t2, date 2026-01-02) [/plan_cap]\n"
        ),
    )
    explain(
        area,
        "commission_explain_cap_release",
        "what January withheld, on the last day of February",
        "180 earned under a cap of 100, 50 in February: 50 of the 80 withheld fit",
        plan(CARRY),
        [sale("t1", "1800", "2026-01-05"), sale("t2", "500", "2026-02-05")],
        row=2,
        words=(
            "cap_release: what earlier periods withheld, as far as the cap has room = 50 (transaction t1, date 2026-02-28) [/components/0/cap]\n"
        ),
    )
