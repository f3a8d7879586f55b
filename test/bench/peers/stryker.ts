/** StrykerJS on a library of the bench, in a process of its own. */
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Elements } from '../mutation-bed.ts';
import { runProgram } from '../program.ts';
import { peersFolder } from './installed.ts';

/** What StrykerJS runs tests with: `tap` starts Node for each file that uses node:test, `mocha` runs in its own process. */
export type StrykerRunner = 'tap' | 'mocha';

const TESTS = 'copy*/test/*.spec.ts';

/** Answers the report on all mutants of a library. */
export function runStryker(folder: string, runner: StrykerRunner, workers: number): Elements {
  const packages = join(peersFolder, 'node_modules');
  const report = `${folder}-${runner}.json`;
  const settings = {
    testRunner: runner,
    plugins: [`@stryker-mutator/${runner}-runner`],
    mutate: ['copy*/src/*.ts'],
    coverageAnalysis: 'perTest',
    concurrency: workers,
    reporters: ['json'],
    jsonReporter: { fileName: report },
    logLevel: 'error',
    ...(runner === 'tap'
      ? {
          tap: {
            testFiles: [TESTS],
            nodeArgs: ['--import', 'tsx', '--test-reporter=tap', '-r', '{{hookFile}}', '{{testFile}}'],
          },
        }
      : { mochaOptions: { spec: [TESTS] }, testRunnerNodeArgs: ['--import', 'tsx'] }),
  };
  link(packages, join(folder, 'node_modules'));
  writeFileSync(`${folder}-${runner}-settings.json`, JSON.stringify(settings));
  const program = join(packages, '@stryker-mutator/core/bin/stryker.js');
  runProgram(process.execPath, [program, 'run', `${folder}-${runner}-settings.json`], folder);
  return JSON.parse(readFileSync(report, 'utf8')) as Elements;
}

function link(target: string, path: string): void {
  try {
    symlinkSync(target, path, 'junction');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
