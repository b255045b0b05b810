"""Moves of the reference: may a deal enter a stage, and every reason why not.

Written from semantics/forecast.md b1 and b2 and TABLES.md, not from the Rust. Dates are in UTC.
"""

from datetime import date

import rules

OPEN = "open"


def judged(pipeline, params):
    """Direction, skipped stages and the codes of the reasons in their order."""
    deal, to, at = params["deal"], params["to"], params["at"]
    stages = {stage["id"]: stage for stage in pipeline["stages"]}
    target, source = stages.get(to), stages.get(deal.get("stage_id"))
    policy, listed = pipeline.get("policy") or {}, pipeline.get("transitions")
    new = not deal.get("stage_id")
    reasons = []

    def refuse(code, holds=True):
        if holds:
            reasons.append(f"transition.{code}")

    refuse("unknown_stage", target is None)
    refuse("unknown_stage", not new and source is None)
    direction, skipped = None, []
    if target and (source or new):
        direction, skipped = lead(pipeline, deal, source, target)
    refuse("same_stage", direction == "same")
    refuse("pipeline_mismatch", (deal.get("pipeline_id") or pipeline["id"]) != pipeline["id"])
    refuse("pipeline_mismatch", not in_force(pipeline, at[:10]))
    if direction and new:
        anywhere = policy.get("create_in") == "any" and listed is None
        refuse("not_in_transition_list", not anywhere and to not in pipeline["entry"])
    elif direction and listed is not None:
        pairs = {(move["from"], move["to"]) for move in listed}
        refuse("not_in_transition_list", direction != "same" and (source["id"], to) not in pairs)
    elif direction:
        refuse("reopen_not_allowed", direction == "reopen" and policy.get("reopen", "deny") == "deny")
        refuse("backward_not_allowed", direction == "backward" and policy.get("backward", "allow") == "deny")
        refuse("skip_not_allowed", direction == "skip" and policy.get("skip", "deny") == "deny")
        from_where = policy.get("lose_from", "any_open")
        refuse(
            "not_in_transition_list",
            direction == "lose" and from_where != "any_open" and source["id"] not in from_where,
        )
    if source and direction not in ("same", "lose", "backward"):
        least, entered = source.get("min_days") or 0, deal.get("stage_entered_at")
        days = (day(at) - day(entered)).days if entered else 0
        refuse("min_days_not_met", least > max(days, 0))
        for criterion in source.get("exit_criteria", []):
            refuse("exit_criterion_failed", not rules.holds(criterion["when"], deal))
    if target and direction != "same":
        for field in target.get("required_on_entry", []):
            refuse("missing_field", deal.get(field) in (None, ""))
        for criterion in target.get("entry_criteria", []):
            refuse("entry_criterion_failed", not rules.holds(criterion["when"], deal))
        roles = (params.get("actor") or {}).get("roles", []) + deal.get("approvals", [])
        refuse("approval_required", target.get("approval") is not None and target["approval"] not in roles)
    been = [deal[key] for key in ("created_at", "stage_entered_at", "last_event_at") if deal.get(key)]
    refuse("out_of_order_timestamp", bool(been) and at < max(been))
    return {"allowed": not reasons, "direction": direction, "skipped": skipped, "codes": reasons}


def lead(pipeline, deal, source, target):
    plain = {"open": "forward", "won": "win", "lost": "lose"}[target["kind"]]
    if source is None:
        return plain, []
    if source["id"] == target["id"]:
        return "same", []
    if source["kind"] != OPEN:
        return "reopen", []
    if target["kind"] == "lost":
        return "lose", []
    if target["kind"] == OPEN and target["order"] < source["order"]:
        return "backward", []
    between = [
        stage
        for stage in sorted(pipeline["stages"], key=lambda stage: stage["order"])
        if stage["kind"] == OPEN and source["order"] < stage["order"] < target["order"]
    ]
    skipped = [stage["id"] for stage in between if stage["id"] not in deal.get("visited", [])]
    return ("skip" if skipped else plain), skipped


def in_force(pipeline, today):
    span = pipeline.get("effective") or {}
    return (span.get("from") or "") <= today and (span.get("to") is None or today < span["to"])


def day(instant):
    return date.fromisoformat(instant[:10])
