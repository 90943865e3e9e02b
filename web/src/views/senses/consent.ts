/** What the listener has agreed to; the words of it come from the service. */

import { get, put } from "../../api/client";

export type ConsentName = "camera" | "calibration" | "wearables" | "notes";

export interface Consent {
  name: ConsentName;
  title: string;
  terms: string;
  agreed_at: string | null;
}

export async function consentOf(name: ConsentName): Promise<Consent | null> {
  const { consents } = await get<{ consents: Consent[] }>("/privacy");
  return consents.find((consent) => consent.name === name) ?? null;
}

export async function agree(name: ConsentName): Promise<void> {
  await put(`/privacy/consents/${name}`);
}

export type TermsPart = { kind: "text"; text: string } | { kind: "list"; items: string[] };

/** Terms are written as paragraphs and "- " lists; lines within one are joined. */
export function termsParts(terms: string): TermsPart[] {
  const parts: TermsPart[] = [];
  for (const block of terms.trim().split(/\n\s*\n/)) {
    const lines = block.split("\n");
    if (!lines[0]?.startsWith("- ")) {
      parts.push({ kind: "text", text: lines.join(" ").replace(/\s+/g, " ").trim() });
      continue;
    }
    const items = block
      .split(/\n(?=- )/)
      .map((item) => item.replace(/^- /, "").replace(/\s+/g, " ").trim());
    parts.push({ kind: "list", items });
  }
  return parts;
}
