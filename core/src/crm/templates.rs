//! Ready mappings, embedded: the documents that `crm.templates` lists.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::problem::{Code, Problem, Problems, Tree};

/// A ready mapping: its id and its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The mapping's id.
    pub id: &'static str,
    /// The document, as JSON text.
    pub document: &'static str,
}

/// Every ready mapping.
pub static ALL: &[Template] = &[
    Template { id: "adventureworks", document: include_str!("templates/adventureworks.json") },
    Template { id: "crm-maven", document: include_str!("templates/crm-maven.json") },
    Template { id: "csv", document: include_str!("templates/csv.json") },
    Template { id: "salesforce", document: include_str!("templates/salesforce.json") },
];

/// The parameters of `templates`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplatesParams {
    /// The one asked for; all of them, if absent.
    #[serde(default)]
    pub id: Option<String>,
}

/// The summary of `templates`.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct TemplatesSummary {
    /// The documents, each with its `id` and `name`.
    pub documents: Vec<Value>,
}

/// The documents of the ready mappings.
///
/// # Errors
/// `crm.unknown_template`.
///
/// ```
/// use quarterdeck::crm::templates::{TemplatesParams, find};
/// let found = find(&TemplatesParams { id: Some("salesforce".into()) })?;
/// assert_eq!(found.documents[0]["schema"], "quarterdeck/crm-mapping@1");
/// # Ok::<(), quarterdeck::problem::Problems>(())
/// ```
pub fn find(params: &TemplatesParams) -> Result<TemplatesSummary, Problems> {
    let wanted = |template: &&Template| params.id.as_ref().is_none_or(|id| id == template.id);
    let found: Vec<&Template> = ALL.iter().filter(wanted).collect();
    if found.is_empty() {
        let known: Vec<&str> = ALL.iter().map(|template| template.id).collect();
        let message = format!("`{}` is not a ready mapping", params.id.as_deref().unwrap_or_default());
        return Err(Problem::new(Code::CrmUnknownTemplate, "/params/id", message).with("known", known).into());
    }
    let mut documents = Vec::new();
    for template in found {
        documents.push(Tree::parse(template.document.as_bytes())?.to_value());
    }
    Ok(TemplatesSummary { documents })
}
