// The list of reminder days as people write it: "14, 1".

/** The days, the longest first and each once; nothing when the text is not such a list. */
export function readDays(text: string): number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  if (parts.length === 0 || !parts.every((part) => /^\d{1,4}$/.test(part))) return undefined;
  const days = [...new Set(parts.map(Number))];
  if (days.some((day) => day < 1)) return undefined;
  return days.sort((a, b) => b - a);
}

export const writeDays = (days: readonly number[]): string => days.join(', ');
