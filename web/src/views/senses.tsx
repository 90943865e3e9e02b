import { t } from "../i18n";

export default function Senses() {
  return <h1>{t("senses.title")}</h1>;
}
