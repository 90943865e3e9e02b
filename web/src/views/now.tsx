import { t } from "../i18n";

export default function Now() {
  return <h1>{t("now.title")}</h1>;
}
