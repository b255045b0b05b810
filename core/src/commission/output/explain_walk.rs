//! Why a line is what it is where running sums were not enough.

use super::explain::tier_name;
use crate::commission::engine::walk::Walk;
use crate::commission::model::Payout;
use crate::commission::periods::slices::Slice;
use crate::commission::rates::curve::Curve;
use crate::commission::rates::index::{Index, Place};
use crate::commission::rates::ladder::Shape;
use crate::commission::workings::Workings;
use crate::number::Exact;
use crate::trace::Node;

impl Workings {
    /// The step of a line: what the credit so far earns, tier by tier, less what it had earned before.
    /// The line's credit stands at `position` of the order.
    pub(crate) fn explain_walk(&self, slice: &Slice, position: usize, walk: &Walk<'_>, part: &Exact) -> Node {
        let number = walk.terms.number(walk.tier);
        let index = match &walk.place {
            Place::At(index) => index.clone(),
            Place::Above | Place::Below => walk.measure.clone(),
        };
        let how = match walk.terms.shape {
            Shape::Step => "what the tier reached is worth".to_owned(),
            Shape::Marginal | Shape::Whole => "what the period has earned with this line".to_owned(),
            Shape::Curve | Shape::CurveRate => self.curve_words(slice, walk.tier, &self.looked_up(slice, &index)),
        };
        let mut after = Node::new(tier_name(number), how, self.tier_rule(slice, number)).value(walk.total.clone());
        for portion in walk.portions() {
            let rated = self.rated(slice, walk.terms.number(portion.tier), &portion.credit, &portion.rate);
            let rated = self.in_column(slice, rated, portion.column, walk.terms.number(portion.tier));
            let limited = rated.exact.as_ref() != Some(&portion.value);
            after = after.part(if limited { self.within_limits(rated, portion.value) } else { rated });
        }
        if let (Some(key), Place::At(index)) = (self.index_key(slice, walk), &walk.place) {
            after = after.input(key, self.looked_up(slice, index));
        }
        if let Some(spots) = self.spots(slice) {
            let own = self.counts(slice, slice.component, self.order(self.component(slice).date), position);
            after = spots.explain(after, position, own);
        }
        let earlier = Node::new("earlier lines", "less what they have earned", "").value(part.sub(&walk.total));
        self.earning(slice, part)
            .input("measure_before", &walk.before)
            .input("measure_after", &walk.measure)
            .parts([after, earlier])
    }

    /// The name of what was looked up, where the measure does not say it.
    fn index_key(&self, slice: &Slice, walk: &Walk<'_>) -> Option<&str> {
        match self.component(slice).payout.index()? {
            Index::Amount | Index::Units | Index::Rules => None,
            Index::Attainment => walk.terms.rounding.map(|_| "attainment"),
            Index::Margin => Some("margin"),
            Index::Markup => Some("markup"),
            Index::Measure(other) => self.plan.components.get(other).map(|other| other.measure_id.as_str()),
        }
    }

    /// A place on an index as the plan writes it: a measure, or a part of the quota.
    pub(crate) fn looked_up(&self, slice: &Slice, index: &Exact) -> Exact {
        let by_attainment = self.blueprint(slice).is_some_and(|blueprint| blueprint.by_attainment);
        let quota = slice.quota.clone().filter(|_| by_attainment);
        quota.and_then(|quota| index.checked_div(&quota).ok()).unwrap_or_else(|| index.clone())
    }

    /// What a curve says at a place, in words.
    pub(crate) fn curve_words(&self, slice: &Slice, point: Option<usize>, at: &Exact) -> String {
        let words =
            |curve: &Curve| format!("what the curve says at {}, {}", curve.x.words(at), curve.line_words(point));
        match &self.component(slice).payout {
            Payout::Curve(curve, _) => words(curve),
            Payout::Table(table, _) => words(&table.curve()),
            Payout::Flat(_) | Payout::Rules(_) => String::new(),
        }
    }

    /// Credit that one tier pays on.
    pub(crate) fn rated(&self, slice: &Slice, tier: Option<i64>, credit: &Exact, rate: &Exact) -> Node {
        let how = "credit times the rate that it earns";
        let node = Node::new(tier_name(tier), how, self.tier_rule(slice, tier));
        node.input("credit", credit).input("rate", rate).value(credit.mul(rate))
    }

    /// Credit that one tier pays on, in one of several columns.
    fn in_column(&self, slice: &Slice, mut rated: Node, column: Option<usize>, tier: Option<i64>) -> Node {
        let Some(across) = self.component(slice).payout.across() else { return rated };
        let Some(column) = column else {
            rated.op = "credit for which the table has no column".to_owned();
            return rated;
        };
        rated.op = format!("{}, for {}", rated.op, across.words(&self.plan, column));
        if tier.is_some() {
            rated.rule = format!("{}/values/{column}", rated.rule);
        }
        rated
    }

    fn within_limits(&self, rated: Node, value: Exact) -> Node {
        let less = rated.exact.as_ref().is_some_and(|rated| *rated > value);
        let (key, what) = if less { ("max", "the most") } else { ("min", "the least") };
        let (id, rule) = (rated.id.clone(), format!("{}/{key}", rated.rule));
        Node::new(id, format!("{what} that the tier pays"), rule).value(value).part(rated)
    }
}
