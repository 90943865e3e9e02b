/** What the page itself remembers of a listener goes when they go. */

/** Taste, not trace: how the page looks and speaks may stay. */
const KEPT = ["moodarc.theme", "moodarc.language"];

export async function forgetPage(): Promise<void> {
  for (const key of Object.keys(localStorage))
    if (key.startsWith("moodarc") && !KEPT.includes(key)) localStorage.removeItem(key);
  sessionStorage.clear();
  if (!("indexedDB" in globalThis)) return;
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
}
