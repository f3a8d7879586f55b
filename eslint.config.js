// What a reviewer would otherwise repeat. Formatting is oxfmt's; who imports whom is .dependency-cruiser.cjs's; what takes types to
// see is in .oxlintrc.json, since that checker needs a tenth of the time for it.
// Exceptions stand here and not in the sources, where all can see them in one place.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const bare = {
  selector: 'NewExpression[callee.name=/^(Error|TypeError|RangeError|SyntaxError)$/]',
  message: 'Throw a LoglineError (src/base/errors.ts): callers act on its code, and docs/errors.md explains it.',
};
const defaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Export by name: one thing has one name wherever it is used.',
};
const clock = [
  {
    selector: 'NewExpression[callee.name="Date"][arguments.length=0], CallExpression[callee.name="Date"]',
    message: 'Take the time from a Clock argument (src/base/clock.ts).',
  },
  {
    selector:
      'MemberExpression[object.name="Date"][property.name="now"], MemberExpression[object.name="performance"][property.name="now"]',
    message: 'Take the time from a Clock argument (src/base/clock.ts).',
  },
];
const chance = {
  selector:
    'MemberExpression[object.name="Math"][property.name="random"], ' +
    ':matches(Identifier, PrivateIdentifier)[name=/^(randomUUID|randomBytes|randomInt|randomFillSync|getRandomValues)$/]',
  message: 'Take ids and keys as arguments: the same input gives the same output.',
};

const markup = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|cssText)$/]',
    message: 'Make elements with element() of src/playground/element.ts: text out of a ledger must not become markup.',
  },
  {
    selector: 'CallExpression[callee.property.name=/^(write|writeln|parseFromString|createContextualFragment)$/]',
    message: 'Make elements with element() of src/playground/element.ts: text out of a ledger must not become markup.',
  },
];

const consoles = { name: 'console', message: 'Only the CLI writes to a terminal: return it, or report a finding.' };
const processes = { name: 'process', message: 'Only the CLI reads the environment: take the value as an argument.' };

export default tseslint.config(
  {
    ignores: [
      '**/node_modules',
      'dist',
      'dist.*',
      'action/dist',
      'services/dist',
      'coverage',
      '.cache',
      '**/generated/**',
      // AssemblyScript, whose compiler checks it.
      'src/atomic/wasm',
      'test/golden',
      'test/vectors',
      'test/compat',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    languageOptions: { parserOptions: { tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // `bytes[i]!` within proven bounds: a default value there would be a branch that no test can reach.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs,ts}'],
    rules: {
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'], location: 'anywhere' }],
      'no-restricted-syntax': ['error', defaultExport],
      'max-lines': ['error', 300],
      complexity: ['error', 15],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      'max-params': ['error', 6],
      'no-console': 'error',
      'no-restricted-globals': ['error', consoles, processes],
      'no-restricted-syntax': ['error', defaultExport, bare, ...clock, chance],
    },
  },
  {
    files: ['action/src/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      'max-params': ['error', 6],
      'no-console': 'error',
      'no-restricted-globals': ['error', consoles, processes],
      'no-restricted-syntax': ['error', defaultExport, bare, ...clock, chance],
    },
  },
  // Services are where requests, the environment and files of the operator enter. Time and the way out are handed to them all the same.
  {
    files: ['services/src/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipComments: true }],
      'max-params': ['error', 6],
      'no-console': 'error',
      'no-restricted-syntax': ['error', defaultExport, bare, ...clock],
    },
  },
  {
    files: ['services/src/main.ts', 'services/src/dte/worker.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport, bare] },
  },
  // Where the Action meets its runner, and where it starts git with the runner's environment.
  {
    files: ['action/src/main.ts', 'action/src/git/run-git.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': ['error', defaultExport, bare] },
  },
  // The one reader of the system's clock.
  {
    files: ['src/base/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport, bare, chance] },
  },
  // The one maker of keys.
  {
    files: ['src/atomic/signer.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport, bare, ...clock] },
  },
  // Names of requests and spans, which nothing is signed or hashed over.
  {
    files: ['src/client/ids.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport, bare, ...clock] },
  },
  // The command line is where time, chance, the environment and the terminal enter.
  {
    files: ['src/cli/**/*.ts'],
    rules: {
      'no-console': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-syntax': ['error', defaultExport, bare],
    },
  },
  // A page: what it reads of the clock and of chance is its own, and it has no Node.
  {
    files: ['src/playground/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', consoles, processes, { name: 'Buffer', message: 'A browser has none.' }],
      'no-restricted-syntax': ['error', defaultExport, ...markup],
    },
  },
  // A program of its own: it runs where tests run, needs nothing but Node, and may throw what Node throws.
  {
    files: ['src/dte/mutation/child/**/*.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': ['error', defaultExport] },
  },
  // A byte scanner decides by the byte: cut into smaller functions it would be slower and no clearer.
  { files: ['src/atomic/{json-scan,canonical-scan,utf8}.ts'], rules: { complexity: ['error', 25] } },
  // A table is as long as what it lists.
  { files: ['src/base/errors.ts'], rules: { 'max-lines': 'off' } },
  { files: ['test/**/*.ts', 'examples/**/*.ts'], rules: { 'max-lines': ['error', 500] } },
  // Tools load their settings as a default export or a CommonJS module.
  { files: ['*.config.js'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        URL: 'readonly',
        TextDecoder: 'readonly',
        TextEncoder: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
