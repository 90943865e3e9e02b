/** The width a drawing has, so that its words stay as large as all others. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";

export function useWidth<Box extends HTMLElement>(first = 640) {
  const box = useRef<Box>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    };
    measure();
    if (typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);
  return [box, width] as const;
}
