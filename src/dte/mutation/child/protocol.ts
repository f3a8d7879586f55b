/** What the engine and the process that runs mutants say to each other, one JSON text a line. */

/** A file as it is loaded. */
export interface BuiltModule {
  readonly format: 'esm' | 'cjs' | 'json';
  readonly text: string;
  /** Paths by what the file calls them. */
  readonly imports: Readonly<Record<string, string>>;
}

/** Everything that tests consist of. Written to a file, which the process reads when it starts. */
export interface Build {
  /** Absolute path of the copy of the tree. */
  readonly root: string;
  /** Absolute path of the folder whose packages are linked into the copy, with its links resolved. */
  readonly packagesRoot: string | null;
  readonly testFiles: readonly string[];
  readonly modules: Readonly<Record<string, BuiltModule>>;
  /** What the inserted texts are called. */
  readonly names: { readonly ask: string; readonly held: string; readonly round: string };
  readonly siteCount: number;
  /** Longest time for a test of the original, in milliseconds. */
  readonly testTimeoutMs: number;
}

/** What one test did with the original. */
export interface DryTest {
  readonly file: string;
  readonly name: string;
  readonly ms: number;
  /** Hits by site. */
  readonly hits: readonly (readonly [site: number, count: number])[];
  readonly rounds: number;
}

/** A test or a file that does not pass. */
export interface DryFailure {
  readonly file: string;
  /** Left out where the file could not be loaded. */
  readonly name?: string;
  readonly message: string;
}

/** How the tests do with the original. */
export interface DryRun {
  readonly kind: 'dry';
  readonly tests: readonly DryTest[];
  readonly failures: readonly DryFailure[];
  readonly skipped: number;
  /** What loading the files hits, in all. */
  readonly loading: { readonly hits: DryTest['hits']; readonly rounds: number };
}

/** A mutant and what may notice it. */
export interface MutantTask {
  readonly id: number;
  readonly site: number;
  readonly choice: number;
  /** Numbers of the tests in the dry run, in the order in which they are tried. */
  readonly tests: readonly number[];
  /** It acts while files are loaded, so that each try needs files that nobody has loaded yet. */
  readonly isStatic: boolean;
}

/** What was found about a mutant. */
export interface Verdict {
  readonly kind: 'verdict';
  readonly id: number;
  readonly status: 'Killed' | 'Survived' | 'Timeout' | 'RuntimeError';
  /** Number of the test that noticed it. */
  readonly killedBy?: number;
  readonly reason?: string;
  /** How many tests ran to the end, or to where one failed. */
  readonly testsRun: number;
  /** A clock decided, which another machine may not repeat. */
  readonly isByClock?: boolean;
}

/** The process is no longer as it was when it started: the mutant has to be tried in a new one. */
export interface Soiled {
  readonly kind: 'soiled';
  readonly id: number;
}

/** What the engine asks for. */
export type Request =
  | { readonly kind: 'dry' }
  /** Loads the files, and takes over what another process found. */
  | { readonly kind: 'load'; readonly dry: DryRun }
  | { readonly kind: 'mutants'; readonly mutants: readonly MutantTask[] };

export type Reply = DryRun | Verdict | Soiled | { readonly kind: 'ready' };
