/**
 * Loads the compiler. An import of it would look through nine megabytes for the names that it exports, which takes longer than
 * running it; and what else its package brings is loaded where the library files are asked for.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const ts = require('@ts-morph/common/dist/typescript.js');

/** Answers the library files, with their texts. */
export const getLibFiles = () => require('@ts-morph/common').getLibFiles();
