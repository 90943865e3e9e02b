import { t } from "../i18n";

export default function Welcome() {
  return <h1>{t("welcome.title")}</h1>;
}
