/** Time as an argument: nothing else in the library reads the system's clock. */

/** Answers the current time. Tests and replays hand in a fixed one. */
export type Clock = () => Date;

/** The system's clock. */
export const systemClock: Clock = () => new Date();

/** Answers milliseconds since some moment, whatever happens to the system's clock meanwhile: for how long something takes, and nothing else. */
export const elapsedMs = (): number => performance.now();
