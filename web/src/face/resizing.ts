/**
 * Resizing to the very bytes of OpenCV: `INTER_LINEAR` and `INTER_AREA` of 8-bit pictures.
 *
 * Linear has weights of 11 bits, and drops four bits between columns and rows. Area averages what a
 * target pixel covers, in single precision; where a side grows it is linear with other weights.
 */

import { picture, type Picture } from "./picture";
import { asByte, clamp, roundHalfEven } from "./rounding";

const WEIGHT = 2048;

interface Steps {
  /** of the pixel before and after each target pixel */
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly weightBefore: Int32Array;
  readonly weightAfter: Int32Array;
}

/** Half the size: 2x2 pixels averaged; an odd last row or column is left out. */
export function halved(image: Picture): Picture {
  const half = picture(image.width >> 1, image.height >> 1, image.channels);
  const { channels, data: from } = image;
  const stride = image.width * channels;
  const { data: to } = half;
  let at = 0;
  for (let y = 0; y < half.height; y++) {
    let upper = 2 * y * stride;
    for (let x = 0; x < half.width; x++, upper += 2 * channels) {
      for (let c = 0; c < channels; c++) {
        const place = upper + c;
        const sum =
          (from[place] ?? 0) +
          (from[place + channels] ?? 0) +
          (from[place + stride] ?? 0) +
          (from[place + stride + channels] ?? 0);
        to[at++] = (sum + 2) >> 2;
      }
    }
  }
  return half;
}

/** `cv2.resize(image, (width, height))`. */
export function resizedLinear(image: Picture, width: number, height: number): Picture {
  const across = linearSteps(image.width, width, true);
  return mixed(image, across, linearSteps(image.height, height, false));
}

/** `cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)`. */
export function resizedArea(image: Picture, width: number, height: number): Picture {
  if (image.width < width || image.height < height) {
    const across = areaSteps(image.width, width, true);
    return mixed(image, across, areaSteps(image.height, height, false));
  }
  return averaged(image, covers(image.width, width), covers(image.height, height));
}

function linearSteps(from: number, to: number, isAcross: boolean): Steps {
  const scale = from / to;
  return steps(from, to, isAcross, (k) => {
    const place = Math.fround((k + 0.5) * scale - 0.5);
    const first = Math.floor(place);
    return [first, Math.fround(place - first)];
  });
}

/** Of a side that grows: a target pixel is mixed only where it covers two. */
function areaSteps(from: number, to: number, isAcross: boolean): Steps {
  const scale = from / to;
  const inverse = to / from;
  return steps(from, to, isAcross, (k) => {
    const first = Math.floor(k * scale);
    const share = Math.fround(k + 1 - (first + 1) * inverse);
    return [first, share <= 0 ? 0 : Math.fround(share - Math.floor(share))];
  });
}

function steps(
  from: number,
  to: number,
  isAcross: boolean,
  placeOf: (k: number) => [first: number, share: number],
): Steps {
  const made: Steps = {
    before: new Int32Array(to),
    after: new Int32Array(to),
    weightBefore: new Int32Array(to),
    weightAfter: new Int32Array(to),
  };
  for (let k = 0; k < to; k++) {
    let [first, share] = placeOf(k);
    // OpenCV drops the share at the edge of a row, and doubles the edge of a column
    if (isAcross && (first < 0 || first >= from - 1)) {
      first = clamp(first, 0, from - 1);
      share = 0;
    }
    made.before[k] = clamp(first, 0, from - 1);
    made.after[k] = clamp(first + 1, 0, from - 1);
    made.weightBefore[k] = roundHalfEven(Math.fround(1 - share) * WEIGHT);
    made.weightAfter[k] = roundHalfEven(share * WEIGHT);
  }
  return made;
}

function mixed(image: Picture, across: Steps, down: Steps): Picture {
  const { channels, data } = image;
  const width = across.before.length;
  const height = down.before.length;
  const result = picture(width, height, channels);
  const row = width * channels;
  let upper = new Int32Array(row);
  let lower = new Int32Array(row);
  let held = [-1, -1];
  for (let y = 0; y < height; y++) {
    const first = down.before[y] ?? 0;
    const second = down.after[y] ?? 0;
    if (held[1] === first) [upper, lower, held] = [lower, upper, [first, -1]];
    if (held[0] !== first) mixRow(data, first * image.width * channels, across, channels, upper);
    mixRow(data, second * image.width * channels, across, channels, lower);
    held = [first, second];
    const before = down.weightBefore[y] ?? 0;
    const after = down.weightAfter[y] ?? 0;
    const start = y * row;
    for (let at = 0; at < row; at++) {
      const sum = (((upper[at] ?? 0) * before) >> 16) + (((lower[at] ?? 0) * after) >> 16);
      result.data[start + at] = (sum + 2) >> 2;
    }
  }
  return result;
}

/** A row at the target's width, without its last four bits. */
function mixRow(
  data: Uint8Array,
  start: number,
  across: Steps,
  channels: number,
  row: Int32Array,
): void {
  let at = 0;
  for (let x = 0; x < across.before.length; x++) {
    const before = start + (across.before[x] ?? 0) * channels;
    const after = start + (across.after[x] ?? 0) * channels;
    const low = across.weightBefore[x] ?? 0;
    const high = across.weightAfter[x] ?? 0;
    for (let c = 0; c < channels; c++) {
      row[at++] = ((data[before + c] ?? 0) * low + (data[after + c] ?? 0) * high) >> 4;
    }
  }
}

/** Which pixels each target pixel covers, and by how much. */
interface Covers {
  readonly first: Int32Array;
  /** where the shares of each begin, and where those of the last end */
  readonly starts: Int32Array;
  readonly shares: Float32Array;
}

function covers(from: number, to: number): Covers {
  const scale = from / to;
  const first = new Int32Array(to);
  const starts = new Int32Array(to + 1);
  const shares: number[] = [];
  for (let k = 0; k < to; k++) {
    const start = k * scale;
    const end = start + scale;
    const width = Math.min(scale, from - start);
    const whole = Math.min(Math.ceil(start), from - 1);
    const last = Math.max(whole, Math.min(Math.floor(end), from - 1));
    const hasStart = whole - start > 1e-3;
    if (hasStart) shares.push((whole - start) / width);
    for (let p = whole; p < last; p++) shares.push(1 / width);
    if (end - last > 1e-3) shares.push(Math.min(Math.min(end - last, 1), width) / width);
    first[k] = hasStart ? whole - 1 : whole;
    starts[k + 1] = shares.length;
  }
  return { first, starts, shares: Float32Array.from(shares) };
}

function averaged(image: Picture, across: Covers, down: Covers): Picture {
  const { channels } = image;
  const result = picture(across.first.length, down.first.length, channels);
  const row = across.first.length * channels;
  const narrow = new Float32Array(row);
  const sum = new Float32Array(row);
  for (let y = 0; y < down.first.length; y++) {
    sum.fill(0);
    const start = down.starts[y] ?? 0;
    const n = (down.starts[y + 1] ?? 0) - start;
    for (let k = 0; k < n; k++) {
      const share = down.shares[start + k] ?? 0;
      averageRow(image, (down.first[y] ?? 0) + k, across, narrow);
      for (let at = 0; at < row; at++) {
        sum[at] = (sum[at] ?? 0) + Math.fround((narrow[at] ?? 0) * share);
      }
    }
    for (let at = 0; at < row; at++) result.data[y * row + at] = asByte(sum[at] ?? 0);
  }
  return result;
}

function averageRow(image: Picture, y: number, across: Covers, row: Float32Array): void {
  const { channels, data } = image;
  const { first, starts, shares } = across;
  const start = y * image.width * channels;
  for (let x = 0; x < first.length; x++) {
    const end = starts[x + 1] ?? 0;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      let from = start + (first[x] ?? 0) * channels + c;
      for (let k = starts[x] ?? 0; k < end; k++) {
        sum = Math.fround(sum + Math.fround((data[from] ?? 0) * (shares[k] ?? 0)));
        from += channels;
      }
      row[x * channels + c] = sum;
    }
  }
}
