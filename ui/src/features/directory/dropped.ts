// Files that were dropped on a page of the directory, on their way to the import.
let waiting: readonly File[] = [];

export function handOn(files: readonly File[]): void {
  waiting = files;
}

/** The files that wait, once. */
export function takeDropped(): readonly File[] {
  const taken = waiting;
  waiting = [];
  return taken;
}
