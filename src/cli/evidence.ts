/** The evidence of the mission that a call names. */
import type { CollectOptions, MissionEvidence } from '../evidence/index.ts';
import { collectEvidence } from '../evidence/index.ts';
import { missionReader } from '../mission/index.ts';
import { sourceOf } from './api.ts';
import type { EVIDENCE } from './catalog/evidence.ts';
import type { MISSIONS } from './catalog/missions.ts';
import type { Call } from './command.ts';
import { needed, trustOf } from './missions.ts';

/** Answers what the ledger tells of the mission. @throws as `collectEvidence`; USAGE - no mission is named */
export async function readEvidence(call: Call<typeof EVIDENCE>): Promise<MissionEvidence> {
  const mission = needed(call.flags.mission, '--mission');
  const source = await sourceOf(call, ['mission', 'format', 'keyring', 'key', 'maxLineBytes', 'maxDepth']);
  return collectEvidence(source, mission, await collectOptions(call));
}

/** Answers how evidence is collected, as the flags say. */
export async function collectOptions(call: Call<typeof MISSIONS>): Promise<CollectOptions> {
  const { maxLineBytes, maxDepth } = call.flags;
  return { reader: missionReader, ...(await trustOf(call)), limits: { maxLineBytes, maxDepth } };
}
