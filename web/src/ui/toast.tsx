/** A word in passing, with one thing to do about it. */

import { t } from "../i18n";

interface ToastProps {
  text: string;
  act?: string;
  onAct?: () => void;
  onClose?: () => void;
}

export function Toast({ text, act, onAct, onClose }: ToastProps) {
  return (
    <div class="toast" role="status">
      <span>{text}</span>
      {act && (
        <button type="button" class="button small" onClick={onAct}>
          {act}
        </button>
      )}
      {onClose && (
        <button type="button" class="button small" onClick={onClose}>
          {t("close")}
        </button>
      )}
    </div>
  );
}
