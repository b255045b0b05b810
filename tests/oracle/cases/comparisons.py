"""Plan against plan on the same records."""

from asking import compare
from cases.make import QUOTA, assigned, plan, part, quota, sale, tiers
from cases.payments import Payments

STEPS = tiers("attainment", "marginal", "rate", ("0", "0.05"), ("1", "0.1"))
OTHERS = tiers("attainment", "marginal", "rate", ("0", "0.04"), ("1", "0.12"))


def vectors():
    area = Payments("commission", "comparisons", "commission.compare", None, compare)
    tables = {
        "transactions": [sale("t1", "150000"), sale("t2", "80000", payee="bob"), sale("t3", "33.33", payee="bob")],
        "assignments": [assigned("ann"), assigned("bob")],
        "quotas": [quota("100000"), quota("100000", payee="bob")],
    }

    def params(a, b, **more):
        return {"period": "2026-Q1", "plan_a": a, "plan_b": b, **more}

    new, other = part("new", quota=QUOTA, rate_table=STEPS), part("new", quota=QUOTA, rate_table=OTHERS)
    more = [{**other, "weight": "1/2"}, part("all", weight="1/2", rate="0.01")]
    area.stated(
        "by hand: ann 5,000 + 5,000 against 4,000 + 6,000; bob 5 % against 4 % of 80,033.33",
        "compare_one_table", "the table of rates is what differs", None, params(plan(new), plan(other)), tables,
        {"comparison": [
            {"payee_id": "ann", "component_id": None, "earned_a": "10000", "earned_b": "10000", "delta": "0"},
            {"payee_id": "ann", "component_id": "new", "delta": "0"},
            {"payee_id": "bob", "component_id": None, "earned_a": "4001.67", "earned_b": "3201.33", "delta": "-800.34"},
            {"payee_id": "bob", "component_id": "new", "delta": "-800.34"},
        ]},
    )
    area.oracle("compare_a_component_more", "one plan has a component that the other has not", None,
                params(plan(new), plan(*more, id="next")), tables)
    request = area.request(None, params(plan(new), plan(*more, rounding={"mode": "up"}, id="next")), tables)
    area.by_hand(
        "compare_says_which_rule", "each change of a rule by what it adds; one that leaves no plan waits for the next",
        "rounding up: bob 4,001.6665 is 4,001.67 either way; the table: -800.3333 for bob; 1 % of all", request,
        {"ok": True,
         "summary": {"payees": 2, "gaining": 2, "losing": 0, "earned_a": "14001.67", "earned_b": "15501.68",
                     "delta": "1500.01"},
         "tables": {"differences": [
             {"payee_id": "bob", "step": 2, "pointers": "/components/0/rate_table", "delta": "-800.33"},
             {"payee_id": "ann", "step": 3, "pointers": "/components/0/weight /components/1", "delta": "1500"},
             {"payee_id": "bob", "step": 3, "pointers": "/components/0/weight /components/1", "delta": "800.34"}]}},
    )
    area.refused("compare_in_two_currencies", "amounts of two currencies have no difference", "USD against EUR", None,
                 params(plan(new), plan(new, currency="EUR")), tables,
                 [("number.currency_mismatch", "/params/plan_b/currency")])
    area.refused("compare_with_no_plan", "a document that cannot be loaded", "it has no components", None,
                 params(plan(new), plan()), tables, [("document.out_of_range", "/params/plan_b/components")])
    return area
