"""Random pipelines and deals that want to move. A seed always gives the same."""

import random

RULES = [
    {"column": "budget", "op": "eq", "value": "yes"},
    {"not": {"column": "risk", "op": "eq", "value": "high"}},
    {"any": [{"column": "amount", "op": "ge", "value": "1000"}, {"column": "champion", "op": "is_not_empty"}]},
    {"all": [{"column": "champion", "op": "is_not_empty"}, {"column": "amount", "op": "lt", "value": "5000"}]},
]
FIELDS = ["amount", "champion", "loss_reason"]
TIMES = ["2026-03-01T08:00:00Z", "2026-03-03T23:59:59Z", "2026-03-05T00:00:00Z", "2026-03-09T12:00:00Z"]


def move(seed):
    """The request, and the marks of what it tries."""
    draw = random.Random(f"move {seed}")
    kinds = [
        "open",
        "open",
        *draw.choices(["open", "open", "open", "won", "lost"], k=draw.randint(0, 4)),
        "won",
        "lost",
    ]
    stages = [stage(draw, number, kind) for number, kind in enumerate(kinds)]
    ids = [one["id"] for one in stages]
    pipeline = {"schema": "quarterdeck/pipeline@1", "id": "p", "version": 1, "stages": stages, "entry": [ids[0]]}
    draw.shuffle(stages)
    if draw.random() < 0.3:
        pipeline["effective"] = draw.choice([{"from": "2026-03-04"}, {"to": "2026-03-05"}, {}])
    policy = {key: draw.choice(["allow", "deny"]) for key in ("skip", "backward", "reopen") if draw.random() < 0.7}
    if draw.random() < 0.4:
        policy["lose_from"] = draw.choice(["any_open", sorted(draw.sample(ids, 2))])
    if draw.random() < 0.4:
        policy["create_in"] = draw.choice(["any", "entry"])
    pipeline["policy"] = policy
    if draw.random() < 0.25:
        pairs = [{"from": a, "to": b} for a in ids for b in ids if a != b]
        pipeline["transitions"] = draw.sample(pairs, len(pairs) * 3 // 4)
    params = {"deal": deal(draw, ids), "to": draw.choice(ids * 6 + ["nowhere"]), "at": draw.choice(TIMES)}
    if draw.random() < 0.3:
        params["actor"] = {"roles": draw.sample(["deal_desk", "manager"], draw.randint(0, 2))}
    request = {"op": "pipeline.check_transition", "kind": "pipeline", "definition": pipeline, "params": params}
    marks = {"transitions" if "transitions" in pipeline else "policy"}
    marks |= {"versions"} if pipeline.get("effective") else set()
    return request, marks | {"actor" for _ in [1] if "actor" in params}


def stage(draw, number, kind):
    one = {"id": f"s{number}", "order": number * 3, "kind": kind, "category": "pipeline"}
    one["probability"] = {"open": "0.5", "won": "1", "lost": "0"}[kind]
    if draw.random() < 0.4:
        one["required_on_entry"] = draw.sample(FIELDS, draw.randint(1, 2))
    for key in ("entry_criteria", "exit_criteria"):
        if draw.random() < 0.3:
            one[key] = [{"id": f"{key}{at}", "when": draw.choice(RULES)} for at in range(draw.randint(1, 2))]
    if draw.random() < 0.3:
        one["min_days"] = draw.randint(0, 6)
    if draw.random() < 0.2:
        one["approval"] = draw.choice(["deal_desk", "manager"])
    return one


def deal(draw, ids):
    one = {"deal_id": "d", "pipeline_id": draw.choice(["p", "p", "p", "q", None])}
    one["stage_id"] = draw.choice(ids * 4 + [None, "gone"])
    one["visited"] = draw.sample(ids, draw.randint(0, len(ids)))
    one["approvals"] = draw.choice([[], ["manager"]])
    one["amount"] = draw.choice([None, "999.99", "1000", "7000", "0"])
    one["budget"] = draw.choice([None, "yes", "no"])
    one["risk"] = draw.choice([None, "", "high", "low"])
    one["champion"] = draw.choice([None, "", "zoe"])
    one["loss_reason"] = draw.choice([None, "price"])
    for key in ("created_at", "stage_entered_at", "last_event_at"):
        one[key] = draw.choice([None, *TIMES])
    return one
