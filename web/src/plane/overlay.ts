/** What moves: the trail, the belief's doubt, the planned path with its stops. Drawn each time. */

import type { Belief, Point } from "../api/types";
import { ellipseOf, smoothed, spotOf, type Frame, type Spot } from "./geometry";
import type { Palette } from "./palette";

export interface Overlay {
  frame: Frame;
  palette: Palette;
  belief: Belief | null;
  /** Where the point is dragged to, if it is. */
  dragged: Point | null;
  trail: readonly Belief[];
  path: readonly Point[];
  stops: number;
  /** Of the track that plays. */
  sounding: Point | null;
  flag: Point | null;
  pointed: Point | null;
}

/** Stops with a number; those after them are only hinted at. */
const NEAR_STOPS = 6;
const SAID_SD = 0.17; // of a point that a listener places: variance 0.03

export function drawOverlay(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { frame, sounding, pointed, palette } = overlay;
  context.clearRect(0, 0, frame.size, frame.size);
  drawTrail(context, overlay);
  drawDoubt(context, overlay);
  drawPath(context, overlay);
  if (sounding) drawRing(context, spotOf(sounding, frame), palette.text, 8);
  if (pointed) drawRing(context, spotOf(pointed, frame), palette.accent, 7);
}

function drawTrail(context: CanvasRenderingContext2D, { frame, palette, trail }: Overlay): void {
  context.save();
  context.strokeStyle = context.fillStyle = palette.accent;
  context.lineWidth = 2;
  context.lineCap = "round";
  trail.forEach((belief, index) => {
    const before = trail[index - 1];
    context.globalAlpha = 0.5 * ((index + 1) / trail.length) ** 1.5;
    const spot = spotOf(belief, frame);
    if (before) line(context, [spotOf(before, frame), spot]);
    context.beginPath();
    context.arc(spot.x, spot.y, 2, 0, 2 * Math.PI);
    context.fill();
  });
  context.restore();
}

function drawDoubt(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { frame, palette, belief, dragged } = overlay;
  const centre = dragged ?? belief;
  if (!centre) return;
  const said = { valence_sd: SAID_SD, arousal_sd: SAID_SD, correlation: 0 };
  const { major, minor, angle } = ellipseOf(dragged ? said : (belief ?? said));
  const scale = (frame.size - 2 * frame.margin) / 2;
  const { x, y } = spotOf(centre, frame);
  context.save();
  context.fillStyle = context.strokeStyle = palette.accent;
  for (const sds of [2, 1]) {
    context.beginPath();
    context.ellipse(x, y, sds * major * scale, sds * minor * scale, -angle, 0, 2 * Math.PI);
    context.globalAlpha = sds === 1 ? 0.13 : 0.05;
    context.fill();
    context.globalAlpha = sds === 1 ? 0.7 : 0.3;
    context.lineWidth = 1;
    context.setLineDash(sds === 1 ? [] : [3, 5]);
    context.stroke();
  }
  context.restore();
}

function drawPath(context: CanvasRenderingContext2D, overlay: Overlay): void {
  const { frame, palette, path, stops, dragged, flag } = overlay;
  const spots = path.map((point) => spotOf(point, frame));
  if (dragged && spots.length) spots[0] = spotOf(dragged, frame);
  const hasEnd = path.length > stops + 1;
  if (flag && hasEnd) spots[spots.length - 1] = spotOf(flag, frame);
  if (spots.length < 2) return;
  context.save();
  context.strokeStyle = palette.text;
  context.globalAlpha = 0.75;
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.setLineDash([1, 5]);
  context.lineCap = "round";
  line(context, spots.slice(0, NEAR_STOPS + 1));
  context.globalAlpha = 0.3;
  line(context, spots.slice(NEAR_STOPS));
  context.restore();
  const end = hasEnd ? spots.length - 1 : spots.length;
  const near = spots.slice(1, end).slice(0, NEAR_STOPS);
  spots.slice(near.length + 1, end).forEach((spot) => {
    drawRing(context, spot, palette.dim, 4);
  });
  near.forEach((_, index) => {
    const place = near.length - index; // the first lies on top
    const spot = near[place - 1];
    if (spot) drawStop(context, spot, { number: place, palette });
  });
}

function drawStop(
  context: CanvasRenderingContext2D,
  { x, y }: Spot,
  { number, palette }: { number: number; palette: Palette },
): void {
  context.save();
  context.fillStyle = palette.surface;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, 9, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.fillStyle = palette.text;
  context.font = "600 10px system-ui, sans-serif";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(number), x, y + 0.5);
  context.restore();
}

function drawRing(
  context: CanvasRenderingContext2D,
  { x, y }: Spot,
  colour: string,
  radius: number,
): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
  context.restore();
}

function line(context: CanvasRenderingContext2D, spots: readonly Spot[]): void {
  const [first] = spots;
  if (!first) return;
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const { control1, control2, to } of smoothed(spots)) {
    context.bezierCurveTo(control1.x, control1.y, control2.x, control2.y, to.x, to.y);
  }
  context.stroke();
}
