import { t } from "../i18n";

export default function Library() {
  return <h1>{t("library.title")}</h1>;
}
