'use strict';

const api = require('./js/api.cjs');
const { connect } = require('./js/runtime.cjs');

connect(require('./quarterdeck.node'), api.version);

module.exports = api;
