import { t } from "../i18n";

export default function Privacy() {
  return <h1>{t("privacy.title")}</h1>;
}
