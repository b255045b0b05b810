//! Definitions, loaded once.

use std::sync::{Arc, OnceLock};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::book::{self, BookDocument};
use super::operations::schema;
use crate::commission::{CommissionBook, Plan, PlanDocument, SettlementDocument, SettlementPolicy};
use crate::crm::{Mapping, MappingDocument};
use crate::forecast::{ForecastModel, ModelDocument};
use crate::number::Currency;
use crate::pipeline::{Pipeline, PipelineDocument};
use crate::problem::{Code, Problem, Problems, Tree, json};

/// A kind of definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `pipeline`: stages, what they ask of a deal, and the moves between them.
    Pipeline,
    /// `forecast_model`: what deals count as in a forecast.
    ForecastModel,
    /// `commission_plan`: components that turn credit into pay.
    CommissionPlan,
    /// `book`: a plan, a period and records, calculated and kept.
    Book,
    /// `settlement_policy`: how released earnings become pay.
    SettlementPolicy,
    /// `crm_mapping`: where the cells of tables stand in an export, and how they are written there.
    CrmMapping,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::Pipeline,
        Self::ForecastModel,
        Self::CommissionPlan,
        Self::Book,
        Self::SettlementPolicy,
        Self::CrmMapping,
    ];

    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::ForecastModel => "forecast_model",
            Self::CommissionPlan => "commission_plan",
            Self::Book => "book",
            Self::SettlementPolicy => "settlement_policy",
            Self::CrmMapping => "crm_mapping",
        }
    }

    /// The name of its class in Python and JavaScript.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Pipeline => "Pipeline",
            Self::ForecastModel => "ForecastModel",
            Self::CommissionPlan => "CommissionPlan",
            Self::Book => "CommissionBook",
            Self::SettlementPolicy => "SettlementPolicy",
            Self::CrmMapping => "CrmMapping",
        }
    }

    /// The JSON Schema of its documents. Without feature `schema` nothing is said: `true`.
    #[must_use]
    pub fn schema(self) -> Value {
        match self {
            Self::Pipeline => schema::<PipelineDocument>(),
            Self::ForecastModel => schema::<ModelDocument>(),
            Self::CommissionPlan => schema::<PlanDocument>(),
            Self::Book => schema::<BookDocument>(),
            Self::SettlementPolicy => schema::<SettlementDocument>(),
            Self::CrmMapping => schema::<MappingDocument>(),
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self, Problems> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|kind| kind.as_str()).collect();
            Problem::new(Code::OperationUnknownKind, "", format!("`{text}` is not a kind of definition"))
                .with("known", known)
                .into()
        })
    }
}

#[derive(Debug)]
pub(super) enum Model {
    Pipeline(Pipeline),
    ForecastModel(ForecastModel),
    CommissionPlan(Box<Plan>),
    Book(CommissionBook),
    SettlementPolicy(SettlementPolicy),
    CrmMapping(Arc<Mapping>),
}

/// A checked definition behind a cheap, immutable handle.
#[derive(Debug, Clone)]
pub struct Handle {
    model: Arc<Model>,
    digest: Arc<OnceLock<String>>,
    /// What it was loaded from; none for a book, which writes itself.
    document: Option<Arc<[u8]>>,
}

impl Handle {
    pub(super) fn load(kind: Kind, document: &[u8]) -> Result<(Self, Vec<Problem>), Problems> {
        let tree = if kind == Kind::Book { Tree::Null } else { Tree::parse(document)? };
        let (model, warnings) = match kind {
            // A book is written in more than one way.
            Kind::Book => return book::load(document).map(|(book, warnings)| (Self::of_book(book), warnings)),
            Kind::Pipeline => Pipeline::from_tree(&tree).map(|(model, warnings)| (Model::Pipeline(model), warnings))?,
            Kind::ForecastModel => {
                ForecastModel::from_tree(&tree).map(|(model, warnings)| (Model::ForecastModel(model), warnings))?
            }
            Kind::CommissionPlan => {
                Plan::from_tree(&tree).map(|(model, warnings)| (Model::CommissionPlan(Box::new(model)), warnings))?
            }
            Kind::SettlementPolicy => SettlementPolicy::from_tree(&tree)
                .map(|(model, warnings)| (Model::SettlementPolicy(model), warnings))?,
            Kind::CrmMapping => {
                Mapping::from_tree(&tree).map(|(model, warnings)| (Model::CrmMapping(Arc::new(model)), warnings))?
            }
        };
        let digest = OnceLock::from(digest(&json::canonical(&tree.to_value())));
        let document = Some(document.into());
        Ok((Self { model: Arc::new(model), digest: Arc::new(digest), document }, warnings))
    }

    /// A book that a call has made.
    pub(super) fn of_book(book: CommissionBook) -> Self {
        Self { model: Arc::new(Model::Book(book)), digest: Arc::default(), document: None }
    }

    /// What it can be loaded from again: the document as it was given, or the bytes of a book.
    ///
    /// # Errors
    /// `number.out_of_range` where no scale holds the amounts of a book.
    pub fn document(&self) -> Result<Vec<u8>, Problems> {
        match (&self.document, &*self.model) {
            (None, Model::Book(book)) => Ok(book.to_bytes()?),
            (document, _) => Ok(document.as_deref().unwrap_or_default().to_vec()),
        }
    }

    /// The kind of definition behind it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match *self.model {
            Model::Pipeline(_) => Kind::Pipeline,
            Model::ForecastModel(_) => Kind::ForecastModel,
            Model::CommissionPlan(_) => Kind::CommissionPlan,
            Model::Book(_) => Kind::Book,
            Model::SettlementPolicy(_) => Kind::SettlementPolicy,
            Model::CrmMapping(_) => Kind::CrmMapping,
        }
    }

    /// SHA-256 of the document in canonical JSON, in hexadecimal; of a book, that of its bytes.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.digest.get_or_init(|| digest(&self.document().unwrap_or_default()))
    }

    /// The currency of the definition, where it has one.
    pub(super) fn currency(&self) -> Option<Currency> {
        match &*self.model {
            Model::Pipeline(pipeline) => pipeline.currency(),
            Model::ForecastModel(model) => Some(model.currency()),
            Model::CommissionPlan(plan) => Some(plan.currency()),
            Model::Book(book) => Some(book.currency()),
            Model::SettlementPolicy(policy) => Some(policy.currency()),
            Model::CrmMapping(mapping) => mapping.currency(),
        }
    }

    pub(super) fn model(&self) -> &Arc<Model> {
        &self.model
    }
}

pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
