/** Workers that lend the one that verifies a hand: as many as the machine has processors for, where a file is large enough to be worth it. */
import { Channel } from '../worker/channel.ts';
import type { LedgerTasks } from '../worker/ledger-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';

/** Where the time that a worker takes to start is a small part of what it saves: 1500 lines or so. */
const WORTH_A_HAND_BYTES = 1_000_000;
/** With more of them the one that reads the lines is what all wait for. */
const MOST_HANDS = 3;

/** Them, while they are lent. */
export interface Hands {
  /** Each leads to one. */
  readonly ports: readonly MessagePort[];
  /** Fails where one of them ends before its time. */
  readonly ended: Promise<never>;
  readonly close: () => void;
}

/** Starts as many as are worth it for so many bytes, perhaps none. */
export async function lendHands(sizeBytes: number): Promise<Hands> {
  const free = Math.max(0, Math.min(MOST_HANDS, navigator.hardwareConcurrency - 1));
  const count = sizeBytes < WORTH_A_HAND_BYTES ? 0 : free;
  const channels = await Promise.all(
    Array.from({ length: count }, async () => new Channel<LedgerTasks>(await startWorker('ledger-worker'))),
  );
  const lines = channels.map(() => new MessageChannel());
  const lent = channels.map((channel, i) => channel.ask('lend', lines[i]!.port2, undefined, [lines[i]!.port2]));
  return {
    ports: lines.map(({ port1 }) => port1),
    ended: new Promise((_, reject) => lent.forEach((one) => void one.catch(reject))),
    close: () => {
      for (const channel of channels) channel.close();
    },
  };
}
