// What the window may ask of the core, whoever carries the question. Screens never see more of the host than this.

export interface Backend {
  /** Answers with the command's view, or throws a Refusal. */
  call(command: string, payload: unknown): Promise<unknown>;
  /** Tells which tags changed, after any process wrote to the workspace. Returns the way to stop listening. */
  onChanged(listener: (tags: string[]) => void): () => void;
  /** Tells where the host wants the window to go: a clicked notification, an entry of the tray. */
  onNavigate(listener: (route: string) => void): () => void;
}
