"""Random stages between the rates and rounding."""

SUMS = ["0", "10", "25", "40.5", "100", "1000/3"]
PERIODS = [None, None, "month", "quarter", "half", "year"]


def limits(draw, made, tables):
    """Caps and floors of a plan and its components."""
    if draw.chance(0.4):
        made["plan_cap"] = limit(draw, draw.one(PERIODS[2:]))
        draw.mark("plan cap")
    if draw.chance(0.25):
        least = limit(draw, draw.one(PERIODS[2:]))
        most = made.get("plan_cap", {})
        if most.get("period") != least["period"] or worth(least) <= worth(most):
            made["plan_floor"] = least
            draw.mark("plan floor")
    for part in [part for one in [made, *made.get("earlier_versions", [])] for part in one["components"]]:
        if draw.chance(0.35):
            part["line_cap"] = line_cap(draw)
            draw.mark("line cap")
        if draw.chance(0.5):
            part["cap"] = cap(draw, part)
        if draw.chance(0.25):
            least, most = limit(draw, draw.one(PERIODS)), part.get("cap", {})
            if most.get("period") != least.get("period") or "payment" not in most or worth(least) <= worth(most):
                part["floor"] = least
                draw.mark("floor")
    if draw.chance(0.5):
        reverse(draw, tables["transactions"])


def worth(limit):
    from fractions import Fraction

    return Fraction(limit["payment"])


def limit(draw, period):
    made = {"payment": draw.one(SUMS)}
    if period:
        made["period"] = period
    if draw.chance(0.3):
        made["prorated"] = True
        draw.mark("limit prorated")
    return made


def line_cap(draw):
    least, most = draw.one([None, "2", "5"]), draw.one([None, "10", "25/2"])
    most_rate = draw.one([None, None, "0.08", "1/7"])
    made = {key: value for key, value in (("min", least), ("max", most), ("max_rate", most_rate)) if value}
    if most_rate:
        draw.mark("rate cap")
    return made or {"max": "8"}


def cap(draw, part):
    index = (part.get("rate_table") or {}).get("index") or (part.get("curve") or {}).get("x") or "amount"
    alone = part["measure"].get("accumulate") == "transaction"
    across = (part.get("rate_table") or {}).get("across")
    if "quota" in part and "rates" not in part and not alone and not across and index in ("amount", "units", "attainment") and draw.chance(0.5):
        draw.mark("cap attainment")
        return {"attainment": draw.one(["0.5", "1", "4/3"])}
    made = limit(draw, draw.one(PERIODS))
    excess = draw.one([None, "forfeit", "carry", "carry", "carry"])
    if excess:
        made["excess"] = excess
    draw.mark(f"cap {excess or 'default'}")
    return made


def carries(made):
    """Whether a cap carries from one short period to the next."""
    caps = [(part["cap"], part["measure"]["period"]) for part in made["components"] if part.get("cap", {}).get("excess") == "carry"]
    return any(cap.get("period", period) in ("month", "quarter") for cap, period in caps)


def reverse(draw, rows):
    """Sales that are taken back, wholly or in part, some of them in a later period."""
    gone = {row.get("reverses_id") for row in rows} if draw.sound else set()
    for row in [row for row in rows if not row.get("reverses_id") and row["transaction_id"] not in gone][:6]:
        if draw.chance(0.4):
            back = {**row, "transaction_id": f"{row['transaction_id']}-back", "reverses_id": row["transaction_id"]}
            back["amount"] = row["amount"][1:] if row["amount"].startswith("-") else f"-{row['amount']}"
            if row.get("units"):
                back["units"] = row["units"][1:] if row["units"].startswith("-") else f"-{row['units']}"
            back["booked_on"] = draw.one([row["booked_on"], "2026-02-03", "2026-04-20"])
            rows.append(back)
            draw.mark("reversal")


FLAGS = ["certified", "training"]


def gates(draw, made, tables, people):
    """Gates on what components measure and attain, and on flags."""
    for one in [made, *made.get("earlier_versions", [])]:
        for part in one["components"]:
            if draw.chance(0.6):
                part["gates"] = [gate(draw, part, one["components"]) for _ in range(draw.one([1, 1, 2]))]
            if draw.chance(0.4):
                part["multipliers"] = [multiplier(draw, part, one["components"]) for _ in range(draw.one([1, 1, 2]))]
            beside(draw, part, one["components"])
    rows = []
    for payee in people:
        for name in FLAGS:
            cuts = ["2025-06-01", "2026-02-10", "2026-04-05", "2027-01-01"]
            for start, end in zip(cuts, cuts[1:]):
                if draw.chance(0.5):
                    rows.append({"payee_id": payee, "name": name, "from": start, "to": end, "value": draw.one(["0", "1"])})
    if rows and draw.fault(0.2):
        rows.append({**draw.one(rows), **draw.one([{"value": "1"}, {"to": "2025-01-01"}])})
    if rows:
        tables["flags"] = rows


UNITS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def windows(part):
    """The periods of the calendar that are made of whole measure periods."""
    least = UNITS.get(part["measure"]["period"], 99)
    return [unit for unit, months in UNITS.items() if months >= least]


def beside(draw, part, parts):
    """Kickers, a link, and gates over longer windows."""
    for one in part.get("gates", []):
        if windows(part) and "on_pass" not in one and draw.chance(0.7):
            one["window"] = draw.one(windows(part))
            draw.mark(f"gate window {one['window']}")
    if draw.chance(0.35):
        part["kickers"] = [kicker(draw, part, parts) for _ in range(draw.one([1, 1, 2]))]
    if draw.chance(0.3):
        part["linked"] = {"unless": condition(draw, part, parts), **draw.one([{"payment": "15"}, {"share_of_target": "1/40"}])}
        draw.mark(f"linked {list(part['linked'])[1]}")


def kicker(draw, part, parts):
    made = {"when": condition(draw, part, parts)}
    base = draw.one([None, "credit", "component_result", "component_result", "target_variable", "ote"])
    made.update({"amount": draw.one(["7", "100/3"])} if base is None else {"rate": draw.one(["0.02", "1/7"]), "base": base})
    if windows(part) and draw.chance(0.4):
        made["window"] = draw.one(windows(part))
        draw.mark("kicker window")
    draw.mark(f"kicker {base or 'amount'}")
    return made


def condition(draw, part, parts):
    return {key: value for key, value in gate(draw, part, parts, marked=False).items() if key in ("subject", "op", "value")}


def multiplier(draw, part, parts):
    """A factor: always, by a condition, or by steps."""
    kind = draw.one(["factor", "when", "steps"])
    draw.mark(f"multiplier {kind}")
    if kind == "factor":
        return {"factor": draw.one(["1.1", "0.5", "1/3"])}
    if kind == "when" and draw.chance(0.5):
        return {"factor": draw.one(["1.2", "0.75"]), "when": {"subject": {"flag": draw.one(FLAGS)}, "op": "eq", "value": "1"}}
    asked = condition(draw, part, parts)
    if kind == "when":
        return {"factor": draw.one(["1.2", "0.75", "2/3", "0"]), "when": asked}
    start = asked["value"]
    steps = [{"from": start, "factor": draw.one(["1.1", "0.9"])}, {"from": "2000", "factor": "1.5"}]
    return {"subject": asked["subject"], "steps": steps[: draw.one([1, 2])]}


def gate(draw, part, parts, marked=True):
    beside = [other for other in parts if other["measure"]["period"] == part["measure"]["period"]]
    subjects = ["measure", {"flag": draw.one(FLAGS)}, {"measure_of": draw.one(beside)["id"]}]
    if "quota" in part:
        subjects += ["attainment", "attainment"]
    attaining = [other["id"] for other in beside if "quota" in other]
    if attaining:
        subjects.append({"attainment_of": draw.one(attaining)})
    subject = draw.one(subjects)
    kind = subject if isinstance(subject, str) else next(iter(subject))
    values = {"flag": ["1", "0"]}.get(kind, ["0.5", "1", "4/3"] if "attain" in kind else ["10", "500", "1500", "-20"])
    made = {"subject": subject, "op": draw.one(["ge", "ge", "gt", "lt", "le", "eq", "ne"]), "value": draw.one(values)}
    fails = [None, "zero", "hold", "hold", {"factor": draw.one(["0.5", "1/3"])}]
    if "base_rate" in part:
        fails += ["base_rate_only"] * 5
    fail = draw.one(fails)
    if fail:
        made["on_fail"] = fail
    if fail == "hold" and draw.chance(0.7):
        made["at_end"] = draw.one(["forfeit", "release"])
    index = (part.get("rate_table") or {}).get("index") or (part.get("curve") or {}).get("x") or "amount"
    sums = part["measure"].get("accumulate", "period") == "period" and index in ("amount", "units", "attainment")
    sums = sums and not (part.get("rate_table") or {}).get("across")
    if kind in ("measure", "attainment") and made["op"] in ("ge", "gt") and sums and draw.chance(0.9):
        made["on_pass"] = draw.one(["excess_only", "from_first_unit"])
    if not marked:
        return made
    draw.mark(f"gate {kind}", f"gate fails {fail if isinstance(fail, str) else 'factor' if fail else 'default'}")
    draw.mark(f"gate passes {made.get('on_pass', 'default')}", *([f"gate ends {made['at_end']}"] if "at_end" in made else []))
    return made


def bonuses(draw, made, tables, people):
    """SPIFFs, objectives and milestones, with the scores of the latter in the flags."""
    every = [one for one in made["components"] if one["measure"]["period"] != "quota"]
    parts = [one["components"] for one in [made, *made.get("earlier_versions", [])]]
    listed = [bonus(draw, f"bonus-{at}", every, parts) for at in range(draw.one([1, 1, 2, 3]))]
    made["bonuses"] = listed
    rows = tables.setdefault("flags", [])
    for payee in people:
        for name in SCORES:
            for start, end in (("2025-06-01", "2026-02-20"), ("2026-02-20", "2027-01-01")):
                if draw.chance(0.8):
                    value = draw.one(["0", "0.5", "1", "0.8", "1/4"] + ["1.2"] * draw.fault(0.1))
                    value = "0.25" if value == "1/4" else value
                    rows.append({"payee_id": payee, "name": name, "from": start, "to": end, "value": value})


SCORES = ["csat", "hiring"]


def bonus(draw, name, every, parts):
    kind = draw.one(["spiff", "spiff", "mbo", "milestone"] if every else ["spiff"])
    made = {"id": name, "kind": kind}
    if draw.chance(0.3):
        made["under_plan_cap"] = True
        draw.mark("bonus under the plan's cap")
    if kind == "spiff":
        made.update({"per": draw.one(["unit", "deal"]), "amount": draw.one(["3", "7.5", "10/3"]), "date": draw.one(["booked_on", "paid_on"])})
        made.update({"from": draw.one(["2025-12-25", "2026-01-10", "2026-02-15"]), "to": draw.one(["2026-03-10", "2026-04-20", "2026-12-31"])})
        for key, values in (("most_count", ["1", "3", "10.5"]), ("most_amount", ["5", "20", "100/3"])):
            if draw.chance(0.35):
                made[key] = draw.one(values)
                draw.mark(f"spiff {key}")
        if draw.chance(0.3):
            made["eligible"] = {"column": "family", "op": "eq", "value": "Core"}
        draw.mark(f"spiff per {made['per']}")
        return made
    made["period"] = draw.one(["month", "quarter", "half", "year"])
    months = UNITS[made["period"]]
    inside = [one for one in every if UNITS[one["measure"]["period"]] <= months]
    if kind == "milestone" and not inside:
        made["period"], inside = "year", every
    if inside and (kind == "milestone" or draw.chance(0.4)):
        of = draw.one(inside)
        attains = "quota" in of and draw.chance(0.6)
        subject = {"attainment_of": of["id"]} if attains else {"measure_of": of["id"]}
        value = draw.one(["0.25", "0.5", "1"] if attains else ["10", "500", "1000"])
        made["when"] = {"subject": subject, "op": draw.one(["ge", "gt", "lt"]), "value": value}
    made["amount"] = draw.one(["100", "1000/3"])
    if draw.chance(0.3):
        made["prorated"] = True
    if kind == "mbo":
        made["objectives"] = draw.one([[("csat", "1")], [("csat", "1/3"), ("hiring", "2/3")]])
        made["objectives"] = [{"score": score, "weight": weight} for score, weight in made["objectives"]]
        attaining = [one["id"] for one in inside if "quota" in one]
        for one in made["objectives"]:
            if attaining and draw.chance(0.3):
                one["attainment_of"] = draw.one(attaining)
                one.pop("score")
                draw.mark("objective by attainment")
            if draw.chance(0.5):
                points = draw.one([[["0.5", "0.2"], ["1", "1"]], [["0.25", "0"], ["0.8", "0.5"], ["0.8", "1"], ["1", "3/2"]]])
                one["payout"] = {"points": points, "below": draw.one(["zero", "hold", "extrapolate"]), "above": draw.one(["hold", "extrapolate"])}
                draw.mark("objective by a payout curve")
        if draw.chance(0.35):
            made.pop("amount"), made.pop("prorated", None)
            made["salary_share"] = draw.one(["0.15", "0.3"])
            draw.mark("mbo of the base salary")
        elif name == "bonus-0" and all(len(one) == 1 for one in parts) and draw.chance(0.6):
            made.pop("amount"), made.pop("prorated", None)
            made["weight"] = "0.4"
            for one in parts:
                one[0]["weight"] = "0.6"
            draw.mark("mbo of the target variable")
    draw.mark(f"bonus {kind}", *(["bonus prorated"] if made.get("prorated") else []))
    return made
