/** What the rest of the page may know of the camera. */

import { signal } from "@preact/signals";

export const cameraOn = signal(false);
