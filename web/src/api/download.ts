/** A file of the service, saved where the browser saves files. */

import { bytes } from "./client";

/** Fetched rather than linked to, so that a refusal is a sentence and no file with a problem in it. */
export async function download(path: string, name: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([await bytes(path)]));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 60_000);
}
