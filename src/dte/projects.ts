/**
 * Trees that were read, kept for the next question about them: a service, or a spec and its verification, asks about the same tree
 * many times, and reading one takes most of the time.
 */
import type { ChangeSpec } from './generated/types.ts';
import type { LanguageProject } from './patch.ts';
import type { SourceTree } from './source-tree.ts';

type Language = ChangeSpec['language'];

/** Where projects are kept. */
export interface Projects {
  /** Answers a tree as a language reads it. The project is the caller's until the next call for the same language. */
  open(language: Language, tree: SourceTree): Promise<LanguageProject>;
}

/** Answers a place to keep one project a language. What two trees have in common is read once. */
export function openProjects(): Projects {
  const kept = new Map<string, LanguageProject>();
  return {
    open: async (language, tree) => {
      const family = language === 'javascript' ? 'typescript' : language;
      const known = kept.get(family);
      if (known !== undefined) {
        known.update(tree);
        return known;
      }
      const opened = await OPENERS[language](tree);
      kept.set(family, opened);
      return opened;
    },
  };
}

/** Loaded when needed: the compiler alone takes half a second. */
const OPENERS: Readonly<Record<Language, (tree: SourceTree) => Promise<LanguageProject>>> = {
  typescript: (tree) => import('./typescript/language.ts').then(({ openTypeScript }) => openTypeScript(tree)),
  javascript: (tree) => import('./typescript/language.ts').then(({ openTypeScript }) => openTypeScript(tree)),
  python: (tree) => import('./python/language.ts').then(({ openPython }) => openPython(tree)),
  java: (tree) => import('./java/language.ts').then(({ openJava }) => openJava(tree)),
};
