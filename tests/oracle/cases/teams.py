"""Team bonuses: pools, who has which part of them, and what refunds do to them (semantics 2.10)."""

from .gates import gate
from .make import QUOTA, Area, assigned, part, plan, quota, sale, split


def vectors():
    area = Area("teams")
    shared(area)
    brought(area)
    judged(area)
    in_time(area)
    refunds(area)
    beside(area)
    return area


DEALS = part("deals", rate="0.1")
ATTAINED = part("deals", rate="0.1", quota=QUOTA)
NOTHING = part("deals", rate="0")


def pool(name="pool", share_by="headcount", period="quarter", **more):
    return {"id": name, "kind": "team", "period": period, "share_by": share_by, **more}


def member(payee="ann", team="north", weight=None, **more):
    row = {**assigned(payee, **more), "team_id": team}
    return row if weight is None else {**row, "team_weight": weight}


THREE = [member("ann"), member("bo"), member("cy")]
SOLD = [sale("t1", "300"), sale("t2", "200", "2026-02-01", "bo"), sale("t3", "100", "2026-03-01", "cy")]


def shared(area):
    area.oracle(
        "commission_team_by_three",
        "100.00 by three heads: the cent that is left over goes to the first id, whatever the order of the assignments",
        plan(NOTHING, bonuses=[pool(amount="100")]),
        [],
        THREE[::-1],
    )
    area.oracle(
        "commission_team_several",
        "every team has a pool of its own; who is in none has nothing",
        plan(NOTHING, bonuses=[pool(amount="100")]),
        [],
        [*THREE, member("dan", "south"), member("eva", "south"), assigned("fay")],
    )
    area.oracle(
        "commission_team_yen",
        "a currency without cents: 100 yen by three",
        plan(part("deals", rate="0"), currency="JPY", bonuses=[pool(amount="100")]),
        [],
        THREE,
    )
    area.oracle(
        "commission_team_rounded_once",
        "a pool of a third of 100 is rounded down once, to 33.33, before it is shared: 11.11 each",
        plan(NOTHING, rounding={"mode": "floor", "at": "line"}, bonuses=[pool(amount="100/3")]),
        [],
        THREE,
    )
    area.oracle(
        "commission_team_rounded_by_payee",
        "shares are whole cents however the payee's lines are rounded",
        plan(part("deals", rate="1/3"), rounding={"at": "payee"}, bonuses=[pool(amount="100")]),
        SOLD,
        THREE,
    )
    area.oracle(
        "commission_team_by_weight",
        "fixed weights of 3, 1 and nothing, the last that there is in the quarter",
        plan(NOTHING, bonuses=[pool(share_by="weight", amount="100")]),
        [],
        [
            member("ann", weight="1", to="2026-02-01"),
            member("ann", weight="3", start="2026-02-01"),
            member("bo", weight="1"),
            member("cy", weight="0"),
        ],
    )
    area.oracle(
        "commission_team_by_weight_prorated",
        "weights count for their days: 1 for 31 and 3 for 59 of 90 days, against 1 for all of them",
        plan(NOTHING, bonuses=[pool(share_by="weight", amount="100", prorated=True)]),
        [],
        [member("ann", weight="1", to="2026-02-01"), member("ann", weight="3", start="2026-02-01"), member("bo", weight="1")],
    )
    area.oracle(
        "commission_team_by_credit",
        "300, 200 and 100 of 600",
        plan(DEALS, bonuses=[pool(share_by="credit", amount="100")]),
        SOLD,
        THREE,
    )
    area.oracle(
        "commission_team_without_credit",
        "nobody has sold anything: there is nothing to share by, so all have the same",
        plan(NOTHING, bonuses=[pool(share_by="credit", amount="100")]),
        [],
        THREE,
    )


def brought(area):
    area.oracle(
        "commission_team_of_credit",
        "1 % of what all three sold, by the credit of each",
        plan(DEALS, bonuses=[pool(share_by="credit", rate="0.01", base="credit")]),
        SOLD,
        THREE,
    )
    area.oracle(
        "commission_team_below_zero",
        "a credit note of 700 makes the base -100: the pool is mirrored, and borne by whoever is below zero",
        plan(DEALS, bonuses=[pool(share_by="credit", rate="1/3", base="credit"), pool("heads", rate="0.01", base="credit")]),
        [*SOLD, sale("t4", "-700", "2026-03-02", "bo")],
        THREE,
    )
    area.oracle(
        "commission_team_of_results",
        "a tenth of what all earn by one of two components, caps and floors included",
        plan(
            part("deals", rate="0.1", cap={"payment": "25"}, weight="1/2"),
            part("more", rate="0.05", floor={"payment": "7"}, weight="1/2"),
            bonuses=[pool(rate="0.1", base="component_result", components=["deals"]), pool("all", rate="0.1", base="component_result")],
        ),
        SOLD,
        THREE,
    )
    area.oracle(
        "commission_team_of_split_payouts",
        "what somebody has of another's deal is the team's too; its credit is the owner's",
        plan(
            DEALS,
            split_stage="payout",
            bonuses=[pool(rate="0.1", base="component_result"), pool("credit", "credit", rate="0.01", base="credit")],
        ),
        [sale("t1", "1000", payee="ann")],
        [member("ann"), member("bo"), member("dan", "south")],
        splits=[split("t1", "ann", "0.5"), split("t1", "bo", "0.3"), split("t1", "dan", "0.2")],
    )


def judged(area):
    reached = {"when": gate({"attainment_of": "deals"}, value="1")}
    quotas = [quota("300"), quota("200", payee="bo"), quota("100", payee="cy")]
    made = plan(ATTAINED, bonuses=[pool(amount="90", **reached)])
    area.oracle("commission_team_reached", "600 of 600 together, though one is below", made, [*SOLD[:2], sale("t3", "100", "2026-03-01")], THREE, quotas=quotas)
    area.oracle("commission_team_not_reached", "599.99 of 600: each has a line that says so, of nothing", made, [*SOLD[:2], sale("t3", "99.99", "2026-03-01")], THREE, quotas=quotas)
    area.oracle(
        "commission_team_measure",
        "a sum that all have to come to",
        plan(NOTHING, bonuses=[pool(amount="90", when=gate({"measure_of": "deals"}, value="600"))]),
        SOLD,
        THREE,
    )
    curve = {"points": [["0.5", "0.5"], ["1", "1"], ["1.5", "3"]], "above": "hold"}
    area.oracle(
        "commission_team_curve",
        "750 of 600 are 125 %: twice the amount, half way from 1 to 3",
        plan(ATTAINED, bonuses=[pool(amount="90", objectives=[{"attainment_of": "deals", "weight": "1", "payout": curve}])]),
        [*SOLD, sale("t4", "150", "2026-03-05")],
        THREE,
        quotas=quotas,
    )
    area.oracle(
        "commission_team_objectives",
        "two attainments with weights, one as it is",
        plan(
            {**ATTAINED, "weight": "1/2"},
            part("core", rate="0.1", quota=QUOTA, weight="1/2", eligible={"column": "family", "op": "eq", "value": "Core"}),
            bonuses=[
                pool(
                    rate="0.1",
                    base="credit",
                    components=["deals"],
                    objectives=[
                        {"attainment_of": "deals", "weight": "2/3", "payout": curve},
                        {"attainment_of": "core", "weight": "1/3"},
                    ],
                )
            ],
        ),
        [*SOLD, sale("t4", "150", "2026-03-05", family="Core")],
        THREE,
        quotas=quotas,
    )
    area.oracle(
        "commission_team_quota_zero",
        "over a quota of 0 it is as the component says",
        plan(part("deals", rate="0.1", quota={"source": "table", "zero": "full_attainment"}), bonuses=[pool(amount="90", **reached)]),
        SOLD,
        THREE,
        quotas=[quota("0"), quota("0", payee="bo"), quota("0", payee="cy")],
    )


def in_time(area):
    heads = plan(DEALS, bonuses=[pool(amount="100", prorated=True)])
    area.oracle(
        "commission_team_joined",
        "who comes on 1 March has 31 of 90 days, the others all of them",
        heads,
        SOLD,
        [member("ann"), member("bo"), member("cy", start="2026-03-01")],
    )
    area.oracle(
        "commission_team_left",
        "who has left has a part of the pool too, on the last day of its quarter, in a call of that month alone",
        heads,
        SOLD[:2],
        [member("ann"), member("bo"), member("cy", to="2026-02-01")],
        params={"period": "2026-03"},
    )
    area.oracle(
        "commission_team_left_whole",
        "where days do not count whoever was there has a whole share",
        plan(DEALS, bonuses=[pool(amount="100")]),
        SOLD[:2],
        [member("ann"), member("bo"), member("cy", to="2026-02-01")],
    )
    moves = [member("ann", to="2026-02-15"), member("ann", "south", start="2026-02-15"), member("bo"), member("cy", "south")]
    both = [pool(rate="0.1", base="credit", prorated=True), pool("goal", amount="50", when=gate({"attainment_of": "deals"}, value="0.9"))]
    area.oracle(
        "commission_team_changed",
        "who changes teams brings each the credit of its days, and the part of the quota for these",
        plan(ATTAINED, bonuses=both),
        [*SOLD, sale("t4", "150", "2026-03-05")],
        moves,
        quotas=[quota("450"), quota("200", payee="bo"), quota("100", payee="cy")],
    )
    monthly = plan(DEALS, bonuses=[pool(share_by="credit", rate="0.01", base="component_result"), pool("month", period="month", amount="10")])
    for period in ("2026-02", "2026-03", "2026-Q1", "2026-H1"):
        area.oracle(
            f"commission_team_by_call_{period[5:].lower()}",
            "pools are paid when their periods end, and are the same whatever call pays them",
            monthly,
            [*SOLD, sale("t4", "50", "2026-05-05")],
            THREE,
            params={"period": period},
        )
    area.oracle(
        "commission_team_versions",
        "what the components of one name brought, under whatever version of the plan",
        plan(
            {**DEALS, "rate": "0.2"},
            effective={"from": "2026-02-01"},
            earlier_versions=[{"effective": {"from": "2020-01-01", "to": "2026-02-01"}, "components": [DEALS]}],
            bonuses=[pool(rate="0.1", base="credit", components=["deals"], prorated=True)],
        ),
        SOLD,
        THREE,
    )
    area.oracle(
        "commission_team_known_at",
        "what is not known yet is not in the pool",
        plan(DEALS, bonuses=[pool(rate="0.1", base="credit")]),
        [*SOLD, sale("t4", "500", "2026-03-05", known_at="2026-04-05T00:00:00Z")],
        THREE,
        params={"known_at": "2026-04-01T00:00:00Z"},
    )


def refunds(area):
    of_credit = pool(share_by="credit", rate="0.01", base="credit")
    of_results = pool("results", rate="1/3", base="component_result")
    back = sale("r2", "-200", "2026-05-01", None, reverses_id="t2")
    made = plan(DEALS, bonuses=[of_credit, of_results])
    area.oracle("commission_team_refund", "a refund takes back of the pool of its own quarter what its sale brought", made, [*SOLD, back, sale("t4", "1000", "2026-05-02")], THREE, params={"period": "2026-Q2"})
    area.oracle("commission_team_refund_alone", "where nothing is sold the pool is below zero, and mirrors that of the sale", made, [*SOLD, back], THREE, params={"period": "2026-Q2"})
    area.oracle("commission_team_refund_within", "sale and full refund in one quarter bring nothing", made, [*SOLD, {**back, "booked_on": "2026-03-05"}], THREE)
    area.oracle(
        "commission_team_refund_off_the_measure",
        "what a refund takes off the measure too is taken back of the pool's credit once: 600 less 150 of bo's 200",
        plan(DEALS, clawback={"restore_attainment": "current"}, bonuses=[of_credit]),
        [*SOLD, sale("r2", "-150", "2026-03-05", None, reverses_id="t2")],
        THREE,
    )
    area.oracle(
        "commission_team_refund_after_leaving",
        "the team of the sale's day gives back, though its seller has left",
        made,
        [*SOLD, back],
        [member("ann"), member("bo", to="2026-04-01"), member("cy")],
        params={"period": "2026-Q2"},
    )
    for mode, more in (("recalculate", {}), ("schedule", {"schedule": [{"from": 0, "to": 2, "share": "1"}, {"from": 2, "to": 6, "share": "0.5"}]}), ("current_rate", {})):
        area.oracle(
            f"commission_team_refund_{mode}",
            "the pool gives back as the plan's clawback takes back",
            {**made, "clawback": {"mode": mode, **more}},
            [*SOLD, sale("r2", "-100", "2026-05-01", None if mode != "current_rate" else "bo", reverses_id="t2"), sale("t4", "1000", "2026-05-02")],
            THREE,
            params={"period": "2026-Q2"},
        )


def beside(area):
    area.oracle(
        "commission_team_beside_others",
        "pools come after overrides and before clawbacks, and count for neither",
        plan(
            DEALS,
            overrides=[{"id": "over", "basis": "commission", "rate": "0.1"}],
            bonuses=[pool(rate="0.1", base="component_result"), {"id": "push", "kind": "spiff", "from": "2026-01-01", "to": "2026-04-01", "date": "booked_on", "per": "deal", "amount": "5"}],
        ),
        [*SOLD, sale("r1", "-100", "2026-03-20", None, reverses_id="t1")],
        [*THREE, member("mia", "leads")],
        reporting=[{"person_id": "ann", "manager_id": "mia"}, {"person_id": "bo", "manager_id": "mia"}],
    )
    area.oracle(
        "commission_team_under_a_cap",
        "the cap of the plan leaves pools alone",
        plan(DEALS, plan_cap={"payment": "20", "period": "quarter"}, bonuses=[pool(amount="100")]),
        SOLD,
        THREE,
    )
