"""What gates and multipliers look at."""


def judged(component):
    return bool(component.get("gates") or component.get("multipliers"))


def subjects(component):
    yield from (gate["subject"] for gate in component.get("gates", []))
    for multiplier in component.get("multipliers", []):
        found = multiplier.get("subject") or multiplier.get("when", {}).get("subject")
        yield from [found] if found else []
