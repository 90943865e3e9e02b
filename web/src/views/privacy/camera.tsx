import { cameraOn } from "../../face/state";
import { t } from "../../i18n";

/** Whether the camera is on, and what becomes of its picture. */
export function CameraCard() {
  return (
    <section class="card" aria-labelledby="camera-title">
      <div class="head">
        <h2 id="camera-title">{t("privacy.camera")}</h2>
        <span class={cameraOn.value ? "chip camera-is-on" : "chip"} role="status">
          <span class={cameraOn.value ? "dot angry" : "dot"} aria-hidden="true" />
          {t(cameraOn.value ? "privacy.camera_on" : "privacy.camera_off")}
        </span>
      </div>
      <p class="lead">{t("privacy.camera_lead")}</p>
      <a class="button link-button" href="/senses">
        {t("privacy.to_senses")}
      </a>
    </section>
  );
}
