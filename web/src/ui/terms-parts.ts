/** The terms of a consent, as they are laid out. */

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
