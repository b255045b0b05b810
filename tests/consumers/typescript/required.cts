// The same package by `require`.

import quarterdeck = require('quarterdeck');

const pipeline: quarterdeck.Pipeline = new quarterdeck.Pipeline('{}');
const lines: unknown = pipeline.describe().summary;
// @ts-expect-error there is no such class
new quarterdeck.Guess();

console.log(lines);
