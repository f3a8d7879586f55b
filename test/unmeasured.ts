/**
 * Imported by tests whose programs are not to be measured for coverage: each of hundreds of short processes would take half as long
 * again, and what they run of src is measured by tests that run it in their own process.
 */
process.env['NODE_V8_COVERAGE'] = '';
