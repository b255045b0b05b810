"""Bonuses beside the components: SPIFFs, objectives and milestones (semantics 2.10)."""

from .explained import explain
from .gates import gate
from .make import QUOTA, Area, assigned, part, plan, quota, sale, sales, split


def vectors():
    area = Area("bonuses")
    spiffs(area)
    refunds(area)
    objectives(area)
    milestones(area)
    under_the_cap(area)
    documents(area)
    said(area)
    return area


DEALS = part("deals", quota=QUOTA, rate="0.1")
BASE = part("deals", rate="0")


def spiff(name="push", start="2026-01-05", to="2026-03-16", date="booked_on", **more):
    return {"id": name, "kind": "spiff", "from": start, "to": to, "date": date, **more}


def mbo(name="goals", period="quarter", objectives=None, payout=None, attainment_of=None, **more):
    listed = objectives or [("csat", "0.6"), ("hiring", "0.4")]
    listed = [{"score": score, "weight": weight} for score, weight in listed]
    if attainment_of:
        listed = [{"attainment_of": attainment_of, "weight": "0.75"}, {"score": "accuracy", "weight": "0.25"}]
    if payout:
        listed[0]["payout"] = payout
    return {"id": name, "kind": "mbo", "period": period, "objectives": listed, **more}


def milestone(value, name="first", period="quarter", amount="1000", **more):
    when = gate({"measure_of": "deals"}, value=value)
    return {"id": name, "kind": "milestone", "period": period, "amount": amount, "when": when, **more}


def flag(name, value, start="2026-01-01", payee="ann", **more):
    return {"payee_id": payee, "name": name, "from": start, "value": value, **more}


def sold(name, day, units, **more):
    return sale(name, "100", day, units=units, **more)


def spiffs(area):
    units = [
        sold("t1", "2026-01-04", "9"),
        sold("t2", "2026-01-05", "3", family="Core"),
        sold("t3", "2026-02-01", "4", family="Core"),
        sold("t4", "2026-02-02", "2", family="Other"),
        sold("t5", "2026-03-15", "5", family="Core"),
        sold("t6", "2026-03-16", "8", family="Core"),
    ]
    core = {"column": "family", "op": "eq", "value": "Core"}
    area.oracle(
        "commission_spiff_units",
        "25 for every unit of one family from 5 January up to 15 March; the tenth is the last that counts",
        plan(BASE, bonuses=[spiff(amount="25", per="unit", eligible=core, most_count="10")]),
        units,
    )
    area.oracle(
        "commission_spiff_deals_limit_of_money",
        "50 a deal, at most 120 together; ramps and multipliers leave it alone",
        plan(
            part("deals", rate="0.1", multipliers=[{"factor": "2"}]),
            ramp={"months": [{"quota": "0.5", "rate_multiplier": "0.5"}]},
            bonuses=[spiff(amount="50", per="deal", most_amount="120")],
        ),
        units,
        [{**assigned(), "ramp_start": "2026-01-01"}],
    )
    for period in ("2026-01", "2026-02", "2026-03"):
        area.oracle(
            f"commission_spiff_by_month_{period[5:]}",
            "the limits are those of all its days, whatever is paid when",
            plan(BASE, bonuses=[spiff(amount="25", per="unit", most_count="6")]),
            units,
            params={"period": period},
        )
    area.oracle(
        "commission_spiff_shared",
        "two who share a deal share what it brings, and half a deal of the limit",
        plan(BASE, bonuses=[spiff(amount="40", per="deal", most_count="1")]),
        [sale("t1", "100", payee=None), sale("t2", "100", "2026-01-11")],
        [assigned(), assigned("bo")],
        splits=[split("t1", "ann", share="1/2"), split("t1", "bo", share="1/2")],
    )
    area.oracle(
        "commission_deals_as_a_measure",
        "a component may count deals: 10 for each of the first two, 30 for those after them",
        plan(
            part(
                credit="deals",
                rate_table={
                    "index": "units",
                    "mode": "marginal",
                    "value": "rate",
                    "boundary": "upper_inclusive",
                    "tiers": [{"from": "0", "to": "2", "value": "10"}, {"from": "2", "to": None, "value": "30"}],
                },
                pays_on="deals",
            )
        ),
        sales("100", "5", "0", "-3"),
    )


def refunds(area):
    area.oracle(
        "commission_spiff_refunded",
        "a refund takes back what its deal brought, the second deal nothing: it was beyond the limit",
        plan(BASE, bonuses=[spiff(amount="40", per="deal", most_count="1")]),
        [
            sale("t1", "100", "2026-01-10"),
            sale("t2", "100", "2026-01-11"),
            sale("r1", "-100", "2026-02-10", reverses_id="t1"),
            sale("r2", "-100", "2026-02-11", reverses_id="t2"),
        ],
    )
    area.oracle(
        "commission_spiff_refunded_in_parts",
        "two thirds in a later quarter, the last one after it",
        plan(BASE, bonuses=[spiff(amount="100", per="unit")]),
        [
            sold("t1", "2026-01-10", "1"),
            sale("r1", "-33.34", "2026-04-10", reverses_id="t1"),
            sale("r2", "-66.66", "2026-05-10", reverses_id="t1"),
        ],
        params={"period": "2026-Q2"},
    )
    area.oracle(
        "commission_spiff_credit_note",
        "what is below zero without naming a sale takes one back",
        plan(BASE, bonuses=[spiff(amount="40", per="deal", most_count="2")]),
        sales("100", "100", "100", "-100", start=5),
    )


SCORES = [flag("csat", "0.8"), flag("hiring", "1.1")]


def objectives(area):
    area.oracle(
        "commission_mbo_amount",
        "5,000 times 60 % of 0.8 and 40 % of 1.1",
        plan(BASE, bonuses=[mbo(amount="5000", max="1.2")]),
        [],
        flags=SCORES,
    )
    area.oracle(
        "commission_mbo_of_the_target",
        "30 % of the target variable goes by objectives, 70 % by the quota",
        plan(
            part("deals", quota=QUOTA, base_rate={"kind": "target_over_quota"}, weight="0.7"),
            bonuses=[mbo(weight="0.3", objectives=[("csat", "1/3"), ("hiring", "2/3")], max="1.1")],
            proration={"applies_to": ["target_variable", "quota"]},
        ),
        sales("450", start=20),
        [assigned(target="4000", start="2026-01-16")],
        quotas=[quota("1000")],
        flags=SCORES,
    )
    area.oracle(
        "commission_mbo_month_by_month",
        "the score of the last day of each month; February has none for hiring",
        plan(BASE, bonuses=[mbo(amount="900", period="month", prorated=True)]),
        [],
        [assigned(start="2026-01-11")],
        flags=[flag("csat", "0.5", to="2026-02-28"), flag("csat", "1", "2026-02-28"), flag("hiring", "1", to="2026-02-15")],
    )
    area.oracle(
        "commission_mbo_gated",
        "objectives pay only where half of the quota is made: 400 of 1,000 are not",
        plan(DEALS, bonuses=[mbo(amount="500", when=gate({"attainment_of": "deals"}))]),
        sales("400"),
        quotas=[quota("1000")],
        flags=[flag("csat", "1"), flag("hiring", "1")],
    )
    area.oracle(
        "commission_mbo_not_yet",
        "nothing before the quarter has ended",
        plan(BASE, bonuses=[mbo(amount="500")]),
        [],
        params={"period": "2026-02"},
        flags=[flag("csat", "1")],
    )
    accuracy = {"points": [["0.7", "0"], ["0.85", "0.5"], ["0.95", "1"], ["0.95", "1.25"]]}
    met = {"points": [["0.8", "0.5"], ["1", "1"]], "below": "zero", "above": "extrapolate"}
    area.oracle(
        "commission_bonus_on_forecast_accuracy",
        "20 % of a quarter's base salary by the accuracy of the forecast: 0.9 lies halfway from half of it to all",
        plan(BASE, bonuses=[mbo(salary_share="0.2", objectives=[("accuracy", "1")], payout=accuracy)]),
        [],
        [{**assigned(), "base_salary": "30000"}],
        flags=[flag("accuracy", "0.9")],
    )
    area.oracle(
        "commission_bonus_on_attainment",
        "15 % of the base salary by what the quarter's quota attains, a line that goes on above it; a quarter of it by accuracy at a jump",
        plan(
            DEALS,
            bonuses=[
                mbo(salary_share="0.15", objectives=[(None, "0.75")], payout=met, attainment_of="deals"),
                mbo("sharp", salary_share="0.1", objectives=[("accuracy", "1")], payout=accuracy),
            ],
        ),
        sales("1100"),
        [{**assigned(), "base_salary": "20000"}],
        quotas=[quota("1000")],
        flags=[flag("accuracy", "0.95")],
    )
    area.refused(
        "commission_bonus_salary_missing",
        "a share of a base salary that nobody says",
        "the assignment has none",
        plan(BASE, bonuses=[mbo(salary_share="0.2", objectives=[("accuracy", "1")])]),
        [],
        problems=[("commission.salary_missing", "/tables/assignments/0/payee_id")],
    )
    area.refused(
        "commission_score_range",
        "scores below zero and above the highest",
        "scores are from 0 to 1",
        plan(BASE, bonuses=[mbo(amount="500")]),
        [],
        flags=[flag("csat", "-0.1"), flag("hiring", "1.1"), flag("other", "7")],
        problems=[("commission.score_range", "/tables/flags/0/value"), ("commission.score_range", "/tables/flags/1/value")],
    )


def milestones(area):
    made = plan(BASE, bonuses=[milestone("500"), milestone("900", "second", amount="2500")])
    area.oracle(
        "commission_milestones",
        "reached by the second and the fourth deal, each paid once",
        made,
        sales("300", "300", "200", "200", "5000"),
    )
    area.oracle(
        "commission_milestone_taken_back",
        "a refund takes the second one back, and a later deal reaches it again",
        made,
        sales("600", "400", "-200", "150"),
    )
    area.oracle(
        "commission_milestone_of_the_year",
        "reached in the quarters before: this one pays nothing",
        plan(BASE, bonuses=[milestone("500", period="year", prorated=True)]),
        [sale("t1", "600", "2026-02-01"), sale("t2", "600", "2026-05-01")],
        [assigned(start="2026-01-31", to="2026-07-01")],
        params={"period": "2026-Q2"},
    )


    stone = milestone("0.4", amount="100")
    stone["when"]["subject"] = {"attainment_of": "deals"}
    for month, about, lines in (
        ("02", "a milestone is taken back on the day on which a second quota begins", [("milestone", "2026-02-16", "-100")]),
        ("03", "a milestone that was taken back in February is not taken back in March again", []),
    ):
        area.by_hand(
            f"commission_milestone_lost_by_a_quota_{month}",
            about,
            "away on the 46th day of 90: 200 are 0.44 of 450, and from the 47th on 0.22 of 890",
            plan(DEALS, bonuses=[stone]),
            [sale("t1", "200", "2026-01-05")],
            [assigned(to="2026-02-15"), assigned(start="2026-02-16")],
            params={"period": f"2026-{month}"},
            quotas=[quota("900")],
            expect={"ok": True, "tables": {"lines": [
                {"component_id": "first", "kind": kind, "effective_on": day, "amount": amount} for kind, day, amount in lines
            ]}},
        )


def under_the_cap(area):
    bonuses = [
        spiff(amount="40", per="deal", under_plan_cap=True),
        milestone("300", under_plan_cap=True, amount="60"),
        mbo(amount="50", objectives=[("csat", "1")]),
    ]
    area.oracle(
        "commission_bonuses_under_the_plan_cap",
        "the spiff and the milestone have what the components leave of 200; the objectives are paid beside it",
        plan(part("deals", rate="0.1"), bonuses=bonuses, plan_cap={"payment": "200", "period": "quarter"}),
        sales("400", "500", "700", start=5),
        flags=[flag("csat", "1")],
    )


def documents(area):
    form = "commission.bonus_form"
    area.document(
        "commission_bonus_forms",
        "bonuses that lack what their kind needs, or have what it has no use for",
        "each kind has its keys",
        plan(
            BASE,
            bonuses=[
                {"id": "a", "kind": "spiff", "amount": "1", "from": "2026-01-01", "to": "2026-01-01", "period": "month"},
                {"id": "b", "kind": "mbo", "period": "month", "objectives": [{"score": "csat", "weight": "1"}]},
                {"id": "c", "kind": "milestone", "amount": "1", "period": "month", "most_count": "2"},
            ],
        ),
        [
            (form, "/bonuses/0"),
            (form, "/bonuses/0"),
            (form, "/bonuses/0/period"),
            ("time.empty_period", "/bonuses/0/to"),
            (form, "/bonuses/1"),
            (form, "/bonuses/2"),
            (form, "/bonuses/2/most_count"),
        ],
    )
    negative = "commission.bonus_negative"
    area.document(
        "commission_bonus_negative",
        "sums, weights and limits below zero, and a limit of none",
        "zero or more, and at least a part of one",
        plan(
            BASE,
            bonuses=[
                spiff("a", amount="-1", per="deal", most_count="0", most_amount="-1"),
                mbo("b", amount="1", max="-1", objectives=[("csat", "-1"), ("hiring", "2")]),
            ],
        ),
        [
            (negative, "/bonuses/0/amount"),
            (negative, "/bonuses/0/most_amount"),
            (negative, "/bonuses/0/most_count"),
            (negative, "/bonuses/1/max"),
            (negative, "/bonuses/1/objectives/0/weight"),
        ],
    )
    area.document(
        "commission_bonus_weights",
        "objectives that are 90 % of their bonus, and a target of which 130 % is given away",
        "0.6 and 0.3; 1 and 0.3",
        plan(
            part("deals", quota=QUOTA, base_rate={"kind": "target_over_quota"}, weight="1"),
            bonuses=[mbo(weight="0.3", objectives=[("csat", "0.6"), ("hiring", "0.3")])],
        ),
        [
            ("commission.objective_weights", "/bonuses/0/objectives", {"sum": "0.9"}),
            ("commission.weights_not_one", "/components", {"sum": "1.3"}),
        ],
    )
    own = {"id": "own", "kind": "milestone", "amount": "1", "period": "quarter", "when": gate("measure")}
    short = milestone("1", "short", period="month")
    unknown = {**own, "id": "deals", "when": gate({"measure_of": "core"})}
    area.document(
        "commission_bonus_subjects",
        "a measure of its own, a period shorter than the component's, an unknown component, and an id that is taken",
        "bonuses look at components",
        plan(BASE, bonuses=[own, short, unknown]),
        [
            ("commission.subject_unknown", "/bonuses/0/when/subject"),
            ("commission.subject_mismatch", "/bonuses/1/when/subject", {"component_id": "deals"}),
            ("commission.duplicate_component", "/bonuses/2/id"),
            ("commission.subject_unknown", "/bonuses/2/when/subject", {"component_id": "core"}),
        ],
    )


def said(area):
    core = {"column": "family", "op": "eq", "value": "Core"}
    made = plan(
        BASE,
        bonuses=[
            spiff(amount="25", per="unit", eligible=core, most_count="10", most_amount="200", under_plan_cap=True),
            mbo(weight="0.3", max="1.2", when=gate({"measure_of": "deals"}, value="1")),
            milestone("500", period="half", prorated=True),
        ],
    )
    made["components"][0] = {**BASE, "weight": "0.7"}
    area.vectors.append(
        {
            "name": "describe_commission_bonuses",
            "about": "bonuses in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": made,
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0 for every unit of credit",
                        "spiff `push` pays 25 a unit by `booked_on` from 2026-01-05 up to, not including, 2026-03-16",
                        "  only where `family` is `Core`",
                        "  for the first 10 of them",
                        "  at most 200 together",
                        "  it counts under the cap and the floor of the plan, after the components",
                        "objectives `goals` pay 0.3 of the target variable times their scores when a quarter ends",
                        "  0.6 of it for the score `csat`, from 0 to 1.2",
                        "  0.4 of it for the score `hiring`, from 0 to 1.2",
                        "  only where the measure of `deals` is at least 1 over a quarter",
                        "milestone `first` pays 1000 once half a year (by the part of it that one is there)",
                        "  as soon as the measure of `deals` is at least 500 over half a year",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
    explain(
        area,
        "commission_explain_mbo",
        "the scores that were there, and the one that was not",
        "5,000 times 60 % of 0.8",
        plan(BASE, bonuses=[mbo(amount="5000")]),
        [],
        row=0,
        words=(
            "mbo: the base times the weighted scores, without a score of `hiring` = 2400 "
            "(date 2026-03-31, base 5000, csat 0.8, score 0.48) [/bonuses/0]\n"
        ),
        flags=[flag("csat", "0.8")],
    )
    explain(
        area,
        "commission_explain_milestone",
        "what was reached",
        "600 of 500",
        plan(BASE, bonuses=[milestone("500")]),
        sales("600"),
        row=1,
        words=(
            "milestone: reached, as the measure of `deals` is at least 500 = 1000 "
            "(date 2026-01-01, actual 600) [/bonuses/0]\n"
        ),
    )
