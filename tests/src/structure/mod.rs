//! How the house is built: which way arrows point, how much a binding may hold, what the core may not use.

mod budgets;
mod dependencies;
mod files;
mod floors;
mod schemas;
mod versions;
