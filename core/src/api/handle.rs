//! Definitions, loaded once.

use std::sync::Arc;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::operations::schema;
use crate::commission::{Plan, PlanDocument, SettlementDocument, SettlementPolicy};
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
    /// `settlement_policy`: how released earnings become pay.
    SettlementPolicy,
    /// `crm_mapping`: where the cells of tables stand in an export, and how they are written there.
    CrmMapping,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::Pipeline, Self::ForecastModel, Self::CommissionPlan, Self::SettlementPolicy, Self::CrmMapping];

    /// Its wire name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::ForecastModel => "forecast_model",
            Self::CommissionPlan => "commission_plan",
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
    CommissionPlan(Plan),
    SettlementPolicy(SettlementPolicy),
    CrmMapping(Arc<Mapping>),
}

/// A checked definition behind a cheap, immutable handle.
#[derive(Debug, Clone)]
pub struct Handle {
    model: Arc<Model>,
    digest: Arc<str>,
}

impl Handle {
    pub(super) fn load(kind: Kind, document: &[u8]) -> Result<(Self, Vec<Problem>), Problems> {
        let tree = Tree::parse(document)?;
        let (model, warnings) = match kind {
            Kind::Pipeline => Pipeline::from_tree(&tree).map(|(model, warnings)| (Model::Pipeline(model), warnings))?,
            Kind::ForecastModel => {
                ForecastModel::from_tree(&tree).map(|(model, warnings)| (Model::ForecastModel(model), warnings))?
            }
            Kind::CommissionPlan => {
                Plan::from_tree(&tree).map(|(model, warnings)| (Model::CommissionPlan(model), warnings))?
            }
            Kind::SettlementPolicy => SettlementPolicy::from_tree(&tree)
                .map(|(model, warnings)| (Model::SettlementPolicy(model), warnings))?,
            Kind::CrmMapping => {
                Mapping::from_tree(&tree).map(|(model, warnings)| (Model::CrmMapping(Arc::new(model)), warnings))?
            }
        };
        let digest = digest(&json::canonical(&tree.to_value()));
        Ok((Self { model: Arc::new(model), digest: digest.into() }, warnings))
    }

    /// The kind of definition behind it.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match *self.model {
            Model::Pipeline(_) => Kind::Pipeline,
            Model::ForecastModel(_) => Kind::ForecastModel,
            Model::CommissionPlan(_) => Kind::CommissionPlan,
            Model::SettlementPolicy(_) => Kind::SettlementPolicy,
            Model::CrmMapping(_) => Kind::CrmMapping,
        }
    }

    /// SHA-256 of the document in canonical JSON, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The currency of the definition, where it has one.
    pub(super) fn currency(&self) -> Option<Currency> {
        match &*self.model {
            Model::Pipeline(pipeline) => pipeline.currency(),
            Model::ForecastModel(model) => Some(model.currency()),
            Model::CommissionPlan(plan) => Some(plan.currency()),
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
