// Files that are dragged over the window. The page takes drops itself, in the desktop's window as in a browser, so that it is
// given the dropped files and nothing else of the disk.

/** Whether a drag carries files, and not a text that belongs into a field. */
export function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Nobody takes a file where nothing says that it may be dropped; else the page itself would give way to the file. */
export function keepFilesOut(): () => void {
  function refuse(event: DragEvent): void {
    if (!carriesFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  }
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
  return () => {
    window.removeEventListener('dragover', refuse);
    window.removeEventListener('drop', refuse);
  };
}
