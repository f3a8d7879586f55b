/** How often the page hears how far something is: it has to draw in between. */
const PACE_MS = 100;

/** Answers whether it is time to tell again; each time that it is, the next one begins. */
export function pace(): () => boolean {
  let toldAt = -Infinity;
  return () => {
    const now = performance.now();
    if (now - toldAt < PACE_MS) return false;
    toldAt = now;
    return true;
  };
}
