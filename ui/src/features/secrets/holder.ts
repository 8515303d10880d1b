/** Whose secrets are shown. */
export interface Holder {
  kind: 'agent' | 'blueprint';
  id: string;
  name: string;
}
