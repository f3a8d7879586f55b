/** Folder `drawing`: what pages of the playground and of audit packs both show. Runs in Node and in browsers. */
export { formatDrawing } from './drawing.ts';
export type { Drawing } from './drawing.ts';
export { graphDrawing } from './graph-drawing.ts';
export type { DrawnGraph } from './graph-drawing.ts';
export { htmlText, shortText } from './inert-text.ts';
export { lanesOf } from './lanes.ts';
export type { LaneEntries, Lanes } from './lanes.ts';
export { lanesTable } from './lanes-table.ts';
export { timelineTable } from './timeline-table.ts';
export type { DrawnEvent } from './timeline-table.ts';
export { countText, minuteText } from './words.ts';
