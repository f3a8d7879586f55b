/** `finops consume` */
import type { FINOPS_CONSUME } from '../catalog/money.ts';
import type { Run } from '../command.ts';
import { recordUsage } from '../usage-recording.ts';

export const run: Run<(typeof FINOPS_CONSUME)['flags']> = (call) => recordUsage(call);
