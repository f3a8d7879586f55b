/** All views, in the order of the navigation. The first one is shown where the address names none. */
import { connectView } from './connected/connect-view.ts';
import { gatewayView } from './connected/gateway-view.ts';
import { missionsView } from './connected/missions-view.ts';
import { moneyView } from './connected/money-view.ts';
import { tailView } from './connected/tail-view.ts';
import { ledgerView } from './ledger/ledger-view.ts';
import { tamperView } from './tamper/tamper-view.ts';
import type { ViewEntry } from './view.ts';
import { writeView } from './write/write-view.ts';

export const VIEWS: readonly ViewEntry[] = [
  { name: 'ledger', title: 'Ledger', open: ledgerView },
  { name: 'tamper', title: 'Tamper and see', open: tamperView },
  { name: 'write', title: 'Write', open: writeView },
  { name: 'connect', title: 'Connect', open: connectView },
  { name: 'missions', title: 'Missions', needsService: true, open: missionsView },
  { name: 'money', title: 'Money', needsService: true, open: moneyView },
  { name: 'tail', title: 'Live tail', needsService: true, open: tailView },
  { name: 'gateway', title: 'Gateway', needsService: true, open: gatewayView },
];
