/** Places in a ledger, in bytes. */
import type { LedgerEntry } from 'logline-core';

/** Answers the place behind an entry, where the next one begins. Pure. */
export const endOf = ({ byteOffset, text }: LedgerEntry): number => byteOffset + Buffer.byteLength(text) + 1;
