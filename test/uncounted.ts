/**
 * Imported, after all else, by tests that run long: nothing that their process or its programs run is counted for coverage, which slows the
 * compiler of TypeScript down by half. What they run of src is counted where shorter tests run it; where it is not, the gate says so.
 */
import { stopCoverage } from 'node:v8';

process.env['NODE_V8_COVERAGE'] = '';
stopCoverage();
