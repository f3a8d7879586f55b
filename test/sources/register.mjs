/**
 * Lets Node run the sources as they are: `node --import ./test/sources/register.mjs FILE.ts`. What is in node_modules is left to Node, which loads
 * it in half of the time that a loader for everything takes.
 */
import { register } from 'node:module';
import { env } from 'node:process';

// What a test starts is not counted for coverage unless it asks for that (counted-programs.ts): it runs what is built, or what other tests
// run in their own process, and to write its counts down takes a short program as long as its work.
if (env['NODE_TEST_CONTEXT'] !== undefined && env['NODE_V8_COVERAGE'] !== undefined) {
  env['LOGLINE_COVERAGE'] ??= env['NODE_V8_COVERAGE'];
  env['NODE_V8_COVERAGE'] = '';
}
register('./hooks.mjs', import.meta.url);
