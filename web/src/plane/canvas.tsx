/** A canvas as sharp as the screen, drawn anew when what it shows or its size changes. */

import { useEffect, useRef } from "preact/hooks";

interface CanvasProps {
  size: number;
  draw: (context: CanvasRenderingContext2D) => void;
  class?: string;
}

export function Canvas({ size, draw, class: name }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = canvas.current?.getContext("2d");
      if (!canvas.current || !context || size <= 0) return;
      const ratio = window.devicePixelRatio || 1;
      const wanted = Math.round(size * ratio);
      if (canvas.current.width !== wanted) canvas.current.width = canvas.current.height = wanted;
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      draw(context);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [size, draw]);
  return <canvas ref={canvas} class={name} aria-hidden="true" />;
}
