/** What the camera sees, mirrored as in a mirror, with the face that is read. */

import { useEffect, useRef } from "preact/hooks";

import type { FoundBox } from "../../face/messages";
import { cameraStream, sight } from "../../face/state";
import { t } from "../../i18n";
import "./camera.css";

export function Preview() {
  const video = useRef<HTMLVideoElement>(null);
  const stream = cameraStream.value;
  useEffect(() => {
    if (video.current) show(video.current, stream);
  }, [stream]);
  return (
    <div class="preview">
      <video ref={video} muted playsInline aria-label={t("senses.face.preview")} />
      <FaceBox />
    </div>
  );
}

function show(video: HTMLVideoElement, stream: MediaStream | null): void {
  video.srcObject = stream;
  video.play().catch(() => undefined); // shown as soon as it can be
}

function FaceBox() {
  const seen = sight.value;
  if (!seen?.box) return null;
  return <div class={seen.label ? "face-box" : "face-box is-unread"} style={placed(seen.box)} />;
}

/** In a mirrored picture. */
export function placed(box: FoundBox): Record<"left" | "top" | "width" | "height", string> {
  return {
    left: percent(1 - box.left - box.width),
    top: percent(box.top),
    width: percent(box.width),
    height: percent(box.height),
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}
