/** What counts as a picture: bytes, row by row, of three channels (RGB) or one (gray). */

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

export function picture(width: number, height: number, channels: 1 | 3): Picture {
  return { width, height, channels, data: new Uint8Array(width * height * channels) };
}

/** RGB of what a canvas gives; the opacity is dropped. */
export function asRgb(
  rgba: { readonly [at: number]: number; readonly length: number },
  width: number,
  height: number,
): Picture {
  const rgb = picture(width, height, 3);
  const { data } = rgb;
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    data[to] = rgba[from] ?? 0;
    data[to + 1] = rgba[from + 1] ?? 0;
    data[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}

/** A copy of the part from (left, top), which must lie within. */
export function cutOut(
  image: Picture,
  left: number,
  top: number,
  size: { width: number; height: number },
): Picture {
  const part = picture(size.width, size.height, image.channels);
  const row = size.width * image.channels;
  for (let y = 0; y < size.height; y++) {
    const start = ((top + y) * image.width + left) * image.channels;
    part.data.set(image.data.subarray(start, start + row), y * row);
  }
  return part;
}

/** Gray of RGB as OpenCV's integers have it: 0.299 R + 0.587 G + 0.114 B in units of 2^-15. */
export function asGray(image: Picture): Picture {
  const gray = picture(image.width, image.height, 1);
  const { data } = image;
  for (let at = 0, from = 0; at < gray.data.length; at++, from += 3) {
    const sum =
      (data[from] ?? 0) * 9798 + (data[from + 1] ?? 0) * 19235 + (data[from + 2] ?? 0) * 3735;
    gray.data[at] = (sum + 16384) >> 15;
  }
  return gray;
}
