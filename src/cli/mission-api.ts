/** Missions of the services, in the shapes of this program. */
import type { Batch, Mission, Operations } from '../client/index.ts';
import type { BatchContent, BatchView, MissionView } from '../mission/index.ts';

/** Answers a mission that a service answered. What JSON leaves out is `undefined` here. */
export const missionOf = (mission: Mission): MissionView => mission as MissionView;

/** Answers a batch that a service answered. */
export const batchOf = (batch: Batch): BatchView => batch as BatchView;

type Contents = NonNullable<Operations['postMissionsIdBatches']['input']['body']>['contents'];

/** Answers contents as the services take them. Pure. */
export function contentBodies(contents: readonly BatchContent[]): NonNullable<Contents> {
  return contents.map(({ kind, name, text }) =>
    kind === 'spec' ? { spec: JSON.parse(text) as never } : { name, patch: text },
  );
}
