"""Refunds that take their quota credit off a measure: `restore_attainment` of the clawback section."""

from .clawback import STEPS, refund, taken
from .make import QUOTA, Area, assigned, part, plan, quota, rate, sale, split, tiers

CURRENT = {"restore_attainment": "current"}
ORIGINAL = {"restore_attainment": "original"}


def restored(number, refunded, of, when, credit, before, after, **more):
    return {
        "line_no": number,
        "transaction_id": refunded,
        "kind": "restored_attainment",
        "source_transaction_id": of,
        "effective_on": when,
        "quota_credit": credit,
        "commission_credit": "0",
        "measure_before": before,
        "measure_after": after,
        "amount": "0",
        **more,
    }


def vectors():
    area = Area("restored")
    current(area)
    original(area)
    staged(area)
    documents(area)
    explained(area)
    return area


SOLD = [sale("t1", "150"), sale("t2", "100", "2026-01-12")]
BACK = [refund("r1", "t1", "-150", "2026-01-20"), refund("r2", "t2", "-100", "2026-01-21")]


def current(area):
    area.worked(
        "by hand: 5 + 5 and 10 are earned and taken back; 60 from a measure of 0 on is in the first tier, at 5 %",
        "commission_restored_current",
        "what is refunded comes off the measure on its day, and later lines climb from there",
        plan(part(rate_table=STEPS), clawback=CURRENT),
        [*SOLD, *BACK, sale("t3", "60", "2026-01-25")],
        lines=[
            {"transaction_id": "t1", "kind": "earning", "amount": "10"},
            {"transaction_id": "t2", "kind": "earning", "amount": "10"},
            restored(3, "r1", "t1", "2026-01-20", "-150", "250", "100"),
            restored(4, "r2", "t2", "2026-01-21", "-100", "100", "0"),
            {"transaction_id": "t3", "kind": "earning", "measure_before": "0", "measure_after": "60", "amount": "3"},
            taken("ann", "deals", 6, "r1", "t1", "2026-01-20", "-10"),
            taken("ann", "deals", 7, "r2", "t2", "2026-01-21", "-10"),
        ],
        statements=[
            {"component_id": "deals", "measure": "60", "earned": "23", "lines": 5},
            {"component_id": "deals", "measure": None, "earned": "-20", "lines": 2},
            {"component_id": None, "earned": "3"},
        ],
    )
    everything = [*SOLD, *BACK, sale("t3", "60", "2026-01-25"), sale("t4", "90", "2026-01-26")]
    for mode in ("whole", "interpolated"):
        table = tiers("amount", mode, "rate", ("0", "0.05"), ("100", "0.10"))
        if mode == "interpolated":
            table = {**table, "value": "step_amount", "tiers": [{**table["tiers"][0], "value": "10"}, {**table["tiers"][1], "to": "300", "value": "7"}]}
        area.oracle(
            f"commission_restored_{mode}",
            "in every mode a line earns what the rule says of the measure after it, less what it says of the measure before",
            plan(part(rate_table=table), clawback=CURRENT),
            everything,
        )
    area.oracle(
        "commission_restored_each_for_itself",
        "tiers on each transaction alone: the measure of the statement is lower, and nothing else changes",
        plan(part(rate_table=STEPS, accumulate="transaction"), clawback=CURRENT),
        everything,
    )
    area.oracle(
        "commission_restored_in_parts",
        "parts of a refund take parts of the credit off, by a schedule that lessens what is taken back and not the credit",
        plan(
            part(rate_table=tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10")), quota=QUOTA),
            clawback={**CURRENT, "mode": "schedule", "unit": "days", "schedule": [{"from": 0, "to": 10, "share": "1"}, {"from": 10, "share": "0.5"}]},
        ),
        [*SOLD, *(refund(f"r{at}", "t1", "-50", when) for at, when in enumerate(("2026-01-15", "2026-01-25", "2026-03-31"))), sale("t3", "60", "2026-01-26")],
        quotas=[quota("200")],
    )
    area.oracle(
        "commission_restored_of_shared_credit",
        "everybody's credit comes off: splits, an overlay, what rolled up on the day of the sale, at the rate and as it was shaped then",
        plan(
            part(
                rate_table=STEPS, roll_up="included", credit_cap={"quota": "120"},
                credit_multipliers=[{"when": {"column": "term", "op": "eq", "value": "36"}, "quota": "1.5"}],
            ),
            clawback=CURRENT,
            hierarchy={"date": "booked_on"},
        ),
        [
            sale("t1", "300", "2026-01-10", None, currency="EUR", term="36"),
            refund("r1", "t1", "-120", "2026-02-20", currency="EUR", term="12"),
            refund("r2", "t1", "-180", "2026-02-21", currency="EUR"),
            sale("t2", "50", "2026-02-25", "bob"),
        ],
        [assigned("ann"), assigned("bob"), assigned("mia")],
        splits=[split("t1", "ann", "0.25"), split("t1", "bob", "0.75"), split("t1", "mia", "0.5", role="overlay")],
        reporting=[
            {"person_id": "ann", "manager_id": "mia"},
            {"person_id": "bob", "manager_id": "mia", "to": "2026-02-01"},
        ],
        fx_rates=[rate("EUR", "1.1", to="2026-02-01"), rate("EUR", "1.3", "2026-02-01")],
    )
    margin = tiers("margin", "whole", "rate", ("0", "0.05"), ("0.3", "0.10"))
    area.oracle(
        "commission_restored_by_units_and_margin",
        "a refund without units or prices takes off those of its sale",
        plan(part("units", credit="units", rate_table={**STEPS, "index": "units", "value": "amount_per_unit"}), part("margin", rate_table=margin), clawback=CURRENT),
        [sale("t1", "150", units="120", price="1.25", cost="1"), sale("t2", "100", "2026-01-12", units="10", price="10", cost="5"), refund("r1", "t1", "-75", "2026-01-20"), sale("t3", "60", "2026-01-25", units="30", price="2", cost="1")],
    )
    late = refund("r1", "t1", "-150", "2026-04-20")
    area.oracle(
        "commission_restored_in_a_later_period",
        "a late refund comes off the measure of its own quarter, which it takes below zero",
        plan(part(rate_table=STEPS), clawback=CURRENT),
        [*SOLD, late, sale("t3", "200", "2026-05-01")],
        params={"period": "2026-Q2"},
    )
    area.oracle(
        "commission_restored_of_who_has_left",
        "who is not on the plan on the refund's day has no measure there",
        plan(part(rate_table=STEPS), clawback=CURRENT),
        [*SOLD, late],
        [assigned(to="2026-04-01")],
        params={"period": "2026-Q2"},
    )


def original(area):
    made = plan(part(rate_table=tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.10")), quota=QUOTA), clawback=ORIGINAL)
    quotas = [quota("200"), quota("200", "2026-04-01", "2026-07-01")]
    late = [*SOLD, refund("r1", "t1", "-100", "2026-04-20"), sale("t3", "200", "2026-05-01")]
    area.worked(
        "by hand: 250 less 100 of 200 is 0.75; the lines of the quarter are what they were, 7.50 and then 5 % up to 200 and 10 % above",
        "commission_restored_original",
        "the statement of the sale's quarter shows the attainment that is left, and its lines stay",
        made,
        late,
        quotas=quotas,
        lines=[
            {"transaction_id": "t1", "measure_after": "150", "amount": "7.5"},
            {"transaction_id": "t2", "measure_after": "250", "amount": "7.5"},
        ],
        statements=[{"measure": "150", "attainment": "0.75", "earned": "15"}, {"component_id": None, "earned": "15"}],
    )
    area.oracle("commission_restored_original_later", "the refund's own quarter has the clawback, and its measure is its own", made, late, quotas=quotas, params={"period": "2026-Q2"})
    area.oracle("commission_restored_original_half", "a half of both quarters shows the one as it is left, and the other as it was", made, late, quotas=quotas, params={"period": "2026-H1"})
    area.oracle(
        "commission_restored_original_not_known_yet",
        "as long as nobody knows of the refund the statement is what it was",
        made,
        [{**row, **({"known_at": "2026-04-21T00:00:00Z"} if row["transaction_id"] == "r1" else {})} for row in late],
        quotas=quotas,
        params={"known_at": "2026-04-20T00:00:00Z"},
    )
    area.oracle(
        "commission_restored_original_in_its_period",
        "inside the sale's measure period the credit comes off on the refund's day, month by month on a quarter too",
        plan(part(rate_table=STEPS), clawback=ORIGINAL),
        [*SOLD, refund("r1", "t1", "-150", "2026-02-20"), sale("t3", "60", "2026-03-01")],
        params={"period": "2026-03"},
    )


def staged(area):
    gate = {"subject": "attainment", "op": "ge", "value": "1"}
    gated = plan(part(rate="0.1", quota=QUOTA, gates=[gate]), clawback=CURRENT)
    area.worked(
        "by hand: the gate takes back the 10 of t2; the 15 of t1 are the clawback's",
        "commission_restored_gate",
        "a gate that is not passed any more takes back what is left, and not once more what the clawback takes",
        gated,
        [*SOLD, BACK[0]],
        quotas=[quota("150")],
        lines=[
            {"transaction_id": "t1", "amount": "15"},
            {"transaction_id": "t2", "amount": "10"},
            restored(3, "r1", "t1", "2026-01-20", "-150", "250", "100"),
            {"transaction_id": "t2", "kind": "gate", "amount": "-10"},
            taken("ann", "deals", 5, "r1", "t1", "2026-01-20", "-15"),
        ],
    )
    area.worked(
        "by hand: 15 less 15",
        "commission_restored_gate_of_one_sale",
        "a sale that opened a gate comes to nothing with its refund",
        gated,
        [SOLD[0], BACK[0]],
        quotas=[quota("150")],
        lines=[{"amount": "15"}, restored(2, "r1", "t1", "2026-01-20", "-150", "150", "0"), {"amount": "-15"}],
    )
    result = {"when": {**gate, "subject": "measure"}, "rate": "0.1", "base": "component_result"}
    area.worked(
        "by hand: a tenth of the 10 of t2; the 15 of t1 are taken back",
        "commission_restored_kicker_on_results",
        "a kicker adds a part of what is left of the results, with nothing else that changes them too",
        plan(part(rate="0.1", kickers=[result]), clawback=CURRENT),
        [*SOLD, BACK[0]],
        lines=[
            {"transaction_id": "t1", "amount": "15"},
            {"transaction_id": "t2", "amount": "10"},
            restored(3, "r1", "t1", "2026-01-20", "-150", "250", "100"),
            {"line_no": 4, "kind": "kicker", "amount": "1"},
            taken("ann", "deals", 5, "r1", "t1", "2026-01-20", "-15"),
        ],
    )
    area.oracle(
        "commission_restored_gate_passed_again",
        "passed again it pays what is left and what is new",
        gated,
        [*SOLD, BACK[0], sale("t3", "80", "2026-02-02")],
        quotas=[quota("150")],
    )
    area.oracle(
        "commission_restored_stages",
        "an attainment cap, a multiplier by steps and a kicker of another component see the lower measure",
        plan(
            part(rate="0.1", quota=QUOTA, cap={"attainment": "1"}),
            part("more", rate="0.05", multipliers=[{"subject": {"attainment_of": "deals"}, "steps": [{"from": "1", "factor": "2"}]}],
                 kickers=[{"when": {"subject": {"attainment_of": "deals"}, "op": "ge", "value": "1"}, "amount": "50"}]),
            clawback={**CURRENT, "mode": "pro_rata_term", "term_months": 10},
        ),
        [*SOLD, BACK[0], refund("r2", "t2", "-100", "2026-02-21"), sale("t3", "120", "2026-03-01")],
        quotas=[quota("150")],
    )
    spiff = {"id": "quick", "kind": "spiff", "amount": "5", "per": "deal", "most_count": "2", "date": "booked_on", "from": "2026-01-01", "to": "2026-02-01"}
    area.oracle(
        "commission_restored_beside_a_spiff",
        "a spiff counts what was sold: a refunded deal stays counted",
        plan(part(rate="0.1"), bonuses=[spiff], clawback=CURRENT),
        [*SOLD, BACK[0], sale("t3", "60", "2026-01-25")],
    )


def documents(area):
    for mode in ("recalculate", "current_rate"):
        area.document(
            f"commission_restored_{mode}",
            "modes that take the credit off themselves have nothing to restore",
            "the document",
            plan(part(rate="0.1"), clawback={**CURRENT, "mode": mode}),
            [("commission.clawback_terms", "/clawback/restore_attainment")],
        )
    for policy, words in (
        ("current", "  its credit comes off the measure of the day on which it counts"),
        ("original", "  its credit comes off the measure of its sale, whose other lines stay as they are"),
    ):
        area.vectors.append(
            {
                "name": f"commission_restored_{policy}_described",
                "about": "the policy in words",
                "op": "commission.describe",
                "kind": "commission_plan",
                "definition": plan(part(rate="0.1"), clawback={"restore_attainment": policy}),
                "params": {},
                "expect": {
                    "ok": True,
                    "summary": {
                        "lines": [
                            "plan `plan` pays in USD, from 2020-01-01",
                            "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                            "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                            "  it pays 0.1 for every unit of credit",
                            "a refund takes back what its sale earned, by the part that is refunded",
                            words,
                        ]
                    },
                },
                "source": "by hand: what the document says",
            }
        )


def explained(area):
    area.oracle(
        "commission_restored_explained",
        "why a line earns nothing and lowers the measure",
        plan(part(rate_table=STEPS), clawback=CURRENT),
        [*SOLD, BACK[0], sale("t3", "60", "2026-01-25")],
    )
    area.vectors[-1]["explain"] = {"table": "lines", "row": 2, "expect": {"words": WORDS}}


WORDS = (
    "restored_attainment: the refunded part of the sale comes off the measure, and earns nothing = 0 (measure_before 250,"
    " measure_after 100, sale t1, refunded 1, transaction r1, date 2026-01-20) [/clawback/restore_attainment]\n"
    "  quota_credit: `amount` of the transaction times its share and exchange rate = -150 (amount 150, factor -1)"
    " [/tables/transactions/0]\n"
)
