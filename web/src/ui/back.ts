/** What lies over a view is a step of its history: the way back of the device closes it. */

import { useEffect, useRef } from "preact/hooks";

/** Returns how to close it by hand; that is a step back, too. */
export function useBack(isOpen: boolean, close: () => void): () => void {
  const isStepRef = useRef(false);
  useEffect(() => {
    if (!isOpen) return;
    history.pushState(null, "");
    isStepRef.current = true;
    const back = () => {
      isStepRef.current = false;
      close();
    };
    addEventListener("popstate", back);
    return () => {
      removeEventListener("popstate", back);
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one step each time it opens
  }, [isOpen]);
  return () => {
    if (isStepRef.current) history.back();
    else close();
  };
}
