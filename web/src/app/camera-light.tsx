/** Says that the camera is on, on every view, and leads to where it can be put off. */

import { cameraOn } from "../face/state";
import { t } from "../i18n";
import { CameraIcon } from "../ui/icons";

export function CameraLight() {
  return (
    <div role="status">
      {cameraOn.value && (
        <a class="camera-light" href="/senses">
          <CameraIcon size={18} />
          <span>{t("frame.camera_on")}</span>
        </a>
      )}
    </div>
  );
}
