/** Names that stand for several things, as findings. */
import type { Finding } from '../base/report.ts';
import type { Finance, NameClash } from './finance.ts';

/** Answers a finding (NAME_TAKEN) for each name that stands for several things, in the order of the ledger. Pure. */
export const clashFindings = ({ clashes }: Pick<Finance, 'clashes'>): Finding[] =>
  [...clashes.values()].map(({ kind, name, others }) => ({
    code: 'NAME_TAKEN',
    message: `The ledger has ${String(others.length + 1)} different ${kind}s with the name ${name}: ${COUNTED[kind]}.`,
    details: { kind, name, others },
  }));

const COUNTED: Readonly<Record<NameClash['kind'], string>> = {
  usage: 'all of them count',
  reservation: 'the first one counts',
  forecast: 'the first one counts',
};
