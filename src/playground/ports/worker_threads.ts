/** Verification starts no threads where there is one processor (os.ts), so that nobody ever makes one of these. The build puts it in its place. */
export const Worker = undefined;
