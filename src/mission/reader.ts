/** Missions for those who only collect what happened in them: the fold, and what it says of one. */
import type { MissionReader } from '../evidence/index.ts';
import { foldMissions } from './fold.ts';
import { noMissions } from './state.ts';
import type { Missions } from './state.ts';
import { missionView } from './view.ts';

/** The fold that `logline-core/evidence` is handed. */
export const missionReader: MissionReader = {
  begin: noMissions,
  step: (state, atomic) => foldMissions(state as Missions, atomic),
  account: (state, id) => {
    const mission = (state as Missions).missions.get(id);
    return mission && missionView(mission);
  },
  refused: (state) => (state as Missions).refused,
};
