/** The benches, in the order of docs/performance.md. */
import { actionBench } from './action.bench.ts';
import { appendBench } from './append.bench.ts';
import { coldBench } from './cold.bench.ts';
import { dteMutationBench } from './dte-mutation.bench.ts';
import { dteProofBench } from './dte-proof.bench.ts';
import { dteRenameBench } from './dte-rename.bench.ts';
import { enginesBench } from './engines.bench.ts';
import { gatewayBench } from './gateway.bench.ts';
import { hashBench } from './hash.bench.ts';
import { hooksBench } from './hooks.bench.ts';
import { playgroundBench } from './playground.bench.ts';
import { postgresBench } from './postgres.bench.ts';
import { queryBench } from './query.bench.ts';
import type { Bench } from './result.ts';
import { serviceStartBench } from './service-start.bench.ts';
import { servicesBench } from './services.bench.ts';
import { sizeBench } from './size.bench.ts';
import { verifyBench } from './verify.bench.ts';

export const BENCHES: readonly Bench[] = [
  verifyBench,
  enginesBench,
  hashBench,
  coldBench,
  hooksBench,
  actionBench,
  appendBench,
  postgresBench,
  queryBench,
  sizeBench,
  dteProofBench,
  dteMutationBench,
  dteRenameBench,
  gatewayBench,
  playgroundBench,
  servicesBench,
  serviceStartBench,
];
