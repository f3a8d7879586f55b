/** Parsed files. Those of the compiler's library are shared by all projects of a process: they make up most of a small program. */
import { LIB_FOLDER, ts } from './ts.ts';

const shared = ts.createDocumentRegistry(true);

/**
 * Answers a registry for one project. Its own files are nobody else's: two trees have different texts at the same path.
 */
export function projectRegistry(): ts.DocumentRegistry {
  const own = ts.createDocumentRegistry(true);
  const of = (fileName: string): ts.DocumentRegistry => (fileName.startsWith(LIB_FOLDER) ? shared : own);
  return {
    acquireDocument: (fileName, ...rest) => of(fileName).acquireDocument(fileName, ...rest),
    acquireDocumentWithKey: (fileName, ...rest) => of(fileName).acquireDocumentWithKey(fileName, ...rest),
    updateDocument: (fileName, ...rest) => of(fileName).updateDocument(fileName, ...rest),
    updateDocumentWithKey: (fileName, ...rest) => of(fileName).updateDocumentWithKey(fileName, ...rest),
    getKeyForCompilationSettings: (settings) => own.getKeyForCompilationSettings(settings),
    releaseDocument: releaseNothing,
    releaseDocumentWithKey: releaseNothing,
    reportStats: () => own.reportStats(),
  };
}

/** What one project no longer needs, the next one may: a registry goes with its project, and the library stays. */
const releaseNothing = (): void => undefined;
