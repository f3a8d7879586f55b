/** All views, in the order of the navigation. The first one is shown where the address names none. */
import { ledgerView } from './ledger/ledger-view.ts';
import { tamperView } from './tamper/tamper-view.ts';
import type { ViewEntry } from './view.ts';
import { writeView } from './write/write-view.ts';

export const VIEWS: readonly ViewEntry[] = [
  { name: 'ledger', title: 'Ledger', open: ledgerView },
  { name: 'tamper', title: 'Tamper and see', open: tamperView },
  { name: 'write', title: 'Write', open: writeView },
];
