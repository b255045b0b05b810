"""Credit along the hierarchy: once a transaction and payee, by the lines of the transaction's date."""

from .explained import explain, node
from .make import QUOTA, Area, assigned, part, plan, quota, rate, sale, split, tiers

OWN = part("own", rate="0.1")
TEAM = part("team", rate="0.03", roll_up="only")
EVERYONE = [assigned(payee) for payee in ("ann", "bo", "cy", "mia", "max", "vera")]


def line(person, manager=None, start=None, to=None):
    row = {"person_id": person, "manager_id": manager, "from": start, "to": to}
    return {key: value for key, value in row.items() if value is not None}


COMPANY = [line("ann", "mia"), line("bo", "mia"), line("cy", "max"), line("mia", "vera"), line("max", "vera"), line("vera")]


def rolling(*components, date="booked_on", **rule):
    more = {key: rule.pop(key) for key in ("max_total_credit", "currency") if key in rule}
    return plan(*(components or (OWN, TEAM)), hierarchy={"date": date, **rule}, **more)


def vectors():
    area = Area("rollup")
    worked(area)
    once(area)
    levels(area)
    dates(area)
    components(area)
    totals(area)
    refused(area)
    documents(area)
    told(area)
    return area


def worked(area):
    reps = ["ann", "bo", "cy", "dan", "eve"]
    area.worked(
        "prowi-override-team",
        "commission_worked_prowi_override_team",
        "3% of what the team sells, as a component on rolled-up credit; the reps' own 10% stays theirs",
        rolling(),
        [
            sale(f"t{at}", amount, payee=rep)
            for at, (rep, amount) in enumerate(zip(reps, ["75000", "60000", "67500", "52500", "45000"], strict=True))
        ],
        [assigned(payee) for payee in [*reps, "mia"]],
        reporting=[line(rep, "mia") for rep in reps],
        lines=[
            *({"payee_id": rep, "component_id": "own", "amount": amount} for rep, amount in zip(reps, ["7500", "6000", "6750", "5250", "4500"], strict=True)),
            *({"payee_id": "mia", "component_id": "team", "amount": amount} for amount in ["2250", "1800", "2025", "1575", "1350"]),
        ],
    )


def once(area):
    shared = [sale("t1", "1000", payee=None)]
    both = [split("t1", "ann", share="1"), split("t1", "bo", share="1", role="overlay")]
    halves = [split("t1", "ann", share="0.6"), split("t1", "bo", share="0.4")]
    for paths in ("maximum", "capped_sum"):
        for name, about, splits in (
            ("all_to_both", "two reps have 100% each: their manager has the deal once, not twice", both),
            ("two_parts", "two reps share a deal: the larger share reaches their manager, or both together", halves),
        ):
            area.oracle(
                f"commission_rollup_{name}_{paths}",
                f"{about} ({paths})",
                rolling(paths=paths),
                shared,
                EVERYONE,
                splits=splits,
                reporting=COMPANY,
            )
    area.oracle(
        "commission_rollup_across_hierarchies",
        "a deal split between two teams: each manager has their own rep's share, whoever is above both has it once",
        rolling(paths="capped_sum"),
        shared,
        EVERYONE,
        splits=[split("t1", "ann", share="0.7"), split("t1", "cy", share="0.3")],
        reporting=COMPANY,
    )
    area.oracle(
        "commission_rollup_quota_apart",
        "quota and commission credit are put together each for itself",
        rolling(part("team", rate_table=tiers("amount", "marginal", "rate", ("0", "0.01"), ("500", "0.02")), roll_up="only")),
        shared,
        EVERYONE,
        splits=[split("t1", "ann", share="0.7", quota_share="0.2"), split("t1", "bo", share="0.3", quota_share="0.9")],
        reporting=COMPANY,
    )
    area.oracle(
        "commission_rollup_manager_sells_too",
        "what a manager has of a deal and what rolls up of it are two credits; a component counts either or both",
        rolling(OWN, TEAM, part("all", rate="0.01", roll_up="included")),
        shared,
        EVERYONE,
        splits=[split("t1", "ann", share="0.7"), split("t1", "mia", share="0.3")],
        reporting=COMPANY,
    )
    area.oracle(
        "commission_rollup_refund",
        "sale and full refund are zero for everyone above as well",
        rolling(),
        [sale("t1", "333.33", payee=None), sale("t2", "-333.33", "2026-01-20", payee=None)],
        EVERYONE,
        splits=[split(deal, payee, share=share) for deal in ("t1", "t2") for payee, share in (("ann", "1/3"), ("cy", "2/3"))],
        reporting=COMPANY,
    )


def levels(area):
    deal = [sale("t1", "1000", payee="ann")]
    for level in (1, 2, 5):
        area.oracle(
            f"commission_rollup_levels_{level}",
            f"no further than {level} level(s) up",
            rolling(levels=level),
            deal,
            EVERYONE,
            reporting=COMPANY,
        )
    without_mia = [assigned(payee) for payee in ("ann", "bo", "vera")]
    for compress in (False, True):
        area.oracle(
            f"commission_rollup_compress_{str(compress).lower()}",
            "a manager who is not on the plan " + ("does not count as a level" if compress else "counts as a level all the same"),
            rolling(levels=1, compress=compress),
            deal,
            without_mia,
            reporting=COMPANY,
        )
    area.oracle(
        "commission_rollup_compress_by_day",
        "a level counts while its manager is on the plan",
        rolling(levels=1, compress=True),
        [sale("t1", "1000", "2026-01-31"), sale("t2", "500", "2026-02-01")],
        [assigned("ann"), assigned("vera"), assigned("mia", start="2026-02-01")],
        reporting=COMPANY,
    )


def dates(area):
    moved = [line("ann", "mia", to="2026-02-01"), line("ann", "max", "2026-02-01", "2026-03-01")]
    deals = [sale("t1", "100", "2026-01-31"), sale("t2", "200", "2026-02-01"), sale("t3", "400", "2026-03-01")]
    area.oracle(
        "commission_rollup_moved",
        "a rep changes teams: each deal goes to the manager of its own day, and nowhere once no line holds",
        rolling(),
        deals,
        EVERYONE,
        reporting=moved,
    )
    area.oracle(
        "commission_rollup_by_another_date",
        "paid by the invoice, rolled up by the booking",
        rolling(part("team", date="invoiced_on", rate="0.03", roll_up="only")),
        [{**deal, "invoiced_on": "2026-03-31"} for deal in deals],
        EVERYONE,
        reporting=moved,
    )
    area.refused(
        "commission_rollup_no_date",
        "a deal that would be rolled up and has no day for it",
        "`booked_on` is empty, and the component counts by the invoice",
        rolling(part("team", date="invoiced_on", rate="0.03", roll_up="only")),
        [{"transaction_id": "t1", "payee_id": "ann", "amount": "100", "invoiced_on": "2026-03-31"}],
        EVERYONE,
        reporting=moved,
        problems=[("table.missing_value", "/tables/transactions/0/booked_on")],
    )


def components(area):
    area.oracle(
        "commission_rollup_quota_of_the_team",
        "a manager's attainment is what the team sold, against the team's quota",
        rolling(
            part("own", rate="0.1"),
            part("team", rate_table=tiers("attainment", "whole", "rate", ("0", "0.01"), ("1", "0.02")), quota=QUOTA, roll_up="only"),
        ),
        [sale("t1", "600"), sale("t2", "600", payee="bo")],
        [assigned("ann"), assigned("bo"), assigned("mia")],
        quotas=[quota("1000", payee=payee, measure_id="team") for payee in ("ann", "bo", "mia")],
        reporting=COMPANY,
    )
    area.oracle(
        "commission_rollup_measure_beside",
        "the team's measure picks the tier of what the manager sells",
        rolling(
            part("own", rate_table=tiers({"measure": "team"}, "whole", "rate", ("0", "0.1"), ("1000", "0.2"))),
            part("team", rate="0.01", roll_up="only"),
        ),
        [sale("t1", "600", payee="mia"), sale("t2", "1000", "2026-01-20")],
        [assigned("ann"), assigned("mia")],
        reporting=COMPANY,
    )
    area.oracle(
        "commission_rollup_in_another_currency",
        "what rolls up is converted as the deal is",
        rolling(),
        [sale("t1", "1000", currency="EUR")],
        EVERYONE,
        fx_rates=[rate("EUR", "1.1")],
        reporting=COMPANY,
    )
    area.oracle(
        "commission_rollup_from_another_plan",
        "reps are on a plan of their own: the managers' plan counts what they sell all the same",
        rolling(TEAM),
        [sale("t1", "1000"), sale("t2", "10", payee="vera")],
        [assigned("ann", plan_id="reps"), assigned("mia"), assigned("vera", plan_id="reps")],
        reporting=COMPANY,
    )


def totals(area):
    splits = [split("t1", "cy", share="0.5", role="overlay", quota_share="0.25")]
    limited = plan(OWN, max_total_credit="1.5")
    area.oracle(
        "commission_max_total_credit",
        "direct and overlay credit together come to just what the plan allows",
        limited,
        [sale("t1", "1000")],
        EVERYONE,
        splits=splits,
    )
    for name, splits, more in (
        ("commission", [split("t1", "cy", share="0.51", role="overlay", quota_share="0")], {}),
        ("quota", [split("t1", "cy", share="0", role="overlay", quota_share="0.51")], {}),
        ("alone", [split("t1", "cy", share="1.51", role="overlay")], {"payee": None}),
    ):
        area.refused(
            f"commission_credit_total_{name}",
            f"credits of more than the plan allows ({name})",
            "1.51 is more than 1.5",
            limited,
            [sale("t1", "1000", **more)],
            EVERYONE,
            splits=splits,
            problems=[("commission.credit_total", "/tables/transactions/0/transaction_id")],
        )


def refused(area):
    deal = [sale("t1", "1000")]
    area.refused(
        "commission_rollup_without_reporting",
        "nobody says who reports to whom",
        "the table is not there",
        rolling(),
        deal,
        EVERYONE,
        problems=[("table.missing_table", "/tables/reporting", {"table": "reporting"})],
    )
    area.refused(
        "commission_rollup_circle",
        "three people report to each other",
        "ann, bo and cy are each above the others",
        rolling(),
        deal,
        EVERYONE,
        reporting=[line("mia"), line("bo", "cy"), line("ann", "bo"), line("cy", "ann")],
        problems=[("reporting.cycle", "/tables/reporting/1/manager_id", {"people": ["bo", "cy", "ann"]})],
    )
    area.refused(
        "commission_rollup_circle_for_a_month",
        "two people report to each other while two of their lines meet, and only then",
        "in February both lines hold",
        rolling(),
        deal,
        EVERYONE,
        reporting=[line("ann", "bo", to="2026-03-01"), line("bo", "ann", "2026-02-01")],
        problems=[("reporting.cycle", "/tables/reporting/0/manager_id", {"people": ["ann", "bo"]})],
    )
    area.oracle(
        "commission_rollup_taking_turns",
        "two people who take turns in reporting to each other are no circle",
        rolling(),
        [sale("t1", "100", "2026-01-31"), sale("t2", "200", "2026-02-01", payee="bo")],
        EVERYONE,
        reporting=[line("ann", "bo", to="2026-02-01"), line("bo", "ann", "2026-02-01")],
    )
    area.refused(
        "commission_rollup_overlap",
        "someone has two managers on one day",
        "both lines hold on 2026-02-28",
        rolling(),
        deal,
        EVERYONE,
        reporting=[line("ann", "mia", to="2026-03-01"), line("ann", "max", "2026-02-28"), line("bo", "mia", "2026-05-01", "2026-05-01")],
        problems=[
            ("reporting.overlap", "/tables/reporting/1/manager_id"),
            ("time.empty_period", "/tables/reporting/2/to"),
        ],
    )
    area.oracle(
        "commission_rollup_said_twice",
        "two lines that say the same are no contradiction",
        rolling(),
        deal,
        EVERYONE,
        reporting=[line("ann", "mia", to="2026-03-01"), line("ann", "mia", "2026-01-01")],
    )


def documents(area):
    area.document(
        "commission_hierarchy_missing",
        "a component counts what rolls up, and nothing says how it does",
        "there is no `hierarchy`",
        plan(TEAM),
        [("commission.hierarchy_missing", "/components/0/roll_up", {"component_id": "team"})],
    )
    area.document(
        "commission_max_total_credit_below_one",
        "less than direct credit alone comes to",
        "0.9 is less than 1",
        plan(OWN, max_total_credit="0.9"),
        [("commission.max_total_credit", "/max_total_credit")],
    )
    area.document(
        "commission_hierarchy_no_levels",
        "no level at all",
        "0 is not a number of levels",
        rolling(levels=0),
        [("document.out_of_range", "/hierarchy/levels")],
    )
    area.warned(
        "commission_hierarchy_unused",
        "no component counts what rolls up: a warning",
        "`own` counts what its payees sell themselves",
        rolling(OWN),
        {
            "code": "commission.hierarchy_unused",
            "help": "set roll_up in a component, or remove hierarchy",
            "message": "no component counts credit that is rolled up",
            "pointer": "/hierarchy",
        },
    )


def told(area):
    shared = "the largest share that reaches the payee"
    explain(
        area,
        "commission_explain_rollup",
        "what rolled up, from whom, and what of it was taken",
        "0.7 and 0.3 arrive, the larger is taken: 3% of 700",
        rolling(),
        [sale("t1", "1000", payee=None)],
        EVERYONE,
        splits=[split("t1", "ann", share="0.7"), split("t1", "bo", share="0.3")],
        reporting=COMPANY,
        row=2,
        tree=node(
            "earning",
            "21",
            "what the period has earned with this line, less what it had earned before",
            "/components/1",
            [
                node("rate", "21", "the credit inside the tier times its rate", "/components/1", credit="700", rate="0.03"),
                node(
                    "quota_credit",
                    "700",
                    "`amount` of the transaction times its share and exchange rate",
                    "/tables/transactions/0",
                    [
                        node(
                            "rollup",
                            "0.7",
                            shared,
                            "/hierarchy",
                            [
                                node("share", "0.7", "the direct credit of ann", "/tables/reporting/0", quota_share="0.7"),
                                node("share", "0.3", "the direct credit of bo", "/tables/reporting/1", quota_share="0.3"),
                            ],
                            date="2026-01-10",
                            quota_share="0.7",
                        )
                    ],
                    amount="1000",
                    factor="0.7",
                ),
            ],
            "21",
            "0",
            date="2026-01-10",
            measure_before="0",
            measure_after="700",
            transaction="t1",
        ),
    )
    area.vectors.append(
        {
            "name": "describe_commission_rollup",
            "about": "credit as a whole, said in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": rolling(TEAM, part("all", rate="0.01", roll_up="included"), levels=2, compress=True, paths="capped_sum", max_total_credit="1.5"),
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "direct and overlay credit of a transaction come to at most 1.5 times it",
                        "credit rolls up by the reporting lines of `booked_on`, 2 levels up, of people on the plan: the shares that reach somebody together, at most the whole, once a transaction",
                        "component `team` adds up the amount by `booked_on`, quarter by quarter",
                        "  it counts what was sold below its payees, not by them",
                        "  it pays 0.03 for every unit of credit",
                        "component `all` adds up the amount by `booked_on`, quarter by quarter",
                        "  it counts what was sold below its payees as well",
                        "  it pays 0.01 for every unit of credit",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
