"""What random plans found, as small as it goes: each of these was wrong once."""

from commission import calculate

from .make import QUOTA, Area, agree, assigned, part, plan, quota, rate, sale, sales, split, tiers, zero_quota

FLAT = plan(part(rate="0.1"))
TWO_DATES = plan(part("booked", rate="0.1"), part("paid", rate="0.01", date="paid_on"))


def vectors():
    area = Area("found")
    zero(area)
    digits(area)
    dates(area)
    records(area)
    left(area)
    return area


def zero(area):
    for policy, below in (("zero_attainment", "zero"), ("top_tier", "zero"), ("top_tier", "first_tier")):
        table = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.1"), below=below)
        area.oracle(
            f"commission_found_quota_zero_{policy}_refund_below_{below}",
            "with a quota of 0 one tier holds for everything, a negative measure too",
            plan(part(rate_table=table, quota=zero_quota(policy))),
            sales("-250", "100"),
            quotas=[quota("0")],
        )
    error = tiers("attainment", "marginal", "rate", ("0.5", "0.1"), below="error")
    area.oracle(
        "commission_found_quota_zero_without_sales",
        "below the first tier is an error of a line, and there is none",
        plan(part(rate_table=error, quota=zero_quota("zero_attainment"))),
        [],
        quotas=[quota("0")],
    )


def digits(area):
    area.oracle(
        "commission_found_attainment_of_the_exact_measure",
        "attainment is rounded once, from a measure of a third",
        plan(part(rate="0.1", quota=QUOTA)),
        [sale("t1", "1", payee=None)],
        [assigned("ann"), assigned("bo")],
        splits=[split("t1", "ann", share="1/3"), split("t1", "bo", share="2/3")],
        quotas=[quota("0.003"), quota("0.003", payee="bo")],
    )
    shared = tiers("attainment", "marginal", "amount_per_unit", ("0.25", "7.77"), below="zero")
    area.oracle(
        "commission_found_shared_base_keeps_its_digits",
        "a base that is shared over tiers needs more places than its factors have",
        plan(part(rate_table=shared, quota=QUOTA), currency="JPY"),
        [sale("t1", "500", units="2")],
        quotas=[quota("3")],
    )
    area.oracle(
        "commission_found_credits_of_units",
        "the table of credits shows amounts, where the plan measures units",
        plan(part(rate="2", credit="units")),
        [sale("t1", "0.01", units="1")],
    )


def dates(area):
    euros = [{**sale("t1", "100", currency="EUR"), "paid_on": "2026-02-20"}]
    rates = [rate("EUR", "1.1", to="2026-02-01"), rate("EUR", "0.9", "2026-02-01")]
    for name, given in (("", rates), ("_in_another_order", rates[::-1])):
        area.oracle(
            f"commission_found_credit_in_two_rates{name}",
            "a credit is shown at the rate of the first component that counts it",
            TWO_DATES,
            euros,
            fx_rates=given,
        )
    area.oracle(
        "commission_found_rate_of_an_unassigned_day",
        "a rate is needed for days on the plan only",
        TWO_DATES,
        euros,
        [assigned(start="2026-02-10")],
        fx_rates=rates[1:],
    )


def records(area):
    area.oracle(
        "commission_found_splits_not_known_yet",
        "bad splits of a transaction that is not known yet change nothing",
        FLAT,
        [sale("t1", "100", payee=None, known_at="2026-04-01T00:00:00Z"), sale("t2", "10")],
        params={"known_at": "2026-04-01T00:00:00Z"},
        splits=[split("t1", "ann", share="0.4")],
    )
    area.oracle(
        "commission_found_gone_is_not_set_aside",
        "who left before the month is outside of it, and not set aside",
        FLAT,
        [sale("t1", "100")],
        [assigned(to="2026-02-01")],
        params={"period": "2026-M03"},
    )
    area.oracle(
        "commission_found_quota_by_name_in_part",
        "a quota that names the measure is no quota of another quarter",
        plan(part(rate="0.1", quota=QUOTA, period="half")),
        [],
        params={"period": "2026"},
        quotas=[
            quota("3", to="2026-07-01", measure_id="deals"),
            quota("5", "2026-07-01", "2027-01-01"),
        ],
    )
    beside = {"x": {"measure": "deals"}, "apply": "rate_on_base", "points": [["0", "0"], ["1", "123456789.5"]]}
    area.oracle(
        "commission_found_rate_of_29_digits",
        "a rate is shown that needs 29 digits with its places, whether or not another measure picks it",
        plan(part(rate="0"), part("beside", curve={**beside, "above": "extrapolate"}, credit_cap={"commission": "0"})),
        sales("1234567890.25"),
    )


def left(area):
    """Somebody who left in April is paid at the end of the year, under the caps of the last quarter."""
    held = {"subject": {"flag": "ready"}, "op": "eq", "value": "1", "window": "year", "on_fail": "hold", "at_end": "release"}
    kicker = {"when": {"subject": "measure", "op": "ge", "value": "500"}, "window": "year", "amount": "70"}
    cap = {"payment": "50"}
    for name, about, why, document, kinds in (
        ("kicker", "a kicker of the year is under the cap of its quarter", "100 and 70, of which 50 each",
         plan(part(rate="0.1", cap=cap, kickers=[kicker])), [("earning", "50"), ("kicker", "50")]),
        ("gate", "what a gate releases at the end of the year is under the cap of its quarter", "50 of the 100 that were held",
         plan(part(rate="0.1", cap=cap, gates=[held])), [("earning", "0"), ("gate", "50")]),
        ("gate_under_the_plan", "and under the cap of the plan", "50 of the 100 that were held",
         plan(part(rate="0.1", gates=[held]), plan_cap={**cap, "period": "quarter"}), [("earning", "0"), ("gate", "50")]),
        ("gate_between", "what a flag of August releases is under the cap of its own quarter", "50 of the 100 that were held",
         plan(part(rate="0.1", cap=cap, gates=[{**held, "at_end": "forfeit"}])), [("earning", "0"), ("gate", "50")]),
    ):
        area.by_hand(
            f"commission_found_{name}_after_leaving",
            about,
            why,
            document,
            [sale("t1", "1000")],
            [assigned(to="2026-05-01")],
            {"period": "2026"},
            **({"flags": [{"payee_id": "ann", "name": "ready", "from": "2026-08-10", "value": "1"}]} if name == "gate_between" else {}),
            expect={"ok": True, "tables": {"lines": [{"kind": kind, "amount": amount} for kind, amount in kinds]}},
        )
        agree(name, area.vectors[-1]["expect"]["tables"]["lines"], calculate(area.vectors[-1])["tables"]["lines"])
