/** Variables, parameters and functions: who sees whom. */
import { rename } from './rename-case.ts';
import type { RenameCase } from './rename-case.ts';

export const SCOPE_CASES: readonly RenameCase[] = [
  rename(
    'an inner name of the same spelling is another one',
    {
      'a.ts':
        'const ¦rate = 2;\nfunction half(rate: number) { return rate / 2; }\nexport const all = rate + half(6);\n',
    },
    'factor',
    {
      'a.ts':
        'const factor = 2;\nfunction half(rate: number) { return rate / 2; }\nexport const all = factor + half(6);\n',
    },
  ),
  rename(
    'an inner name would take the place of the new one',
    { 'a.ts': 'const ¦rate = 2;\nexport function f(factor: number) { return rate * factor; }\n' },
    'factor',
    'NAME_COLLISION',
  ),
];
