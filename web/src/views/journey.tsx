import { t } from "../i18n";

export default function Journey() {
  return <h1>{t("journey.title")}</h1>;
}
