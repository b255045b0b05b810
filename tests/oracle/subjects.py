"""What gates, multipliers, kickers and links look at."""


def windows_of(component):
    """Over what gates and multipliers look: a unit of the calendar, or nothing for the measure period."""
    found = {gate.get("window") for gate in component.get("gates", [])}
    return found | ({None} if component.get("multipliers") else set())


def subjects(component):
    yield from (gate["subject"] for gate in component.get("gates", []))
    for multiplier in component.get("multipliers", []):
        found = multiplier.get("subject") or multiplier.get("when", {}).get("subject")
        yield from [found] if found else []
    yield from (kicker["when"]["subject"] for kicker in component.get("kickers", []))
    yield from [component["linked"]["unless"]["subject"]] if component.get("linked") else []
    yield from [component["bonus"]["when"]["subject"]] if component.get("bonus", {}).get("when") else []
