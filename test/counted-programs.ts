/**
 * Imported by tests whose programs and threads run what no test runs in its own process: they are counted for coverage, as those of other
 * tests are not (sources/register.mjs).
 */
process.env['NODE_V8_COVERAGE'] = process.env['LOGLINE_COVERAGE'] ?? '';
