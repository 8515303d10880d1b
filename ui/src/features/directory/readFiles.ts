// Reads chosen or dropped files for an import. What can't be read is told by name, in words of the reader's language.
import type { ImportFile } from '../../generated/contract';
import { formatNumber } from '../../shared/format';
import { t } from '../../shared/i18n';

// The core's own limit. It refuses a larger one too, but a page that had read it first might not live to hear so.
const MOST_MEGABYTES = 100;
const MEGABYTE = 1_000_000;

export interface FilesRead {
  files: ImportFile[];
  /** Why others were not taken. */
  refused: string[];
}

async function read(file: File): Promise<ImportFile | string> {
  const { name } = file;
  if (file.size > MOST_MEGABYTES * MEGABYTE) {
    const size = formatNumber(Math.ceil(file.size / MEGABYTE));
    return t('import.tooLarge', { name, size, most: formatNumber(MOST_MEGABYTES) });
  }
  let bytes: ArrayBuffer;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    // A folder looks like a file until one reads it.
    return t('import.unreadable', { name });
  }
  try {
    return { name, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    // Read as something else, every umlaut in it would be another letter.
    return t('import.notText', { name });
  }
}

export async function readFiles(chosen: Iterable<File>): Promise<FilesRead> {
  const all = await Promise.all([...chosen].map(read));
  return {
    files: all.filter((one) => typeof one !== 'string'),
    refused: all.filter((one) => typeof one === 'string'),
  };
}
