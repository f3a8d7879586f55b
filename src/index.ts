/** Door `logline-core`: errors, atomics and ledgers. Each folder has a door of its own as well. */
export * from './atomic/index.ts';
export * from './ledger/index.ts';
