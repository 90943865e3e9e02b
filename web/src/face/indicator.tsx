/** Shown on every view while the camera is open, with the way to close it. */

import { t } from "../i18n";
import { cameraOn, cameraPhase, turnOff } from "./state";
import "./indicator.css";

export function CameraIndicator() {
  if (!cameraOn.value) return null;
  return (
    <div class="camera-indicator" role="status">
      <span class="camera-lamp" aria-hidden="true" />
      <span>{t(cameraPhase.value === "paused" ? "camera.paused" : "camera.isOn")}</span>
      <button type="button" class="button" onClick={turnOff}>
        {t("camera.off")}
      </button>
    </div>
  );
}
