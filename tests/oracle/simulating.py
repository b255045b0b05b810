"""The reference of a simulation: attainments drawn one after the other, and every trial calculated."""

from fractions import Fraction
from itertools import islice

from asking import AtAttainment
from chance import draws
from exact import number, shown


def attained(rows, draw):
    """The attainment that a draw of 64 bits stands for, by inversion."""
    start = Fraction(0)
    for row in rows:
        # A draw below so many of 2^64 is this row's.
        low, start = -(-start * 2**64 // 1), start + number(row["probability"])
        high = -(-start * 2**64 // 1)
        if draw < high:
            place = number(row["attainment"])
            if row.get("attainment_to") is None:
                return place
            step = (draw - low) * 1_000_000 // (high - low)
            return place + (number(row["attainment_to"]) - place) * Fraction(step, 1_000_000)
    raise AssertionError("probabilities sum to 1")


def simulate(request):
    params, plan = request["params"], AtAttainment(request)
    trials = params.get("trials", 1000)
    given = {}
    for row in request["tables"]["distribution"]:
        given.setdefault((row.get("payee_id"), row.get("component_id")), []).append(row)
    outcomes, rows = {}, []
    for payee in plan.payees:
        by_component, drawn = {}, {}
        for component in plan.components(payee):
            wanted = [(payee, component), (payee, None), (None, component), (None, None)]
            whose = next(one for one in wanted if one in given)
            if whose not in drawn:
                name = payee if whose[1] is None else f"{payee}\0{whose[1]}"
                stream = islice(draws("commission.simulate", params["seed"], name), trials)
                drawn[whose] = [attained(given[whose], draw) for draw in stream]
            by_component[component] = drawn[whose]
        known, outcomes[payee] = {}, []
        for trial in range(trials):
            attainments = {component: places[trial] for component, places in by_component.items()}
            key = tuple(attainments.values())
            if key not in known:
                known[key] = plan.earned(payee, attainments)
            outcomes[payee].append(known[key])
        rows.append(spread(payee, outcomes[payee]))
    everybody = [tuple(map(sum, zip((0, 0), *of_trial))) for of_trial in zip(*outcomes.values())]
    everybody = everybody or [(Fraction(0), Fraction(0))] * trials
    whole = spread(None, everybody)
    each = [
        {"trial_no": at + 1, "credit": shown(credit), "cost": shown(cost),
         "cost_per_credit": shown(Fraction(cost) / credit) if credit else None}
        for at, (credit, cost) in enumerate(everybody)
    ]
    said = ("mean_cost", "mean_credit", "p10", "p50", "p90")
    summary = {"generator": "ChaCha8", "seed": params["seed"], "trials": trials, "payees": len(plan.payees)}
    summary |= {name: whole[name] for name in said}
    return {"ok": True, "summary": summary, "tables": {"simulated": [*rows, whole], "trials": each}}


def spread(payee, outcomes):
    costs, trials = sorted(cost for _, cost in outcomes), len(outcomes)
    row = {"payee_id": payee, "lowest": shown(Fraction(costs[0])), "highest": shown(Fraction(costs[-1]))}
    for percent in (10, 50, 90):
        # The least cost that so many percent of the trials do not exceed.
        least = next(cost for cost in costs if 100 * sum(other <= cost for other in costs) >= percent * trials)
        row[f"p{percent}"] = shown(Fraction(least))
    means = [Fraction(sum(one[at] for one in outcomes)) / trials for at in (0, 1)]
    return {**row, "mean_credit": shown(means[0]), "mean_cost": shown(means[1])}
