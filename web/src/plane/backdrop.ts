/** What lies under everything: four soft corners, two axes, and the library. Drawn once. */

import { drawDots, type Dots } from "./dots";
import { spotOf, type Frame } from "./geometry";
import type { Palette } from "./palette";

const CORNERS = [
  { valence: 1, arousal: 1 },
  { valence: -1, arousal: 1 },
  { valence: -1, arousal: -1 },
  { valence: 1, arousal: -1 },
];

export interface Backdrop {
  frame: Frame;
  palette: Palette;
  dots: Dots;
  /** How strongly the corners glow, 0 to 1; less on a light ground. */
  glow: number;
}

export function drawBackdrop(context: CanvasRenderingContext2D, backdrop: Backdrop): void {
  const { frame, palette, dots } = backdrop;
  context.clearRect(0, 0, frame.size, frame.size);
  drawCorners(context, backdrop);
  drawAxes(context, frame, palette);
  drawDots(context, dots, frame, palette.quadrants);
}

function drawCorners(context: CanvasRenderingContext2D, { frame, palette, glow }: Backdrop): void {
  CORNERS.forEach((corner, index) => {
    const { x, y } = spotOf(corner, { ...frame, margin: 0 });
    const light = context.createRadialGradient(x, y, 0, x, y, frame.size * 0.72);
    const colour = palette.quadrants[index + 1] ?? palette.dim;
    light.addColorStop(0, colour);
    light.addColorStop(1, `${colour}00`); // "transparent" would be black on the way
    context.save();
    context.globalAlpha = glow;
    context.fillStyle = light;
    context.fillRect(0, 0, frame.size, frame.size);
    context.restore();
  });
}

function drawAxes(context: CanvasRenderingContext2D, frame: Frame, palette: Palette): void {
  const centre = spotOf({ valence: 0, arousal: 0 }, frame);
  const end = frame.size - frame.margin;
  context.save();
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(frame.margin, centre.y);
  context.lineTo(end, centre.y);
  context.moveTo(centre.x, frame.margin);
  context.lineTo(centre.x, end);
  context.stroke();
  context.setLineDash([2, 6]);
  for (const ring of [0.5, 1]) {
    context.beginPath();
    context.arc(centre.x, centre.y, (ring * (frame.size - 2 * frame.margin)) / 2, 0, 2 * Math.PI);
    context.stroke();
  }
  context.restore();
}
