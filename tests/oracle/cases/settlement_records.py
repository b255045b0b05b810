"""What becomes of the records of a settlement, and every way in which one cannot be used."""

from cases.payments import Payments
from cases.settlement import draw, earned, policy, rate
from settling import settle


def vectors():
    area = Payments("settlement", "records", "settlement.settle", "settlement_policy", settle)
    area.by_hand(
        "settle_accounts_for_records",
        "what is used, excluded and set aside adds up to what was given",
        "each reason once",
        area.request(
            policy(),
            {"period": "2026-M01", "bad_records": "set_aside"},
            {
                "earnings": [
                    {"payee_id": "ann", "amount": "100", "released_on": "2026-01-02", "effective_on": "2025-12-31"},
                    {"payee_id": "ann", "amount": "7", "effective_on": "2026-02-01"},
                    {"payee_id": "ann", "amount": "9", "effective_on": "2026-01-03", "kind": "cancelled"},
                    {"payee_id": "bob", "amount": "5", "effective_on": "2026-01-03"},
                    {"payee_id": "ann", "amount": "3"},
                ],
                "draws": [draw("10", payee="bob", to="2025-01-01"), draw("10", start="2027-01-01"), draw("1", payee="cyd")],
                "people": [{"person_id": "ann"}, {"person_id": "dan"}],
                "balances": [{"payee_id": "bob", "held": "1"}],
                "fx_rates": [rate("EUR", "USD", "1.1")],
            },
        ),
        {
            "ok": True,
            "summary": {
                "earned": "100",
                "advanced": "1",
                "paid": "101",
                "payees": 2,
                "pay_periods": 1,
                "policy_id": "policy",
                "currency": "USD",
                "period": {"from": "2026-01-01", "to": "2026-02-01", "label": "2026-M01"},
                "payouts": {"USD": "101"},
                "records": {
                    "balances": {"rows": 1, "used": 0, "excluded": 1, "set_aside": 0},
                    "draws": {"rows": 3, "used": 1, "excluded": 1, "set_aside": 1},
                    "earnings": {"rows": 5, "used": 1, "excluded": 3, "set_aside": 1},
                    "fx_rates": {"rows": 1, "used": 0, "excluded": 1, "set_aside": 0},
                    "people": {"rows": 2, "used": 1, "excluded": 1, "set_aside": 0},
                },
            },
            "tables": {
                "payouts": [{"payee_id": "ann", "paid": "100"}, {"payee_id": "cyd", "paid": "1"}],
                "excluded": [
                    {"table": "earnings", "row": 1, "record_id": "ann", "reason": "outside_period"},
                    {"table": "earnings", "row": 2, "record_id": "ann", "reason": "not_payable"},
                    {"table": "earnings", "row": 3, "record_id": "bob", "reason": "payee_set_aside"},
                    {"table": "draws", "row": 1, "record_id": "ann", "reason": "not_in_force"},
                    {"table": "balances", "row": 0, "record_id": "bob", "reason": "payee_set_aside"},
                    {"table": "people", "row": 1, "record_id": "dan", "reason": "not_needed"},
                    {"table": "fx_rates", "row": 0, "record_id": "EUR", "reason": "not_needed"},
                ],
                "set_aside": [
                    {"table": "draws", "row": 0, "column": "to", "code": "time.empty_period"},
                    {"table": "earnings", "row": 4, "column": "released_on", "code": "table.missing_value"},
                ],
            },
        },
    )
    area.refused(
        "settle_bad_records",
        "every record that cannot be used, at once",
        "each refusal of a record once",
        policy(),
        {"period": "2026-M01"},
        {
            "earnings": earned("1", currency="EUR"),
            "draws": [
                draw("10"),
                draw("20", start="2026-03-01"),
                draw("-1", payee="bob"),
                draw(None, payee="cyd"),
                draw(None, payee="dan", target_share="0.5"),
                draw("5", "recoverable_forgiven", payee="eve"),
                draw("5", payee="fay", to="2026-01-11"),
                draw("5", "guarantee", start="2026-01-11", payee="fay"),
            ],
            "balances": [{"payee_id": "ann", "draw_owed": "-1"}, {"payee_id": "bob", "held": "1", "currency": "EUR"}],
            "people": [
                {"person_id": "gus", "start_date": "2026-02-01", "last_day": "2026-01-01"},
                {"person_id": "hal", "target_variable": "-1"},
            ],
            "fx_rates": [rate("GBP", "USD", "0"), rate("JPY", "USD", "0.1"), rate("JPY", "USD", "0.2", "2026-05-01")],
        },
        [
            ("settlement.negative_amount", "/tables/balances/0/draw_owed"),
            ("number.currency_mismatch", "/tables/balances/1/currency"),
            ("settlement.draw_overlap", "/tables/draws/1/from"),
            ("settlement.negative_amount", "/tables/draws/2/amount"),
            ("settlement.draw_size", "/tables/draws/3/amount"),
            ("settlement.target_missing", "/tables/draws/4/target_share"),
            ("settlement.draw_without_end", "/tables/draws/5/to"),
            ("settlement.draw_mixed", "/tables/draws/7/kind"),
            ("commission.fx_rate_missing", "/tables/earnings/0/currency"),
            ("commission.fx_rate_not_positive", "/tables/fx_rates/0/rate"),
            ("commission.fx_rate_overlap", "/tables/fx_rates/2/from"),
            ("time.empty_period", "/tables/people/0/last_day"),
            ("settlement.negative_amount", "/tables/people/1/target_variable"),
        ],
    )
    area.refused(
        "settle_common_terms_lack_something",
        "a payee without a target or a start date cannot have the draw that everybody has",
        "the terms ask for both",
        policy(draw={"terms": {"kind": "recoverable", "target_share": "0.8", "months": 2}}),
        {"period": "2026-M01"},
        {"earnings": [], "people": [{"person_id": "ann"}, {"person_id": "bob", "target_variable": "10"}]},
        [
            ("settlement.target_missing", "/tables/people/0/target_variable"),
            ("table.missing_value", "/tables/people/1/start_date"),
        ],
    )
    area.refused(
        "settle_payout_without_rate",
        "nobody is paid in the wrong currency for want of a rate",
        "the rate is missing",
        policy(payout={"currency": "EUR"}),
        {"period": "2026-M01"},
        {"earnings": earned("1")},
        [("commission.fx_rate_missing", "/tables/fx_rates", {"payee_id": "ann", "currency": "EUR", "on": "2026-01-31"})],
    )
    area.refused(
        "settle_part_of_a_pay_period",
        "half a month cannot be settled",
        "pay periods are months",
        policy(),
        {"period": {"from": "2026-01-01", "to": "2026-01-16"}},
        {"earnings": []},
        [("settlement.partial_pay_period", "/params/period")],
    )
    area.refused(
        "settle_too_many_pay_periods",
        "no working life has that many",
        "a slip of the pen in a year",
        policy(),
        {"period": {"from": "0001-01-01", "to": "2026-01-01"}},
        {"earnings": []},
        [("document.out_of_range", "/params/period")],
    )
    return area
