// Everything that is inside the program, with its licence. The list is large and seldom read, so it is fetched when wanted.
import * as v from 'valibot';

const listed = v.object({
  parts: v.array(
    v.object({
      from: v.picklist(['crates.io', 'npm', 'font']),
      name: v.string(),
      version: v.string(),
      licence: v.string(),
      texts: v.array(v.number()),
    }),
  ),
  texts: v.array(v.string()),
});

export type Licences = v.InferOutput<typeof listed>;
export type Part = Licences['parts'][number];

/** Throws when the list is not as the script writes it. */
export async function readLicences(): Promise<Licences> {
  const { default: text } = await import('../../generated/licences.json?raw');
  return v.parse(listed, JSON.parse(text));
}

/** The parts that have every typed word in their name, their licence or its text. */
export function findParts({ parts, texts }: Licences, typed: string): Part[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return parts;
  const lower = texts.map((text) => text.toLowerCase());
  return parts.filter((part) => {
    const own = `${part.name} ${part.version} ${part.licence} ${part.from}`.toLowerCase();
    return words.every((word) => own.includes(word) || part.texts.some((text) => lower[text]?.includes(word)));
  });
}
