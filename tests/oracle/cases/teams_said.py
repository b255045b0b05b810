"""Team bonuses that cannot be paid, and what plans and explanations say of them (semantics 2.10)."""

from .explained import explain, node
from .gates import gate
from .make import Area, assigned, part, plan, quota, sale
from .teams import ATTAINED, DEALS, NOTHING, SOLD, THREE, member, pool


def vectors():
    area = Area("teams_said")
    refused(area)
    documents(area)
    said(area)
    return area


def refused(area):
    weights = plan(NOTHING, bonuses=[pool(share_by="weight", amount="100")])
    area.refused(
        "commission_team_weight",
        "a member without a weight, and one with less than none",
        "the plan shares by weight",
        weights,
        [],
        [member("ann", weight="1"), member("bo"), member("cy", weight="-1"), assigned("dan")],
        problems=[("commission.team_weight", "/tables/assignments/1/team_weight"), ("commission.team_weight", "/tables/assignments/2/team_weight")],
    )
    area.oracle(
        "commission_team_weight_set_aside",
        "who has no weight is set aside, and the others share the pool",
        weights,
        [],
        [member("ann", weight="1"), member("bo"), member("cy", weight="2")],
        params={"bad_records": "set_aside"},
    )
    area.refused(
        "commission_team_weights_zero",
        "a pool that nobody has a part in",
        "0 and 0",
        weights,
        [],
        [member("ann", "south", weight="1"), member("bo", weight="0"), member("cy", weight="0")],
        problems=[("commission.team_weights_zero", "/tables/assignments/1/team_weight", {"team_id": "north"})],
    )
    area.by_hand(
        "commission_no_teams",
        "a plan that pays teams, and nobody is in one",
        "no row of the assignments has a team_id",
        plan(NOTHING, bonuses=[pool(amount="100")]),
        [],
        expect={
            "ok": True,
            "summary": {"earned": "0"},
            "warnings": ["commission.no_teams"],
        },
    )


def documents(area):
    form, at = "commission.bonus_form", "/bonuses/0"

    def document(name, about, why, problems, *bonuses, components=(ATTAINED,)):
        area.document(f"commission_team_{name}", about, why, plan(*components, bonuses=list(bonuses)), problems)

    document("keys", "a pool without a period, a share or a sum", "a team bonus needs all three", [(form, at, {"key": "period"}), (form, at, {"key": "share_by"}), (form, at)], {"id": "pool", "kind": "team"})
    document("two_sums", "an amount and a rate", "one of them", [(form, at)], pool(amount="1", rate="0.1", base="credit"))
    document("rate_of_nothing", "a rate of nothing", "there is no base", [(form, at)], pool(rate="0.1"))
    document(
        "unused",
        "keys of other bonuses, and some that nothing uses",
        "a sum by heads hangs on no component, and pools are beside the cap",
        [(form, f"{at}/components"), (form, f"{at}/max"), (form, f"{at}/under_plan_cap"), (form, "/bonuses/1/prorated")],
        pool(amount="1", components=["deals"], max="2", under_plan_cap=True),
        pool("credit", "credit", amount="1", prorated=True),
    )
    document("no_component", "a list of no components", "it names none", [(form, f"{at}/components")], pool(rate="0.1", base="credit", components=[]))
    document(
        "component",
        "components that are not there, or are bonuses",
        "pools are of components",
        [
            ("commission.bonus_component", "/bonuses/1/components/0", {"component_id": "core"}),
            ("commission.bonus_component", "/bonuses/1/components/1", {"component_id": "push"}),
        ],
        {"id": "push", "kind": "spiff", "from": "2026-01-01", "to": "2026-04-01", "date": "booked_on", "per": "deal", "amount": "5"},
        pool(rate="0.1", base="credit", components=["core", "push", "deals"]),
    )
    document("negative", "a rate below zero", "-0.1 is", [("commission.bonus_negative", f"{at}/rate")], pool(rate="-0.1", base="credit"))
    document(
        "subjects",
        "flags, scores and measures of its own",
        "a team has none of these",
        [
            (form, f"{at}/objectives/0/score"),
            (form, f"{at}/when/subject"),
            ("commission.subject_unknown", "/bonuses/1/when/subject"),
            ("commission.subject_unknown", "/bonuses/2/objectives/0/attainment_of", {"component_id": "core"}),
        ],
        pool(amount="1", when=gate({"flag": "csat"}), objectives=[{"score": "csat", "weight": "1"}]),
        pool("own", amount="1", when=gate("measure")),
        pool("core", amount="1", objectives=[{"attainment_of": "core", "weight": "1"}]),
    )
    document(
        "periods",
        "a pool of a month on a component that is measured by the quarter",
        "a quarter has no months of its own",
        [("commission.subject_mismatch", f"{at}/when/subject", {"component_id": "deals"})],
        pool(amount="1", period="month", when=gate({"attainment_of": "deals"})),
    )
    taken = "commission.duplicate_component"
    document("id_taken", "the id of a component, and that of another pool", "lines would not say whose they are", [(taken, f"{at}/id"), (taken, "/bonuses/2/id")], pool("deals", amount="1"), pool("a", amount="1"), pool("a", amount="1"))
    area.document(
        "commission_team_id_of_an_override",
        "an override with the id of a pool",
        "lines would not say whose they are",
        plan(DEALS, bonuses=[pool("over", amount="1")], overrides=[{"id": "over", "basis": "revenue", "rate": "0.1"}]),
        [(taken, "/overrides/0/id")],
    )


def said(area):
    curve = {"points": [["0.5", "0.5"], ["1", "1"]]}
    area.vectors.append(
        {
            "name": "describe_commission_teams",
            "about": "team bonuses in words",
            "op": "commission.describe",
            "kind": "commission_plan",
            "definition": plan(
                ATTAINED,
                bonuses=[
                    pool(amount="1000", prorated=True, when=gate({"attainment_of": "deals"}, value="1")),
                    pool("share", "credit", rate="0.01", base="credit", objectives=[{"attainment_of": "deals", "weight": "1", "payout": curve}]),
                    pool("year", "weight", "year", rate="0.1", base="component_result", components=["deals"]),
                    pool("sum", "credit", "month", amount="500", components=["deals"]),
                ],
            ),
            "params": {},
            "expect": {
                "ok": True,
                "summary": {
                    "lines": [
                        "plan `plan` pays in USD, from 2020-01-01",
                        "earnings are rounded half_up to 2 places by component, lines as differences of rounded running totals",
                        "component `deals` adds up the amount by `booked_on`, quarter by quarter",
                        "  it pays 0.1 for every unit of credit",
                        "team bonus `pool` pays each team 1000 when a quarter ends",
                        "  only where the team's attainment of `deals` is at least 1 over a quarter",
                        "  its members have equal shares, each by the part of it that one is in the team",
                        "team bonus `share` pays each team 0.01 of the credit of its members in all components times what its attainments pay when a quarter ends",
                        "  1 of it for the team's attainment of `deals`; it pays 0.5 at 0.5, 1 at 1",
                        "  its members share it by their credit",
                        "team bonus `year` pays each team 0.1 of what its members earn by `deals` when a year ends",
                        "  its members share it by their weights",
                        "team bonus `sum` pays each team 500 when a month ends",
                        "  its members share it by their credit in `deals`",
                    ]
                },
                "warnings": [],
            },
            "source": "by hand: read beside the document, key by key",
        }
    )
    told(area)


def told(area):
    def share(who, exact, rounded, rounding, weight="1"):
        return node("share", exact, f"the share of {who}", "", (), rounded, rounding, weight=weight)

    days = {"from": "2026-01-01", "to": "2026-04-01"}
    made = "the sum for the team"
    thirds = [share("ann", "100/3", "33.34", "1/150"), share("bo", "100/3", "33.33", "-1/300"), share("cy", "100/3", "33.33", "-1/300")]
    explain(
        area,
        "commission_explain_team",
        "the pool, everybody's share, and the cent that was left over",
        "100 by three",
        plan(NOTHING, bonuses=[pool(amount="100")]),
        [],
        THREE,
        tree=node(
            "team",
            "100/3",
            "what `pool` pays team north: an equal share for every member; cents left over go to the largest remainders",
            "/bonuses/0",
            [
                node("pool", "100", made, "/bonuses/0", (), "100", "0", base="100"),
                node("shares", "100", "the shares of all members add up to the pool", "/bonuses/0", thirds, "100", "0"),
            ],
            "33.34",
            "1/150",
            members="3",
            weight="1",
            weights="3",
            **days,
        ),
    )
    failing = plan(ATTAINED, bonuses=[pool(share_by="credit", rate="0.1", base="credit", when=gate({"attainment_of": "deals"}, value="1"))])
    looked = node("condition", "0.5", "the team's attainment of `deals` is at least 1: it does not hold", "/bonuses/0/when", measure="500", quota="1000")
    credits = [node("credit", "300", "credit of ann"), node("credit", "200", "credit of bo")]
    base = node("brought", "500", "the commission credit of all members, less what refunds take back of it", "/bonuses/0", credits)
    nothing = [share("ann", "0", "0", "0", "300"), share("bo", "0", "0", "0", "200")]
    explain(
        area,
        "commission_explain_team_not_reached",
        "why there is nothing, and what everybody brought",
        "500 of 1,000",
        failing,
        SOLD[:2],
        THREE[:2],
        row=1,
        tree=node(
            "team",
            "0",
            "what `pool` pays team north: the payee's part of the team's credit; cents left over go to the largest remainders",
            "/bonuses/0",
            [
                node("pool", "0", "nothing, as it is not so that the team's attainment of `deals` is at least 1", "/bonuses/0", [looked, base], "0", "0", base="500", rate="0.1"),
                node("shares", "0", "the shares of all members add up to the pool", "/bonuses/0", nothing, "0", "0"),
            ],
            "0",
            "0",
            members="2",
            weight="300",
            weights="500",
            **days,
        ),
        quotas=[quota("600"), quota("400", payee="bo")],
    )
    explain(
        area,
        "commission_explain_team_statement",
        "the statement of two pools, team by team, and of who is no member any more",
        "half a year of 10 a quarter; 1,000 less 500 of somebody who has left",
        plan(DEALS, bonuses=[pool(rate="0.01", base="component_result")]),
        [sale("t1", "1000"), sale("t2", "2000", "2026-01-05", "bo"), sale("r2", "-1000", "2026-05-01", None, reverses_id="t2")],
        [member("ann"), member("bo", to="2026-04-01")],
        params={"period": "2026-Q2"},
        table="statements",
        row=1,
        words=(
            "shares: the payee's shares of what `pool` pays teams = -1 [/bonuses/0]\n"
            "  team: what `pool` pays team north: an equal share for every member; cents left over go to the largest "
            "remainders = -1 (from 2026-04-01, to 2026-07-01, members 1, weight 1, weights 1) [/bonuses/0]\n"
            "    pool: the rate times what the team brought = -1 (base -100, rate 0.01) [/bonuses/0]\n"
            "      brought: what all members earned, clawbacks included = -100 [/bonuses/0]\n"
            "        results: results of ann = 0\n"
            "        results: results of those who are no members any more = -100\n"
            "    shares: the shares of all members add up to the pool = -1 [/bonuses/0]\n"
            "      share: the share of ann = -1 (weight 1)\n"
        ),
    )
