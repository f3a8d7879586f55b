/** The benches of the transform engine, beside the others: each takes long. */
import { BENCHES } from './all.ts';
import { testShortForms } from './short-form.ts';

testShortForms(BENCHES.filter(({ name }) => name.startsWith('dte-')));
