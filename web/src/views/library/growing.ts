/** Looks again at a library that is growing. */

import { useEffect } from "preact/hooks";

const EVERY_MS = 4000;
/** The service prepares a grown library for a while before it shows it. */
const SETTLES_MS = 20_000;

/** Ask again while it grows, and for a while after it stopped. */
export function useGrowing(isGrowing: boolean, again: () => void): void {
  useEffect(() => {
    const timer = setInterval(again, EVERY_MS);
    const end = isGrowing
      ? undefined
      : setTimeout(() => {
          clearInterval(timer);
        }, SETTLES_MS);
    return () => {
      clearInterval(timer);
      clearTimeout(end);
    };
  }, [isGrowing, again]);
}
